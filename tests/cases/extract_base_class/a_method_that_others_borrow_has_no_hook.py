# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def add(self, item):
        self.s0 = 0
        self.s1 = 1
        self.s2 = 2
        self.s3 = 3
        self.s4 = 4
        self.s5 = 5
        return dict(limit=3, item=item)


class B:
    def add(self, item):
        self.s0 = 0
        self.s1 = 1
        self.s2 = 2
        self.s3 = 3
        self.s4 = 4
        self.s5 = 5
        return dict(limit=4, item=item)
# file: pkg/b.py
from pkg.a import A


class Other:
    add = A.add
