# options: {module = "pkg.compat", rows = {"a.b.c" = "pkg.passes.fold"}}
# refuses: bad-row
# file: pkg/__init__.py
# file: pkg/passes.py
def fold(graph):
    return graph


class Tile:
    pass
