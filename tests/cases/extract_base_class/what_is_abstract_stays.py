# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
import abc


class A(abc.ABC):
    @abc.abstractmethod
    def go(self):
        self.s0 = 0
        self.s1 = 1
        self.s2 = 2
        self.s3 = 3
        self.s4 = 4
        self.s5 = 5
        self.s6 = 6
        self.s7 = 7
        self.s8 = 8
        self.s9 = 9
        return 1


class B(abc.ABC):
    @abc.abstractmethod
    def go(self):
        self.s0 = 0
        self.s1 = 1
        self.s2 = 2
        self.s3 = 3
        self.s4 = 4
        self.s5 = 5
        self.s6 = 6
        self.s7 = 7
        self.s8 = 8
        self.s9 = 9
        return 1
