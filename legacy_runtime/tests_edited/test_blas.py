"""A CBLAS bound at load: the same products as our own kernels, on request only; the library itself needs none."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from runtime_edited import Session, native
from runtime_edited.executor.programs import address, one_step
from runtime_edited.ir import DType, Graph, Node, OpType
from runtime_edited.ops import ACTIVATIONS, OPS

RNG = np.random.default_rng(0)
ROOT = Path(__file__).parents[1]


def library_path() -> str:
    return os.environ.get("RT_LIBRARY") or str(native.library()._name)


@pytest.fixture
def blas() -> Iterator[str]:
    """Products go by the CBLAS that is to be had, for one test."""
    native.bind_blas(native.library(), native.blas_path())
    yield native.blas()
    native.bind_blas(native.library(), None)


def randn(*shape: int) -> np.ndarray:
    return RNG.standard_normal(shape, dtype=np.float32)


def product(op: OpType, arrays: list[np.ndarray], attrs: dict[str, object]) -> tuple[Node, list[np.ndarray]]:
    graph = Graph()
    nodes = [graph.constant("given", array) if op is OpType.LINEAR and at == 1 else
             graph.input("given", array.shape, DType.F32) for at, array in enumerate(arrays)]  # fmt: skip
    return graph.add(op, nodes, attrs), arrays


def sgemm(a: np.ndarray, b: np.ndarray, threads: int = 1) -> np.ndarray:
    """By the CBLAS itself."""
    out = np.full((len(a), b.shape[1]), np.nan, np.float32)
    where = (address(a), address(b), address(out))
    native.library().rt_blas_sgemm(threads, 0, 0, len(a), b.shape[1], len(b), 1.0, *where)
    return out


@pytest.mark.parametrize(
    ("rows", "inner", "columns"), [(1, 768, 2304), (16, 768, 768), (33, 100, 57), (257, 3072, 70), (5, 1, 1)]
)
def test_our_products_are_those_of_a_blas(blas: str, rows: int, inner: int, columns: int) -> None:
    x, weight = randn(rows, inner), randn(inner, columns)
    reference = sgemm(x, weight)
    native.bind_blas(native.library(), None)
    ours = one_step(*product(OpType.LINEAR, [x, weight], {}), {}, 2)
    np.testing.assert_allclose(ours, reference, atol=3e-6 * inner**0.5 * 4, rtol=1e-5)
    exact = x.astype(np.float64) @ weight.astype(np.float64)
    assert np.abs(ours - exact).max() <= 8 * np.abs(reference - exact).max() + 1e-6  # one chain of sums along all of k


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("transposed", [False, True])
@pytest.mark.parametrize("columns", [1, 31, 64, 70])
def test_a_linear_by_blas_has_its_whole_epilogue(blas: str, activation: str, transposed: bool, columns: int) -> None:
    weight = randn(columns, 24) if transposed else randn(24, columns)
    attrs = {"transpose_w": transposed, "bias": True, "residual": True, "alpha": 0.5, "activation": activation}
    node, arrays = product(OpType.LINEAR, [randn(3, 5, 24), weight, randn(columns), randn(3, 5, columns)], attrs)
    wanted = OPS[OpType.LINEAR].evaluate(arrays, node.attrs)  # type: ignore[misc]
    np.testing.assert_allclose(one_step(node, arrays, {}, 2), wanted, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("transpose_a", [False, True])
@pytest.mark.parametrize("transpose_b", [False, True])
@pytest.mark.parametrize(("left", "right"), [((), ()), ((2, 3), (2, 3)), ((2, 1), (3,)), ((), (4,))])
def test_batched_products_by_blas_broadcast(
    blas: str, transpose_a: bool, transpose_b: bool, left: tuple[int, ...], right: tuple[int, ...]
) -> None:
    a = randn(*left, *((6, 7) if transpose_a else (7, 6)))
    b = randn(*right, *((9, 6) if transpose_b else (6, 9)))
    attrs = {"transpose_a": transpose_a, "transpose_b": transpose_b, "alpha": -2.0}
    node, arrays = product(OpType.MATMUL, [a, b], attrs)
    wanted = OPS[OpType.MATMUL].evaluate(arrays, attrs)  # type: ignore[misc]
    np.testing.assert_allclose(one_step(node, arrays, {}, 1), wanted, atol=1e-5, rtol=1e-5)


def layers() -> Graph:
    graph = Graph()
    x = graph.input("x", (9, 40), DType.F32)
    rng = np.random.default_rng(1)
    weights = [graph.constant("w", rng.standard_normal(shape, dtype=np.float32)) for shape in ((40, 90), (90, 30))]
    hidden = graph.add(OpType.LINEAR, [x, weights[0]], {"activation": "silu"})
    graph.outputs = [graph.add(OpType.LINEAR, [hidden, weights[1]])]
    return graph


@pytest.mark.parametrize("weights", ["f32", "bf16", "i8"])
def test_a_session_by_blas_gives_what_one_by_our_kernels_gives(weights: str, blas: str) -> None:
    x = randn(9, 40)
    found = Session(layers(), weights=weights).run(x)
    native.bind_blas(native.library(), None)
    np.testing.assert_allclose(found, Session(layers(), weights=weights).run(x), atol=1e-4, rtol=1e-4)


def python(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    given = {name: value for name, value in os.environ.items() if not name.startswith(("RT_BLAS", "OPENBLAS"))}
    given |= {"PYTHONPATH": str(ROOT), **environment}
    return subprocess.run([sys.executable, "-c", program], env=given, capture_output=True, text=True, check=False)


CORE = "from runtime_edited import native; print(native.blas())"


def test_no_blas_is_used_unless_one_is_asked_for() -> None:
    assert native.blas() == ""
    assert python(CORE).stdout == "\n"
    assert python(CORE, RT_BLAS="auto").stdout.strip()
    assert python(CORE, RT_BLAS=native.blas_path()).stdout.strip()


def test_openblas_is_told_to_use_avx512_on_amd_unless_the_user_says_otherwise() -> None:
    told = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    amd = "AuthenticAMD" in told and "avx512dq" in told
    found = python(CORE, RT_BLAS="auto").stdout.strip()
    assert (found == "SkylakeX") is amd or "GenuineIntel" in told
    if "avx2" in told:
        assert python(CORE, RT_BLAS="auto", OPENBLAS_CORETYPE="Haswell").stdout.strip() == "Haswell"


@pytest.mark.parametrize(("path", "said"), [
    ("/nowhere/libblas.so", "RT_BLAS: /nowhere/libblas.so does not load"), ("", "has no cblas_sgemm for sizes of 32 bits"),
])  # fmt: skip
def test_what_is_no_blas_is_refused_by_its_path(path: str, said: str) -> None:
    found = python(CORE, RT_BLAS=path or library_path())
    assert found.returncode == 1
    assert "NotBuilt" in found.stderr
    assert said in found.stderr


def test_the_library_by_itself_loads_no_blas_and_leaves_no_symbol_open() -> None:
    ctypes.CDLL(library_path(), mode=os.RTLD_NOW)
    program = (
        f"import ctypes, os; ctypes.CDLL({library_path()!r}, mode=os.RTLD_NOW);"
        "print([line for line in open('/proc/self/maps') if 'blas' in line.lower()])"
    )
    assert python(program).stdout == "[]\n"


def test_python_and_c_agree_on_how_large_a_product_a_blas_takes() -> None:
    assert f"(int64_t)1 << {native.BLAS_LARGEST.bit_length() - 1})" in (native.CSRC / "blas.h").read_text()
