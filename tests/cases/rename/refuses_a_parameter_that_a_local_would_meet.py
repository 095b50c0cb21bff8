# options: {rename = {"a.f(old)" = "new"}}
# refuses: name-taken
# file: a.py
def f(old):
    for new in old:
        pass
