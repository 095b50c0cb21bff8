# options: {class = "code.Store", parts = {EntryCache = "_entries"}, as = "collaborators"}
# refuses: shallow-copy
# file: code.py
class Store:
    def __init__(self):
        self._entries = {}
        self._name = ""

    def put(self, key, value):
        self._entries = {**self._entries, key: value}

    def get(self, key):
        return self._entries.get(key)

    def call(self, name):
        self._name = name

    def name(self):
        return self._name
# file: user.py
from copy import copy as again

from code import Store

STORE = Store()
OTHER = again(STORE)
OTHER.put(1, 2)
