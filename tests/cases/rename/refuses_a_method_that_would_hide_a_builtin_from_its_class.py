# options: {rename = {"a.K.old" = "property"}}
# refuses: captured
# file: a.py
class K:
    def old(self): ...

    @property
    def size(self): ...
