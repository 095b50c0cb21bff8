# options: {module = "pkg.compat", rows = {verify = {noop = true, signature = "()"}}}
# refuses: bad-row
# file: pkg/__init__.py
# file: pkg/passes.py
def fold(graph):
    return graph


class Tile:
    pass
