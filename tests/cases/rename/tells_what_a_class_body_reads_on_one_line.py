# options: {rename = {"a.K.old" = "new", "a.L.old" = "new"}}
# file: a.py
old = 1


class K:
    old = old; twice = old * 2


class L:
    def old(self, x=old): return x
    same = old
# after
# file: a.py
old = 1


class K:
    new = old; twice = new * 2


class L:
    def new(self, x=old): return x
    same = new
