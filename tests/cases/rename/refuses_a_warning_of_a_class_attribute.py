# options: {rename = {"a.K.old" = "new"}, leave = "compat"}
# refuses: member
# file: a.py
class K:
    old = 1
