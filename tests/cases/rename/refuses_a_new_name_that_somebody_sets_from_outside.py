# options: {rename = {"a.K.old" = "new"}}
# refuses: name-taken
# file: a.py
class K:
    def old(self): ...


k = K()
k.new = 1
