# options: {pattern = "os.path.join($A, $B)", to = "pathlib.Path($A) / $B"}
# file: a.py
import os

JOINED = "os.path.join(a, b)"  # os.path.join(a, b)


def f(os, a, b):
    return os.path.join(a, b)


def g(a, b, c):
    return os.path.join(a), os.path.join(a, b, c), os.path.join(*a, b), os.path.join(a, b=b), ",".join([a, b])


class path:
    def join(self, a, b):
        return path.join(a, b)
