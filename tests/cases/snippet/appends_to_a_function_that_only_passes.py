# options: {at = "pkg.m.last", action = "append", code = "print(1)"}
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

    def h(self): return 2


def last():
    print(1)


if __name__ == "__main__":
    last()
