# options: {paths = ["**/*.py"], log = true}
# refuses: name-taken
from . import logging


def f():
    try:
        g()
    except Exception:
        pass
