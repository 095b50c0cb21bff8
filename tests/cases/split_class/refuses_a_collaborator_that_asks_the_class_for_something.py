# options: {class = "code.Store", parts = {EntryCache = "_entries"}, as = "collaborators"}
# refuses: not-closed
# file: code.py
class Base:
    def log(self, text):
        print(text)


class Store(Base):
    def __init__(self):
        self._entries = {}
        self._other = 0

    def put(self, key, value):
        self.log(key)
        self._entries[key] = value

    def get(self, key):
        return self._entries.get(key)

    def more(self):
        self._other += 1

    def less(self):
        self._other -= 1
