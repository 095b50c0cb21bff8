# options: {rename = {"a.K.old" = "start"}}
# refuses: name-taken
# file: a.py
from threading import Thread


class K(Thread):
    def old(self): ...
