# options: {class = "code.Store", parts = {Left = "__init__"}}
# refuses: held
# file: code.py
class Store:
    def __init__(self):
        self._left = 1

    def left(self):
        return self._left

    def more_left(self):
        self._left = 1
