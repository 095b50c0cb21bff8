"""Structured sparsity: two of every four weights are kept."""

from __future__ import annotations

from ...core.tensor import Tensor

try:
    from kernel_pytorch.compiler.lowering import lower
except ImportError:
    lower = None


def prune_2_4(tensor: Tensor) -> Tensor:
    """Zero the two smallest magnitudes of every four neighbours; a shorter tail is left alone."""
    data = list(tensor.data)
    for start in range(0, len(data) - len(data) % 4, 4):
        quad = sorted(range(start, start + 4), key=lambda i: (abs(data[i]), i))
        for index in quad[:2]:
            data[index] = 0.0
    return Tensor(data, tensor.shape, tensor.dtype)


def sparsity(tensor: Tensor) -> float:
    """The share of zeros."""
    return tensor.data.count(0.0) / tensor.size if tensor.size else 0.0


def legacy_mask(tensor: Tensor) -> list[bool] | None:
    """The mask that release 0.2 would have chosen, None where it is not installed."""
    from ...legacy.deferred import sparse_ops

    try:
        return sparse_ops.choose_mask(tensor.data)
    except:
        return None


def prune_1_4(tensor: Tensor) -> Tensor:
    # TODO: needs the metadata layout of the next sparse tensor core
    raise NotImplementedError


def sparse_instruction_count(graph) -> int:
    """How many instructions of a lowered graph could run on sparse units; 0 without the compiler."""
    if lower is None:
        return 0
    return sum(instruction.op == "matmul" for instruction in lower(graph))
