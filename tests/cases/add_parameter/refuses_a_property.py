# options: {function = "m.C.f", name = "deep", default = "1"}
# refuses: property
# file: m.py
class C:
    @property
    def f(self): ...
