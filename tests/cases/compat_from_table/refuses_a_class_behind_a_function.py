# options: {module = "pkg.compat", rows = {Tile = {to = "pkg.passes.Tile", before = "print('$0')"}}}
# refuses: class-wrapped
# file: pkg/__init__.py
# file: pkg/passes.py
def fold(graph):
    return graph


class Tile:
    pass
