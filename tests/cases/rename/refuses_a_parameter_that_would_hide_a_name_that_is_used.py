# options: {rename = {"a.f(old)" = "len"}}
# refuses: captured
# file: a.py
def f(old):
    return len(old)
