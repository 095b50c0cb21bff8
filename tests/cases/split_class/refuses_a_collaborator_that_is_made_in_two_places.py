# options: {class = "code.Store", parts = {EntryCache = "_entries"}, as = "collaborators"}
# refuses: init-order
# file: code.py
class Store:
    def __init__(self, entries=None):
        if entries:
            self._entries = entries
        else:
            self._entries = {}
        self._other = 0

    def put(self, key, value):
        self._entries[key] = value

    def get(self, key):
        return self._entries.get(key)

    def more(self):
        self._other += 1

    def less(self):
        self._other -= 1
