# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def __init__(self):
        self.s0 = 0
        self.s1 = 1
        self.s2 = 2
        self.s3 = 3
        self.s4 = 4
        self.s5 = 5
        self.a = 1


class B:
    def __init__(self, b):
        self.s0 = 0
        self.s1 = 1
        self.s2 = 2
        self.s3 = 3
        self.s4 = 4
        self.s5 = 5
        self.b = b
# file: pkg/b.py
from pkg.a import A


class Other:
    def __init__(self):
        A.__init__(self)
