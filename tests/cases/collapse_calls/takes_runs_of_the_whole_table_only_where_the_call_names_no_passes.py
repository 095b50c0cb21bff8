# options: {to = "pkg.pipeline.standard($x)", passes = {"pkg.legacy.fold" = "", "pkg.legacy.dce" = ""}}
# file: pkg/__init__.py
# file: pkg/legacy.py
def fold(graph):
    return graph


def dce(graph):
    return graph
# file: pkg/pipeline.py
def standard(graph):
    return graph
# file: pkg/lower.py
from pkg.legacy import dce, fold


def lower(graph):
    graph = fold(graph)  # first
    # then
    graph = dce(graph)
    return graph


def backwards(graph):
    graph = dce(graph)
    graph = fold(graph)
    return graph
# after
# file: pkg/__init__.py
# file: pkg/legacy.py
def fold(graph):
    return graph


def dce(graph):
    return graph
# file: pkg/lower.py
from pkg.legacy import dce, fold
from pkg.pipeline import standard


def lower(graph):
    # first
    # then
    graph = standard(graph)
    return graph


def backwards(graph):
    graph = dce(graph)
    graph = fold(graph)
    return graph
# file: pkg/pipeline.py
def standard(graph):
    return graph
