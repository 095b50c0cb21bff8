# options: {class = "code.Store", parts = {EntryCache = "_entries"}, as = "collaborators"}
# refuses: init-order
# file: code.py
class Base:
    def __init__(self):
        print(self.kind())

    def kind(self):
        return "base"


class Store(Base):
    def __init__(self):
        super().__init__()
        self._entries = {}
        self._other = 0

    def kind(self):
        return "store" + self.put(1)

    def put(self, key):
        return getattr(self._entries, "name", "") + str(key)

    def more(self):
        self._other += 1

    def less(self):
        self._other -= 1
