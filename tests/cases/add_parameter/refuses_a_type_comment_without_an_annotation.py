# options: {function = "m.f", name = "deep", default = "1"}
# refuses: type-comment
# file: m.py
def f(a):
    # type: (int) -> None
    return None
