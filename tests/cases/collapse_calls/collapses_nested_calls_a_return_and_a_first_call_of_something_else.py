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
import pkg.legacy as old
from pkg import legacy
from pkg.legacy import fold as folding


def load(path):
    return path


def lower(path):
    graph = folding(load(path))
    return legacy.dce(old.tile(graph, 8))


def other(path):
    return legacy.dce(old.tile(path))


def third(graph):
    if graph:
        graph = folding(graph)
        graph = legacy.dce(graph)
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
from pkg.passes import Dce, Fold, Tile
from pkg.pipeline import run


def load(path):
    return path


def lower(path):
    return run(load(path), [Fold(), Tile(size=8), Dce()])


def other(path):
    return run(path, [Tile(size=4), Dce()])


def third(graph):
    if graph:
        graph = run(graph, [Fold(), Dce()])
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
