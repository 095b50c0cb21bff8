# options: {module = "pkg.compat", remove = true}
# notes: has gone already
# file: pkg/__init__.py
# file: pkg/passes.py
def fold(graph):
    return graph


class Tile:
    pass
