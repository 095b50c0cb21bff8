# options: {rename = {"a.old" = "new"}}
# refuses: captured
# file: a.py
def old(): ...


def f(new):
    return old(new)
