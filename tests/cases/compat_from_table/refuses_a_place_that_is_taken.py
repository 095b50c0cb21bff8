# options: {module = "pkg.compat", rows = {fold = "pkg.passes.fold"}}
# refuses: place-taken
# file: pkg/__init__.py
# file: pkg/compat.py
def fold(graph):
    return graph
# file: pkg/passes.py
def fold(graph):
    return graph
