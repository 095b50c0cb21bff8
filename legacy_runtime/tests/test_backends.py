import ctypes
import re
from pathlib import Path
from unittest import mock

import numpy as np
import pytest

from runtime.backends import BACKENDS, get_backend
from runtime.backends.c_backend import CBackend, load_library
from runtime.backends.numpy_backend import NumpyBackend
from runtime.ir import DType, Graph, OpType

CSRC = Path(__file__).parent.parent / "csrc"

# op, shapes of the inputs, attributes
CASES = [
    ("RELU", [(3, 5)], {}),
    ("TANH", [(3, 5)], {}),
    ("EXP", [(3, 5)], {}),
    ("NEG", [(7,)], {}),
    ("SIGMOID", [(3, 5)], {}),
    ("SILU", [(3, 5)], {}),
    ("GELU", [(3, 5)], {}),
    ("GELU_TANH", [(3, 5)], {}),
    ("ADD", [(3, 5), (5,)], {}),
    ("SUB", [(3, 1), (1, 5)], {}),
    ("MUL", [(2, 1, 5), (3, 1)], {}),
    ("DIV", [(3, 5), ()], {}),
    ("BIAS_RELU", [(2, 3, 5), (5,)], {}),
    ("SUM", [(2, 3, 4)], {"axes": (0, 2)}),
    ("MEAN", [(2, 3, 4)], {"axes": (-1,), "keep": True}),
    ("MAX", [(2, 3, 4)], {"axes": (1,)}),
    ("MATMUL", [(3, 4), (4, 5)], {}),
    ("MATMUL", [(2, 1, 4, 3), (6, 5, 4)], {"transpose_a": True, "transpose_b": True, "alpha": 0.5}),
    ("LINEAR", [(2, 3, 4), (5, 4), (5,)], {"transpose_w": True, "bias": True}),
    ("SOFTMAX", [(2, 3, 4)], {"axis": -1}),
    ("SOFTMAX", [(2, 3, 4)], {"axis": 1}),
    ("LAYER_NORM", [(3, 8), (8,), (8,)], {"eps": 1e-5}),
    ("LAYER_NORM", [(3, 8)], {"eps": 1e-5}),
    ("RESHAPE", [(2, 6)], {"shape": (3, 4)}),
    ("TRANSPOSE", [(2, 3, 4)], {"order": (2, 0, 1)}),
    ("SLICE", [(6, 4)], {"axis": 0, "start": 1, "stop": 6, "step": 2}),
    ("CONCAT", [(2, 3), (2, 1), (2, 4)], {"axis": 1}),
    ("EXPAND", [(3, 1)], {"shape": (2, 3, 4)}),
]


def make(name, shapes, attrs):
    rng = np.random.default_rng(2)
    graph = Graph()
    arrays = [rng.standard_normal(shape, dtype=np.float32) for shape in shapes]
    inputs = [graph.input("x%d" % i, a.shape, DType.F32) for i, a in enumerate(arrays)]
    return graph.add(getattr(OpType, name), inputs, attrs), arrays


@pytest.mark.parametrize("name, shapes, attrs", CASES)
def test_c_gives_what_numpy_gives(name, shapes, attrs):
    node, arrays = make(name, shapes, attrs)
    assert CBackend().has(node)
    found = CBackend().run(node, arrays)
    wanted = NumpyBackend().run(node, arrays)
    assert found.shape == wanted.shape == tuple(node.shape)
    np.testing.assert_allclose(found, wanted, atol=1e-5)


def test_sqrt_and_pow_of_what_is_positive():
    for name, shapes in (("SQRT", [(3, 5)]), ("POW", [(3, 5), ()])):
        node, arrays = make(name, shapes, {})
        arrays = [np.abs(a) for a in arrays]
        np.testing.assert_allclose(CBackend().run(node, arrays), NumpyBackend().run(node, arrays), atol=1e-5)


def test_nan_goes_through():
    node, arrays = make("RELU", [(4,)], {})
    found = CBackend().run(node, [np.array([np.nan, -1, 0, 1], np.float32)])
    np.testing.assert_array_equal(found, [np.nan, 0, 0, 1])


def test_every_op_has_a_kernel():
    lib = load_library()
    for op in OpType:
        if op in (OpType.INPUT, OpType.CONSTANT):
            continue
        assert hasattr(lib, f"kernel_{op.name.lower()}"), op
        assert hasattr(NumpyBackend, "_" + op.name.lower()), op


def test_op_numbers_are_those_of_ops_h():
    text = (CSRC / "ops.h").read_text()
    numbers = {name: int(n) for name, n in re.findall(r"#define OP_(\w+) (\d+)", text)}
    assert numbers == {op.name: int(op) for op in OpType}


def test_whole_numbers_are_for_numpy():
    graph = Graph()
    x = graph.input("x", (4,), DType.I64)
    node = graph.add(OpType.ADD, [x, x])
    assert not CBackend().has(node)
    assert NumpyBackend().has(node)


def test_a_kernel_that_fails_is_told():
    node, arrays = make("RELU", [(4,)], {})
    with mock.patch("runtime.backends.c_backend.fill_step"):
        lib = mock.Mock()
        lib.kernel_relu.return_value = -1
        with mock.patch("runtime.backends.c_backend.load_library", return_value=lib):
            with pytest.raises(RuntimeError, match="kernel_relu failed"):
                CBackend().run(node, arrays)


def test_backends_register_themselves():
    assert isinstance(get_backend("c"), CBackend)
    assert isinstance(get_backend("numpy"), NumpyBackend)
    assert BACKENDS["c"] is CBackend
    with pytest.raises(ImportError):
        get_backend("cuda")


def test_the_library_is_of_our_version():
    lib = ctypes.CDLL(str(CSRC / "build" / "libruntime.so"))
    header = (CSRC / "ops.h").read_text()
    assert lib.rt_abi() == int(re.search(r"#define RT_ABI (\d+)", header).group(1))
