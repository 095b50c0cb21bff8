# options: {rename = {"a.K.old" = "new"}, leave = "alias"}
# refuses: odd-class
# file: a.py
class K: old = 1
