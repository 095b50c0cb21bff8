# options: {symbols = ["pkg.core.load"], into = "pkg.new"}
# refuses: deleted
# file: pkg/__init__.py
# file: pkg/core.py
def load():
    return 1


ONE = load()
del load
