# options: {module = "pkg.old", replace = true, rows = {fold = {call = "pkg.passes.fold($graph)"}}}
# refuses: async-function
# file: pkg/__init__.py
# file: pkg/old.py
async def fold(graph):
    return graph
# file: pkg/passes.py
def fold(graph):
    return graph
