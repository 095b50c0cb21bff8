# options: {module = "pkg.compat", rows = {fold = {call = "pkg.passes.fold($_)", signature = "(g)"}}}
# refuses: bad-row
# file: pkg/__init__.py
# file: pkg/passes.py
def fold(graph):
    return graph


class Tile:
    pass
