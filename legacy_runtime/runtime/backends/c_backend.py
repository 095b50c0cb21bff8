"""One kernel of csrc/ for one node."""

import ctypes
from pathlib import Path

import numpy as np

from runtime.backends import register_backend
from runtime.ir import DType, OpType
from runtime.planner import _extras, register_scratch

MAX_INPUTS = 8
MAX_DIMS = 6
MAX_EXTRAS = 8
ABI = 7  # csrc/ops.h

LIBRARY = Path(__file__).parent.parent.parent / "csrc" / "build" / "libruntime.so"

_lib = None


class Step(ctypes.Structure):
    """rt_step in csrc/ops.h"""

    _fields_ = [
        ("op", ctypes.c_int32),
        ("n_inputs", ctypes.c_int32),
        ("inputs", ctypes.c_void_p * MAX_INPUTS),
        ("out", ctypes.c_void_p),
        ("in_rank", ctypes.c_int32 * MAX_INPUTS),
        ("out_rank", ctypes.c_int32),
        ("in_shape", (ctypes.c_int64 * MAX_DIMS) * MAX_INPUTS),
        ("out_shape", ctypes.c_int64 * MAX_DIMS),
        ("extras", ctypes.c_int64 * MAX_EXTRAS),
        ("fextras", ctypes.c_float * 2),
    ]


def load_library():
    global _lib
    if _lib is None:
        if not LIBRARY.exists():
            raise ImportError("%s is not built, run: make -C csrc" % LIBRARY)
        lib = ctypes.CDLL(str(LIBRARY))
        if lib.rt_abi() != ABI:
            raise ImportError("%s is of another version, run: make -C csrc clean all" % LIBRARY)
        _lib = lib
    return _lib


def fill_step(step, node, extras=None):
    """Everything but the addresses."""
    if len(node.inputs) > MAX_INPUTS:
        raise ValueError("%r has %d inputs, kernels take %d" % (node, len(node.inputs), MAX_INPUTS))
    step.op = int(node.op)
    step.n_inputs = len(node.inputs)
    step.out_rank = len(node.shape)
    for d, size in enumerate(node.shape):
        step.out_shape[d] = size
    for k, given in enumerate(node.inputs):
        step.in_rank[k] = len(given.shape)
        for d, size in enumerate(given.shape):
            step.in_shape[k][d] = size
    ints, floats = extras if extras is not None else _extras(node)
    for i, value in enumerate(ints):
        step.extras[i] = value
    for i, value in enumerate(floats):
        step.fextras[i] = value


def supports(node):
    """Kernels are for float32. Only ids are whole numbers."""
    if max([len(node.shape)] + [len(i.shape) for i in node.inputs]) > MAX_DIMS:
        return False
    if node.op == OpType.EMBEDDING:
        return node.inputs[1].dtype == DType.I64 and node.dtype == DType.F32
    return all(n.dtype == DType.F32 for n in [node] + node.inputs)


@register_backend("c")
class CBackend:
    name = "c"

    def has(self, node):
        return supports(node) and hasattr(load_library(), f"kernel_{node.op.name.lower()}")

    def run(self, node, arrays):
        from runtime.planner import _scratch_size

        lib = load_library()
        op = node.op.name.lower()
        kernel = getattr(lib, f"kernel_{op}")
        step = Step()
        fill_step(step, node)
        arrays = [np.ascontiguousarray(a) for a in arrays]
        out = np.empty(node.shape, node.dtype.numpy)
        scratch = np.empty(max(_scratch_size(node), 1), np.uint8)
        for k, a in enumerate(arrays):
            step.inputs[k] = a.ctypes.data
        step.out = out.ctypes.data
        code = kernel(ctypes.byref(step), ctypes.c_void_p(scratch.ctypes.data))
        if code != 0:
            raise RuntimeError("kernel_%s failed for %r" % (op, node))
        return out


# Scratch of the kernels. They are here because only C needs it.


@register_scratch(OpType.MATMUL)
def _matmul_scratch(node):
    shape = node.inputs[0].shape
    inner = shape[-2] if node.attrs.get("transpose_a") else shape[-1]
    return inner * 4


@register_scratch(OpType.LINEAR)
def _linear_scratch(node):
    return node.inputs[0].shape[-1] * 4
