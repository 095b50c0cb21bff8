# options: {class = "pkg.store.Store", parts = {Left = "_left"}}
# refuses: looked-into
# file: pkg/__init__.py
# file: pkg/store.py
class Base:
    def left(self):
        return 0


class Store(Base):
    def left(self):
        return self._left

    def more_left(self):
        self._left = 1

    def right(self):
        return self._right

    def more_right(self):
        self._right = 1


class Sub(Store):
    def left(self):
        return super(Store, self).left()


assert Sub().left() == 0
