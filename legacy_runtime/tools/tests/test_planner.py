"""The report on plans. Not the planner itself: that is tests/test_planner.py."""

import importlib.util
from pathlib import Path
from unittest import mock

from runtime.ir import DType, Graph, OpType

spec = importlib.util.spec_from_file_location("plan_stats", Path(__file__).parent.parent / "plan_stats.py")
plan_stats = importlib.util.module_from_spec(spec)
spec.loader.exec_module(plan_stats)


def graph():
    made = Graph()
    x = made.input("x", (4, 6), DType.F32)
    y = made.add(OpType.RELU, [x])
    y = made.add(OpType.RESHAPE, [y], {"shape": (24,)})
    y = made.add(OpType.NEG, [y])
    made.outputs = [made.add(OpType.TANH, [y])]
    return made


def test_numbers_of_a_plan():
    rows = dict(plan_stats.stats(graph()))
    assert rows["steps"] == 3
    assert rows["aliases"] == 1
    assert rows["buffers"] == 3
    assert rows["arena without reuse"] == 3 * 128
    assert rows["arena"] == 2 * 128


def test_the_table_has_a_row_for_each():
    assert plan_stats.table([("a", 1), ("b", 2)]) == "| a | 1 |\n| b | 2 |"


def everything_lives_for_ever(graph, order, aliases):
    return {node.name: (0, len(order)) for node in order if node.name not in aliases}


def test_the_planner_is_asked_twice():
    with mock.patch("runtime.planner._compute_lifetimes", side_effect=everything_lives_for_ever) as lifetimes:
        rows = dict(plan_stats.stats(graph()))
    assert lifetimes.call_count == 2
    assert rows["arena"] == rows["arena without reuse"]
