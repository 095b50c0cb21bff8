# options: {module = "pkg.compat", rows = {fold = "pkg.passes.fould"}}
# refuses: no-such-name
# file: pkg/__init__.py
# file: pkg/passes.py
def fold(graph):
    return graph


class Tile:
    pass
