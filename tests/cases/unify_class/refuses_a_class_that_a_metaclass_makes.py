# options: {keep = "core.Cache", drop = ["old.Cache"]}
# refuses: registered-class
# file: base.py
class Meta(type):
    def __new__(mcs, name, bases, body):
        return super().__new__(mcs, name, bases, body)


class Base(metaclass=Meta):
    pass
# file: core.py
from base import Base


class Cache(Base):
    pass
# file: old.py
from base import Base


class Cache(Base):
    pass
