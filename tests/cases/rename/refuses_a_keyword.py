# options: {rename = {"a.old" = "class"}}
# refuses: bad-name
# file: a.py
def old(): ...
