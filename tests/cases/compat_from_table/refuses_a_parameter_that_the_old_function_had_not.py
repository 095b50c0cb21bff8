# options: {module = "pkg.compat", definitions = ["pkg.passes"], rows = {fold = {call = "pkg.passes.fold($g)"}}}
# refuses: bad-row
# file: pkg/__init__.py
# file: pkg/passes.py
def fold(graph):
    return graph


class Tile:
    pass
