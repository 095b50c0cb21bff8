# options: {function = "base.Base", name = "log", default = "None"}
# file: base.py
class Base:
    def __init__(self, name):
        self.name = name


class Own(Base):
    def __init__(self, name):
        super().__init__(name)
# after
# file: base.py
class Base:
    def __init__(self, name, log=None):
        self.name = name


class Own(Base):
    def __init__(self, name):
        super().__init__(name)
