"""Run one graph on any number of threads, hold the results against each other, and save them: `one_instruction_set.py FILE`."""

import sys

import numpy as np
from runtime_edited.executor import CompiledExecutor
from runtime_edited.ir import DType, Graph, OpType

rng = np.random.default_rng(0)


def random(*shape):
    return rng.standard_normal(shape, dtype=np.float32)


graph = Graph()
x = graph.input("x", (3, 50, 96), DType.F32)
norm = graph.add(
    OpType.LAYER_NORM, [x, graph.constant("w", random(96)), graph.constant("b", random(96))], {"eps": 1e-5}
)
qkv = graph.add(OpType.LINEAR, [norm, graph.constant("m", random(96, 288) / 10)], {})
heads = {
    "layout": "bshd",
    "heads": 6,
    "kv_heads": 6,
    "head_size": 16,
    "at": (0, 96, 192),
    "causal": True,
    "scale": 0.25,
}
mixed = graph.add(OpType.ATTENTION, [qkv, qkv, qkv], heads)
for activation in ("gelu", "gelu_tanh", "silu", "tanh", "sigmoid", "relu"):
    weight = graph.constant("n", random(96, 96) / 10)
    mixed = graph.add(OpType.LINEAR, [mixed, weight, x], {"activation": activation, "residual": True})
graph.outputs = [graph.add(OpType.SOFTMAX, [mixed], {"axis": 2}), mixed]
inputs = [random(3, 50, 96)]
found = [CompiledExecutor(graph, threads).run(inputs) for threads in (1, 2, 3, 7)]
for other in found[1:]:
    for one, two in zip(found[0], other, strict=True):
        np.testing.assert_array_equal(one, two)
np.savez(sys.argv[1], *found[0])
