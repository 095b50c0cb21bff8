# options: {places = ["code.one", "code.two"], into = "code.common"}
# refuses: frame
# file: code.py
import warnings


def one(a):
    if a:
        warnings.warn("a", stacklevel=2)
    return a


def two(a):
    if a:
        warnings.warn("a", stacklevel=2)
    return a
