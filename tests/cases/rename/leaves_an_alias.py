# options: {rename = {"pkg.a.old" = "new", "pkg.a.SIZE" = "LENGTH"}, leave = "alias"}
# file: pkg/__init__.py
# file: pkg/a.py
__all__ = ['old', "SIZE"]

SIZE = 1  # of it


def old():
    return SIZE


# the rest
rest = 2
# file: pkg/b.py
from .a import old, SIZE

done = old() + SIZE
# after
# file: pkg/__init__.py
# file: pkg/a.py
__all__ = ['new', 'old', "LENGTH", "SIZE"]

LENGTH = 1  # of it
SIZE = LENGTH


def new():
    return LENGTH


old = new


# the rest
rest = 2
# file: pkg/b.py
from .a import new, LENGTH

done = new() + LENGTH
