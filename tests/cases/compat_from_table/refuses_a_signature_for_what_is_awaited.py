# options: {module = "pkg.old", replace = true, rows = {fold = {noop = true, signature = "(graph)"}}}
# refuses: async-function
# file: pkg/__init__.py
# file: pkg/old.py
async def fold(graph):
    return graph
