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
from pkg.legacy import dce, fold, tile


class Lowering:
    def lower_everything_that_is_in_the_graph(self, graph_of_the_model):
        graph_of_the_model = fold(graph_of_the_model)
        graph_of_the_model = dce(graph_of_the_model)
        graph_of_the_model = tile(graph_of_the_model)
        return graph_of_the_model
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


class Lowering:
    def lower_everything_that_is_in_the_graph(self, graph_of_the_model):
        graph_of_the_model = run(graph_of_the_model, [Fold(), Dce(), Tile(size=4)])
        return graph_of_the_model
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
