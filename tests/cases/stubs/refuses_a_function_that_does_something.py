# options: {raise = {"pkg.lower.lower" = ""}}
# refuses: no-stub
# file: pkg/__init__.py
# file: pkg/lower.py
def lower(graph):
    return graph
