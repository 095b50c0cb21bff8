# options: {module = "pkg.compat", definitions = ["pkg.old"], rows = {fold = {call = "pkg.passes.fold($graph)"}}}
# refuses: foreign-default
# file: pkg/__init__.py
# file: pkg/old.py
DEEP = object()


def fold(graph, deep=DEEP):
    return graph
# file: pkg/passes.py
def fold(graph):
    return graph
