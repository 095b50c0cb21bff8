# options: {class = "code.Store", parts = {Left = "_left", Right = "_right"}}
# refuses: not-separable
# file: code.py
class Store:
    def __init__(self):
        self._left, self._right = 1, 2

    def left(self):
        return self._left

    def more_left(self):
        self._left += 1

    def right(self):
        return self._right

    def more_right(self):
        self._right += 1

    def sum(self):
        return self._left + self._right

    def swap(self):
        self._left, self._right = self._right, self._left

    def difference(self):
        return self._left - self._right

    def product(self):
        return self._left * self._right
