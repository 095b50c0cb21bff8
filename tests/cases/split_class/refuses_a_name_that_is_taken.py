# options: {class = "code.Store", parts = {Left = "_left"}}
# refuses: name-taken
# file: code.py
class Left:
    pass


class Store:
    def left(self):
        return self._left

    def more_left(self):
        self._left = 1
