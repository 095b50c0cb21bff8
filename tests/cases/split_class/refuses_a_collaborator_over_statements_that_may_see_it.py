# options: {class = "code.Store", parts = {EntryCache = "_entries"}, as = "collaborators"}
# refuses: init-order
# file: code.py
class Store:
    def __init__(self):
        self._entries = {}
        self.more()
        self._limit = 3
        self._other = 0

    def put(self, key, value):
        if len(self._entries) < self._limit:
            self._entries[key] = value

    def get(self, key):
        return self._entries.get(key)

    def more(self):
        self._other = 1

    def less(self):
        self._other = 0
