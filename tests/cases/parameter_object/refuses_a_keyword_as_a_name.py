# options: {function = "pkg.core.load", parameters = ["a", "b"], class = "pkg.core.Args", parameter = "class"}
# refuses: bad-name
# file: pkg/__init__.py
# file: pkg/core.py
def load(a, b):
    return 1
