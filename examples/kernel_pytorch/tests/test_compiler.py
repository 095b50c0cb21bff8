import types

import pytest

import kernel_pytorch.legacy
from kernel_pytorch.compiler import Graph, lower, schedule
from kernel_pytorch.compiler.lowering import Instruction
from kernel_pytorch.compiler.scheduler import critical_paths, fusion_gain, makespan


@pytest.fixture
def graph():
    graph = Graph()
    graph.add("x", "input")
    graph.add("short", "neg", "x")
    graph.add("shorter", "relu", "x")
    graph.add("long", "matmul", "x", "x")
    graph.add("out", "add", "short", "long")
    graph.outputs = ["out"]
    return graph


def test_lowering_numbers_registers_in_graph_order(graph):
    instructions = lower(graph)
    assert [entry.target for entry in instructions] == [0, 1, 2, 3, 4]
    assert instructions[4] == Instruction("add", 4, (1, 3), 4)


def test_long_instructions_start_early(graph):
    ops = [entry.op for entry in lower(graph, scheduled=True)]
    assert ops == ["input", "matmul", "neg", "add", "relu"]


def test_schedule_is_no_slower(graph):
    instructions = lower(graph)
    assert makespan(schedule(instructions)) <= makespan(instructions)
    assert critical_paths(instructions)[3] == 36


def test_instructions_that_wait_for_each_other_are_refused():
    loop = [Instruction("neg", 0, (1,), 2), Instruction("neg", 1, (0,), 2)]
    with pytest.raises(ValueError, match="wait for each other"):
        schedule(loop)


def test_fusion_gain_is_zero_when_the_model_fails(graph, monkeypatch):
    def broken(instructions):
        raise ValueError("no model")

    monkeypatch.setattr(kernel_pytorch.legacy, "fusion", types.SimpleNamespace(estimate_gain=broken), raising=False)
    assert fusion_gain(lower(graph)) == 0.0
