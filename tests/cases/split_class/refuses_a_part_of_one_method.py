# options: {class = "code.Store", parts = {Left = "_left", Right = "_right"}}
# refuses: small-part
# file: code.py
class Store:
    def __init__(self):
        self._left, self._right = 1, 2

    def left(self):
        return self._left

    def right(self):
        return self._right

    def more_right(self):
        self._right += 1
