# options: {rename = {"a.f(old)" = "new"}}
# refuses: unproven-call
# file: a.py
def f(old):
    return "%(old)s" % locals()
