# options: {to = "pkg.pipeline.run($x, [$passes])", passes = {"pkg.legacy.fold" = "", "pkg.legacy.dce" = ""}}
# file: pkg/__init__.py
# file: pkg/legacy.py
def fold(graph):
    return graph


def dce(graph):
    return graph
# file: pkg/pipeline.py
def run(graph, passes):
    return graph
# file: pkg/lower.py
from pkg.legacy import dce, fold


def tried(graph):
    try:
        graph = fold(graph)
        graph = dce(graph)
    except ValueError:
        pass
    return graph


def finished(graph, log):
    try:
        graph = fold(graph)
        return dce(graph)
    finally:
        log.append(graph)


def inner(graph, later):
    later.append(lambda: graph)
    graph = fold(graph)
    graph = dce(graph)
    return graph
