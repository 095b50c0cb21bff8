# options: {rename = {"a.g(old)" = "new"}}
# refuses: no-such-name
# file: a.py
def f(old): ...
