# options: {functions = ["pkg.__getattr__"], class = "Tools"}
# refuses: module-hook
# file: pkg.py
def __getattr__(name):
    raise AttributeError(name)
