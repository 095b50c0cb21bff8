# options: {at = "pkg.m.C.g", action = "insert-after", code = "def __enter__(self):\n  if self:\n    return self\n"}
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
@staticmethod
def f(a):
    # inside
    return os.sep + a


class C:
    """Doc."""

    x = 1

    def g(self):
        return 1

    def __enter__(self):
        if self:
            return self

    def h(self): return 2


def last():
    pass


if __name__ == "__main__":
    last()
