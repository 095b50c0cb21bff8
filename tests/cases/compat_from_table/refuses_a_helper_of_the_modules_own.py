# options: {module = "pkg.compat", rows = {fold = {noop = true, signature = "(graph)"}}}
# refuses: name-taken
# file: pkg/__init__.py
# file: pkg/compat.py
def _deprecated(function):
    return function
