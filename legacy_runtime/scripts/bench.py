#!/usr/bin/env python
"""How long a transformer block takes with each engine of config/engines.json.

    PYTHONPATH=. python scripts/bench.py [--width 64] [--tokens 16] [--times 50]
"""

import argparse
import importlib
import json
import time
from pathlib import Path

import numpy as np

from runtime.ir import DType, Graph, OpType
from runtime.passes import run_passes
from runtime.planner import make_plan

CONFIG = Path(__file__).parent.parent / "config" / "engines.json"


def block(width, tokens, heads=4):
    """Attention and MLP of a transformer, with their residuals."""
    rng = np.random.default_rng(0)
    graph = Graph()

    def weight(*shape):
        return graph.constant("w", rng.standard_normal(shape, dtype=np.float32) / np.float32(np.sqrt(shape[-1])))

    def linear(x, columns):
        return graph.add(
            OpType.LINEAR,
            [x, weight(columns, x.shape[-1]), weight(columns)],
            {"transpose_w": True, "bias": True},
        )

    def norm(x):
        return graph.add(OpType.LAYER_NORM, [x, weight(width), weight(width)], {"eps": 1e-5})

    def split_heads(x):
        x = graph.add(OpType.RESHAPE, [x], {"shape": (tokens, heads, width // heads)})
        return graph.add(OpType.TRANSPOSE, [x], {"order": (1, 0, 2)})

    x = graph.input("x", (tokens, width), DType.F32)
    h = norm(x)
    q, k, v = [split_heads(linear(h, width)) for _ in range(3)]
    scores = graph.add(OpType.MATMUL, [q, k], {"transpose_b": True, "alpha": (width // heads) ** -0.5})
    mixed = graph.add(OpType.MATMUL, [graph.add(OpType.SOFTMAX, [scores], {"axis": 2}), v])
    mixed = graph.add(OpType.TRANSPOSE, [mixed], {"order": (1, 0, 2)})
    mixed = graph.add(OpType.RESHAPE, [mixed], {"shape": (tokens, width)})
    x = graph.add(OpType.ADD, [x, linear(mixed, width)])
    h = graph.add(OpType.GELU_TANH, [linear(norm(x), 4 * width)])
    graph.outputs = [graph.add(OpType.ADD, [x, linear(h, width)])]
    return graph


def engine(name):
    """An executor as the configuration wants it."""
    settings = json.loads(CONFIG.read_text())["engines"][name]
    module, _, cls = settings["class"].rpartition(".")
    made = getattr(importlib.import_module(module), cls)(**settings["options"])
    return made, settings["compile"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--tokens", type=int, default=16)
    parser.add_argument("--times", type=int, default=50)
    args = parser.parse_args()

    graph = block(args.width, args.tokens)
    run_passes(graph)
    plan = make_plan(graph)
    x = np.random.default_rng(1).standard_normal((args.tokens, args.width), dtype=np.float32)
    for name in json.loads(CONFIG.read_text())["engines"]:
        executor, compiled = engine(name)
        program = executor.compile_plan(plan) if compiled else None
        best = float("inf")
        for _ in range(args.times):
            started = time.perf_counter()
            if compiled:
                executor.execute_compiled(program, [x])
            else:
                executor.execute(plan, [x])
            best = min(best, time.perf_counter() - started)
        print("%-12s %9.3f ms" % (name, 1e3 * best))


if __name__ == "__main__":
    main()
