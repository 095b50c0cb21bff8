# options: {class = "code.Store", parts = {EntryCache = "_entries"}, as = "collaborators"}
# refuses: state-hook
# file: code.py
class Store:
    def __init__(self):
        self._entries = {}
        self._other = 0

    def shown(self):
        return sorted(vars(self))

    def put(self, key, value):
        self._entries[key] = value

    def get(self, key):
        return self._entries.get(key)

    def more(self):
        self._other += 1

    def less(self):
        self._other -= 1
