# options: {module = "pkg.compat", rows = {fold = {call = "pkg.passes.fould($g)", signature = "(g)"}}}
# refuses: no-such-name
# file: pkg/__init__.py
# file: pkg/passes.py
def fold(graph):
    return graph


class Tile:
    pass
