# options: {class = "code.Store", parts = {Titled = "_title"}}
# refuses: unknown-base
# import: no
# file: code.py
import elsewhere


class Store(elsewhere.Model):
    def title(self):
        return self._title

    def rename(self, title):
        self._title = title

    def more(self):
        self._other += 1

    def less(self):
        self._other -= 1
