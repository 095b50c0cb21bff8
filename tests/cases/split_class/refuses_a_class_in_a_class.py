# options: {class = "code.Outer.Store", parts = {Left = "_left"}}
# refuses: nested-class
# file: code.py
class Outer:
    class Store:
        def left(self):
            return self._left

        def more_left(self):
            self._left = 1
