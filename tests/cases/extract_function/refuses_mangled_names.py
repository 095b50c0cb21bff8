# options: {places = ["code.A.f", "code.B.f"], into = "code.common"}
# refuses: mangled
# file: code.py
class A:
    def f(self):
        self.__x = 1
        return self.__x


class B:
    def f(self):
        self.__x = 1
        return self.__x
