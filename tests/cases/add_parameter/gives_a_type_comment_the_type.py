# options: {function = "m.C.f", name = "deep", default = "False", annotation = "bool"}
# file: m.py
class C:
    def f(self, a, b=None):
        # type: (dict[str, int], int) -> None
        return None
# after
# file: m.py
class C:
    def f(self, a, b=None, deep: bool = False):
        # type: (dict[str, int], int, bool) -> None
        return None
