# options: {rename = {"a.K.old" = "new"}}
# file: a.py
class K:
    def old(self): ...

    def visit(self, name):
        return getattr(self, f"visit_{name}", None), getattr(self, "%s_done" % name), getattr(self, name)


def f(other: str, name):
    return getattr(other, name)
# after
# file: a.py
class K:
    def new(self): ...

    def visit(self, name):
        return getattr(self, f"visit_{name}", None), getattr(self, "%s_done" % name), getattr(self, name)


def f(other: str, name):
    return getattr(other, name)
