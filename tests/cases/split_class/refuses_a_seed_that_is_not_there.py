# options: {class = "code.Store", parts = {Left = "_lefft"}}
# refuses: no-such-name
# file: code.py
class Store:
    def left(self):
        return self._left

    def more_left(self):
        self._left = 1
