# options: {class = "pkg.store.Store", parts = {Left = "_left"}}
# refuses: looked-into
# file: pkg/__init__.py
# file: pkg/store.py
class Store:
    def left(self):
        return self._left

    def more_left(self):
        self._left = 1

    def right(self):
        return self._right

    def more_right(self):
        self._right = 1
# file: use.py
from pkg import store

assert "left" in vars(store.Store)
