# options: {module = "pkg.old", rows = {sorted = {noop = true, signature = "(x)"}}}
# refuses: place-taken
# file: pkg/__init__.py
# file: pkg/old.py
def f(x):
    return sorted(x)
