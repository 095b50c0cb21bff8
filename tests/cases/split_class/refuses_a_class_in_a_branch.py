# options: {class = "code.Store", parts = {Left = "_left"}}
# refuses: nested-class
# file: code.py
import sys

if sys.platform:

    class Store:
        def left(self):
            return self._left

        def more_left(self):
            self._left = 1
