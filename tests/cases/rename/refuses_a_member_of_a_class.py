# options: {rename = {"a.K.old" = "new"}}
# refuses: member
# file: a.py
class K:
    def old(self): ...
