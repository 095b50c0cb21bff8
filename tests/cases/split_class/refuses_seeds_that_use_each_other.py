# options: {class = "code.Store", parts = {Titled = "_title", Shown = "shown"}}
# refuses: not-separable
# file: code.py
class Store:
    def __init__(self):
        self._title = ""

    def shown(self):
        return self._title

    def rename(self, title):
        self._title = title
