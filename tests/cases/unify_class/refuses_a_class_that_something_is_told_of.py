# options: {keep = "core.Cache", drop = ["old.Cache"]}
# refuses: registered-class
# file: base.py
class Base:
    known = []

    def __init_subclass__(cls):
        Base.known.append(cls)
# file: core.py
from base import Base


class Cache(Base):
    pass
# file: old.py
from base import Base


class Cache(Base):
    pass
