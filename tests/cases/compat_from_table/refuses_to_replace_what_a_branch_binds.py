# options: {module = "pkg.compat", replace = true, rows = {fold = "pkg.passes.fold"}}
# refuses: place-taken
# file: pkg/__init__.py
# file: pkg/compat.py
try:
    from fast import fold
except ImportError:
    fold = None
# file: pkg/passes.py
def fold(graph):
    return graph
