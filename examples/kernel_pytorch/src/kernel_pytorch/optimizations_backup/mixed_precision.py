"""Run a chain of layers in mixed precision."""

from kernel_pytorch.optimizations.next_gen.ultra_precision import AdaptivePrecisionAllocator

from .graph_optimizer import GraphOptimizer


def run_chain(weights, x):
    recorder = GraphOptimizer()
    formats = AdaptivePrecisionAllocator().assign(weights)
    for name, weight in weights.items():
        recorder.record(name, 1.0)
        x = x.matmul(weight)
    return x, formats, recorder.regions()
