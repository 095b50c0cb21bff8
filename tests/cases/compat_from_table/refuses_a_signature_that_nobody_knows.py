# options: {module = "pkg.compat", rows = {clean = {call = "pkg.passes.fold($*)"}}}
# refuses: no-signature
# file: pkg/__init__.py
# file: pkg/passes.py
def fold(graph):
    return graph


class Tile:
    pass
