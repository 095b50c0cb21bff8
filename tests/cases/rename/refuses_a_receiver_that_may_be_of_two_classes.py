# options: {rename = {"a.K.old" = "new"}}
# refuses: unproven-receiver
# file: a.py
class K:
    def old(self): ...


class Other:
    def old(self): ...


def f(flag):
    x = K()
    if flag:
        x = Other()
    return x.old()
