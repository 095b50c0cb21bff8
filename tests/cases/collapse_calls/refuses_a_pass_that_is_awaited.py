# options: {to = "pkg.legacy.standard($x)", passes = {"pkg.legacy.fold" = ""}}
# refuses: async-function
# file: pkg/__init__.py
# file: pkg/legacy.py
async def fold(graph):
    return graph


def standard(graph):
    return graph
