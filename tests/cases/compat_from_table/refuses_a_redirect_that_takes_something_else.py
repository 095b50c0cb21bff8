# options: {module = "pkg.old", replace = true, rows = {fold = "pkg.passes.fold"}}
# refuses: other-signature
# file: pkg/__init__.py
# file: pkg/old.py
def fold(graph, level=1):
    return graph
# file: pkg/passes.py
def fold(graph, *, deep=False):
    return graph
