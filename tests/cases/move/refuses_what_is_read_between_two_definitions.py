# options: {symbols = ["pkg.core.load"], into = "pkg.new"}
# refuses: rebound
# file: pkg/__init__.py
# file: pkg/core.py
def load():
    return 1


FIRST = load()


def load():
    return 2
