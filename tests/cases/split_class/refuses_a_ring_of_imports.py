# options: {class = "pkg.store.Store", parts = {Left = "_left"}, into = "pkg.left"}
# refuses: import-cycle
# file: pkg/__init__.py
# file: pkg/store.py
def doubled(value):
    return 2 * value


class Store:
    def __init__(self):
        self._left = doubled(1)
        self._right = doubled(2)

    def left(self):
        return doubled(self._left)

    def more_left(self):
        self._left += 1

    def right(self):
        return self._right

    def more_right(self):
        self._right += 1
