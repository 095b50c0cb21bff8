"""Several nodes that compute one known function become the one node that does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import pi, sqrt
from typing import Any as Anything

from runtime_edited.ir import Graph, Node, OpType
from runtime_edited.passes.patterns import Any, Free, Match, Number, Op, Pattern, find


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, the op that it becomes with the named nodes as inputs, and what else must hold."""

    name: str
    pattern: Op
    op: OpType
    inputs: tuple[str, ...]
    attrs: Callable[[Match], Mapping[str, Anything]] = lambda match: {}
    holds: Callable[[Match], bool] = lambda match: True


def add(one: Pattern, two: Pattern) -> Op:
    """one + two."""
    return Op(OpType.ADD, (one, two))


def mul(one: Pattern, two: Pattern) -> Op:
    """one · two."""
    return Op(OpType.MUL, (one, two))


X, Y, WEIGHT = Any("x"), Any("y"), Any("weight")
CUBE = Op(OpType.POW, (X, Number(3.0)))
SQUARE = Op(OpType.POW, (X, Number(2.0)))
INNER = mul(add(X, mul(CUBE, Number(0.044715))), Number(sqrt(2 / pi)))


def _over_last(match: Match) -> bool:
    """The mean runs over the last axis alone, and is kept."""
    (mean,) = (node for node in match.inside if node.op is OpType.MEAN)
    rank = len(mean.inputs[0].shape)
    return bool(mean.attrs.get("keep")) and tuple(mean.attrs["axes"]) == (rank - 1,)


def _weighted(match: Match) -> bool:
    return _over_last(match) and match.nodes["weight"].shape == match.nodes["x"].shape[-1:]


def _alike(match: Match) -> bool:
    return match.nodes["x"].shape == match.nodes["y"].shape


def _rms(square: Pattern) -> Op:
    return mul(X, Op(OpType.RSQRT, (add(Op(OpType.MEAN, (square,)), Free("eps")),)))


def _eps(match: Match) -> Mapping[str, Anything]:
    return {"eps": match.numbers["eps"]}


RULES = (
    Rule("gelu_tanh", mul(mul(X, Number(0.5)), add(Op(OpType.TANH, (INNER,)), Number(1.0))), OpType.GELU_TANH, ("x",)),
    Rule("gelu_tanh", mul(mul(X, add(Op(OpType.TANH, (INNER,)), Number(1.0))), Number(0.5)), OpType.GELU_TANH, ("x",)),
    Rule("silu", mul(X, Op(OpType.SIGMOID, (X,))), OpType.SILU, ("x",)),
    Rule("rms_norm", mul(_rms(SQUARE), WEIGHT), OpType.RMS_NORM, ("x", "weight"), _eps, _weighted),
    Rule("rms_norm", mul(_rms(mul(X, X)), WEIGHT), OpType.RMS_NORM, ("x", "weight"), _eps, _weighted),
    Rule("rms_norm", _rms(SQUARE), OpType.RMS_NORM, ("x",), _eps, _over_last),
    Rule("swiglu", mul(Op(OpType.SILU, (X,)), Y), OpType.SWIGLU, ("x", "y"), holds=_alike),
    Rule("geglu", mul(Op(OpType.GELU_TANH, (X,)), Y), OpType.GEGLU, ("x", "y"), holds=_alike),
)


def fuse_patterns(graph: Graph) -> int:
    """Every rule, in order: later ones see what earlier ones made."""
    made = 0
    for rule in RULES:
        for match in find(graph, rule.pattern):
            if rule.holds(match):
                inputs: list[Node] = [match.nodes[name] for name in rule.inputs]
                new = graph.add(rule.op, inputs, rule.attrs(match), rule.name, before=match.root)
                graph.replace(match.root, new)
                made += 1
        graph.prune()
    return made
