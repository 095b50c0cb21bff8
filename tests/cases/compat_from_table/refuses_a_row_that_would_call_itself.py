# options: {module = "pkg.old", replace = true, rows = {fold = {call = "pkg.fold($graph)"}}}
# refuses: row-loop
# file: pkg/__init__.py
from pkg.old import fold
# file: pkg/old.py
def fold(graph):
    return graph
