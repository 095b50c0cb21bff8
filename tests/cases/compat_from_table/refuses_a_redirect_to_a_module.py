# options: {module = "pkg.compat", rows = {old = "pkg.passes"}}
# refuses: no-symbol
# file: pkg/__init__.py
# file: pkg/passes.py
def fold(graph):
    return graph


class Tile:
    pass
