# options: {module = "pkg.compat", rows = {fold = "pkg.passes.dce"}}
# refuses: row-conflict
# file: pkg/__init__.py
# file: pkg/compat.py
_MOVED = {
    "fold": ("pkg.passes.fold", "2.0"),
}
# file: pkg/passes.py
def fold(graph):
    return graph


def dce(graph):
    return graph
