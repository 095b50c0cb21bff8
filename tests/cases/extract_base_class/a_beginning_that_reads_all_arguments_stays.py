# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def __init__(self, a, *args):
        self.s0 = 0
        self.s1 = 1
        self.s2 = 2
        self.s3 = 3
        self.s4 = 4
        self.s5 = 5
        self.s6 = 6
        self.s7 = 7
        self.args = args
        self.a = a


class B:
    def __init__(self, *args, b=1):
        self.s0 = 0
        self.s1 = 1
        self.s2 = 2
        self.s3 = 3
        self.s4 = 4
        self.s5 = 5
        self.s6 = 6
        self.s7 = 7
        self.args = args
        self.b = b
