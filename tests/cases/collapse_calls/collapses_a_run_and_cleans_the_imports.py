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
"""Lowers graphs."""

from __future__ import annotations

import json

from pkg.legacy import check, dce, fold


def lower(graph):
    graph = fold(graph)
    graph = dce(graph)
    graph = check(graph)
    return json.loads(json.dumps(graph))
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
"""Lowers graphs."""

from __future__ import annotations

import json

from pkg.passes import Dce, Fold
from pkg.pipeline import run


def lower(graph):
    graph = run(graph, [Fold(), Dce()])
    return json.loads(json.dumps(graph))
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
