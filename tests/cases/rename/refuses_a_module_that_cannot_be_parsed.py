# options: {rename = {"a.old" = "new"}}
# refuses: syntax-error
# import: no
# file: a.py
def old(:
