# options: {module = "pkg.old", replace = true, rows = {fold = {call = "pkg.passes.fold($graph)"}}}
# refuses: no-signature
# file: pkg/__init__.py
# file: pkg/old.py
import functools


@functools.lru_cache
def fold(graph):
    return graph
# file: pkg/passes.py
def fold(graph):
    return graph
