# options: {module = "pkg.compat", reexport = ["pgk"], rows = {fold = "pkg.passes.fold"}}
# refuses: no-such-module
# file: pkg/__init__.py
# file: pkg/passes.py
def fold(graph):
    return graph


class Tile:
    pass
