# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def f(self):
        self.__x = 1
        self.y = 2
        return self.__x


class B:
    def f(self):
        self.__x = 1
        self.y = 2
        return self.__x
