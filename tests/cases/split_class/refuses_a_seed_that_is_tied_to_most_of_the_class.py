# options: {class = "code.Store", parts = {Titled = ["title", "rename", "more"]}}
# refuses: not-separable
# file: code.py
class Store:
    def title(self):
        return self._title

    def rename(self, title):
        return self.title()

    def more(self):
        return self.title()
