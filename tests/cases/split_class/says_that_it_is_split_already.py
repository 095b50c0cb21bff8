# options: {class = "code.Store", parts = {Left = "_left"}}
# notes: `code.Store` is split so already
# file: code.py
class Left:
    def left(self):
        return self._left


class Store(Left):
    def __init__(self):
        self._left = 1
