# options: {rename = {"a.f(odl)" = "new"}}
# refuses: no-such-name
# file: a.py
def f(old): ...
