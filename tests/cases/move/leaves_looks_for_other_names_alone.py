# options: {symbols = ["pkg.a.grow"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
import sys


def grow():
    return 1


def load(name):
    found = __import__(name, globals(), locals(), ["part"])
    return found, globals()["limit"], globals().get("other"), "more" in globals(), sys


limit = 3
# file: pkg/b.py
def registered():
    return globals().get("limit")
# after
# file: pkg/__init__.py
# file: pkg/a.py
import sys


def load(name):
    found = __import__(name, globals(), locals(), ["part"])
    return found, globals()["limit"], globals().get("other"), "more" in globals(), sys


limit = 3
# file: pkg/b.py
def registered():
    return globals().get("limit")


def grow():
    return 1
