# options: {rename = {"a.old" = "new"}, leave = "compat"}
# refuses: name-taken
# file: a.py
def old(): ...
def __getattr__(name): raise AttributeError(name)
