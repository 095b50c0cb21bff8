# options: {rename = {"pkg.core.load" = "ﬁne"}}
# refuses: bad-name
# file: pkg/__init__.py
# file: pkg/core.py
def load():
    return 1
