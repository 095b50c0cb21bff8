# options: {module = "pkg.old", replace = true, rows = {fold = "pkg.passes.fold"}}
# refuses: still-used
# file: pkg/__init__.py
# file: pkg/old.py
def fold(graph):
    return graph


def lower(graph):
    return fold(graph)
# file: pkg/passes.py
def fold(graph):
    return graph
