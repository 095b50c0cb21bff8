# options: {class = "code.Store", parts = {Left = "_left"}}
# refuses: looked-into
# file: code.py
class Base:
    def __init_subclass__(cls):
        cls.names = sorted(cls.__dict__)


class Store(Base):
    def left(self):
        return self._left

    def more_left(self):
        self._left = 1

    def right(self):
        return self._right

    def more_right(self):
        self._right = 1
