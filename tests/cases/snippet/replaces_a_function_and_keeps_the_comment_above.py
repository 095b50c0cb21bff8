# options: {at = "pkg.m.f", action = "replace", code = "def f(a, b=1):\n    return a", was = "@staticmethod\ndef f(a):\n    # inside\n    return os.sep + a"}
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
# after
# file: pkg/__init__.py
# file: pkg/m.py
import os


# about f
def f(a, b=1):
    return a


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
