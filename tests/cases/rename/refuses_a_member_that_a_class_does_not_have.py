# options: {rename = {"a.K.odl" = "new"}}
# refuses: no-such-name
# file: a.py
class K:
    def old(self): ...
