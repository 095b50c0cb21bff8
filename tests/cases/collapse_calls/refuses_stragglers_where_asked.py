# options: {to = "pkg.pipeline.run($x, [$passes])", passes = {"pkg.legacy.fold" = "pkg.passes.Fold()", "pkg.legacy.dce" = "pkg.passes.Dce()", "pkg.legacy.tile" = "pkg.passes.Tile(size=$size)", "pkg.legacy.check" = ""}, stragglers = "refuse"}
# refuses: straggler
# file: pkg/__init__.py
# file: pkg/legacy.py
def fold(graph):
    return graph


def dce(graph):
    return graph


def tile(graph, size=4):
    return graph


def check(graph):
    return graph
# file: pkg/passes.py
class Fold:
    pass


class Dce:
    pass


class Tile:
    def __init__(self, size):
        self.size = size
# file: pkg/pipeline.py
def run(graph, passes):
    return graph
# file: pkg/lower.py
from pkg.legacy import dce, fold


def lower(graph):
    graph = dce(graph)
    graph = fold(graph)
    return graph


def other(graph):
    return fold(graph)
