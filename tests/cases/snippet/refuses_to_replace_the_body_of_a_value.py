# options: {at = "pkg.m.C.x", action = "replace-body", code = "x = 1"}
# refuses: no-definition
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
