# options: {symbols = ["pkg.core.load"], into = "pkg.new"}
# refuses: rebound
# file: pkg/__init__.py
# file: pkg/core.py
LIMITS = [1]


def load(size=len(LIMITS)):
    return size


LIMITS = 2
