# options: {rename = {"a.K.__old" = "new"}}
# refuses: mangled
# file: a.py
class K:
    def __old(self): ...
