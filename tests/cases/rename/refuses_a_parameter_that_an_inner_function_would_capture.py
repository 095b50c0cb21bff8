# options: {rename = {"a.f(old)" = "new"}}
# refuses: captured
# file: a.py
def f(old):
    return [old + new for new in (1, 2)]
