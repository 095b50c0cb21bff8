# options: {function = "pkg.core.load", name = "class", default = "None"}
# refuses: bad-name
# file: pkg/__init__.py
# file: pkg/core.py
def load():
    return 1
