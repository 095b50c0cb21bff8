# options: {rename = {"a.K.old" = "new"}}
# refuses: name-taken
# file: a.py
class K:
    def old(self): ...
# file: b.py
from a import K as Base


class Sub(Base):
    def __init__(self):
        self.new = 1
