# options: {function = "base.Base", name = "log", after = "name", pass = [{inside = "family"}, {value = "print"}]}
# file: base.py
class Base:
    def __init__(self, name, size=1):
        self.name = name, size

    @classmethod
    def make(cls, name):
        return cls(name)


class Own(Base):
    def __init__(self, name, extra):
        super().__init__(name, 2)
        self.extra = extra


class Heir(Base): ...
# file: use.py
from base import Base, Heir, Own

things = [Base("a", 5), Heir("b", size=1), Own("c", extra=2), Own("d", 3)]
# after
# file: base.py
class Base:
    def __init__(self, name, log, size=1):
        self.name = name, size

    @classmethod
    def make(cls, name):
        return cls(name, log=print)


class Own(Base):
    def __init__(self, name, log, extra):
        super().__init__(name, log, 2)
        self.extra = extra


class Heir(Base): ...
# file: use.py
from base import Base, Heir, Own

things = [Base("a", print, 5), Heir("b", size=1, log=print), Own("c", extra=2, log=print), Own("d", print, 3)]
