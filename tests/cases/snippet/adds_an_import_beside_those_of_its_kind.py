# options: {at = "pkg.m", action = "add-import", code = "import json\nfrom pkg import other\nimport os"}
# file: pkg/__init__.py
# file: pkg/m.py
import os


# about f
@staticmethod
def f(a):
    # inside
    return os.sep + a


class C:
    """Doc."""

    x = 1

    def g(self):
        return 1

    def h(self): return 2


def last():
    pass


if __name__ == "__main__":
    last()
# file: pkg/other.py
# after
# file: pkg/__init__.py
# file: pkg/m.py
import json
import os

from pkg import other


# about f
@staticmethod
def f(a):
    # inside
    return os.sep + a


class C:
    """Doc."""

    x = 1

    def g(self):
        return 1

    def h(self): return 2


def last():
    pass


if __name__ == "__main__":
    last()
# file: pkg/other.py
