# options: {to = "pkg.pipeline.run($x, [$passes])", passes = {"pkg.legacy.fold" = "pkg.passes.Fold()", "pkg.legacy.dce" = "pkg.passes.Dce()", "pkg.legacy.tile" = "pkg.passes.Tile(size=$size)", "pkg.legacy.check" = ""}}
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
from .legacy import check, dce, fold, tile


def lower(graph, size):
    # all of it
    graph = fold(graph)  # constants first

    # dead code shows
    # after folding
    graph = dce(graph)
    graph = tile(graph, size=size)  # the size of the caller
    # nothing may be wrong here
    graph = check(graph)
    return graph
# after
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
# file: pkg/lower.py
from .passes import Dce, Fold, Tile
from .pipeline import run


def lower(graph, size):
    # all of it
    graph = run(graph, [
        Fold(),  # constants first
        # dead code shows
        # after folding
        Dce(),
        Tile(size=size),  # the size of the caller
        # nothing may be wrong here
    ])
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
