# options: {to = "pkg.pipeline.standard($x)", passes = {"pkg.legacy.fold" = "", "pkg.legacy.dce" = ""}}
# file: pkg/__init__.py
# file: pkg/legacy.py
def fold(graph):
    return graph


def dce(graph):
    return graph
# file: pkg/pipeline.py
from pkg.legacy import dce, fold


def standard(graph):
    graph = fold(graph)
    graph = dce(graph)
    return graph
