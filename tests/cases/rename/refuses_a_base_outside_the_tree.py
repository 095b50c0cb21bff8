# options: {rename = {"a.K.old" = "new"}}
# refuses: external-base
# import: no
# file: a.py
from somewhere import Base


class K(Base):
    def old(self): ...
