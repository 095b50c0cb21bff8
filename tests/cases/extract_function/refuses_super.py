# options: {places = ["code.A.f", "code.B.f"], into = "code.common"}
# refuses: super
# file: code.py
class A(dict):
    def f(self):
        x = super().copy()
        x["a"] = 1
        return x


class B(dict):
    def f(self):
        x = super().copy()
        x["a"] = 1
        return x
