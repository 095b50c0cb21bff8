# options: {to = "pkg.legacy.standard($x)", passes = {"pkg.legacy.fold" = ""}}
# refuses: no-function
# file: pkg/__init__.py
# file: pkg/legacy.py
fold = len


def standard(graph):
    return graph
