# options: {to = "pkg.pipeline.standart($x)", passes = {"pkg.legacy.fold" = ""}, min = 1}
# refuses: no-such-name
# file: pkg/__init__.py
# file: pkg/legacy.py
def fold(graph):
    return graph
# file: pkg/pipeline.py
def standard(graph):
    return graph
