"""Every instruction set gives the same results within a tolerance, and any number of threads the same bits."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from runtime_edited import native
from runtime_edited.abi import abi, header
from runtime_edited.native import CSRC

SETS = ("portable", "avx2", "avx512")

SCRIPT = """
import sys
import numpy as np
from runtime_edited.executor import CompiledExecutor
from runtime_edited.ir import DType, Graph, OpType

rng = np.random.default_rng(0)


def random(*shape):
    return rng.standard_normal(shape, dtype=np.float32)


graph = Graph()
x = graph.input("x", (3, 50, 96), DType.F32)
norm = graph.add(OpType.LAYER_NORM, [x, graph.constant("w", random(96)), graph.constant("b", random(96))], {"eps": 1e-5})
qkv = graph.add(OpType.LINEAR, [norm, graph.constant("m", random(96, 288) / 10)], {})
heads = {"layout": "bshd", "heads": 6, "kv_heads": 6, "head_size": 16, "at": (0, 96, 192), "causal": True, "scale": 0.25}
mixed = graph.add(OpType.ATTENTION, [qkv, qkv, qkv], heads)
for activation in ("gelu", "gelu_tanh", "silu", "tanh", "sigmoid", "relu"):
    weight = graph.constant("n", random(96, 96) / 10)
    mixed = graph.add(OpType.LINEAR, [mixed, weight, x], {"activation": activation, "residual": True})
graph.outputs = [graph.add(OpType.SOFTMAX, [mixed], {"axis": 2}), mixed]
inputs = [random(3, 50, 96)]
found = [CompiledExecutor(graph, threads).run(inputs) for threads in (1, 2, 3, 7)]
for other in found[1:]:
    for one, two in zip(found[0], other):
        np.testing.assert_array_equal(one, two)
np.savez(sys.argv[1], *found[0])
"""


def run(isa: str, target: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "RT_ISA": isa, "PYTHONPATH": str(Path(native.__file__).parents[1])}
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, str(target)], env=environment, capture_output=True, text=True, check=False
    )


def test_every_set_gives_the_same_within_a_tolerance_and_every_number_of_threads_the_same_bits(tmp_path: Path) -> None:
    here = SETS[: SETS.index(native.isa()) + 1]
    results = {}
    for isa in here:
        done = run(isa, tmp_path / f"{isa}.npz")
        assert done.returncode == 0, done.stderr
        results[isa] = np.load(tmp_path / f"{isa}.npz")
    for isa in here:
        for name in results["portable"]:
            np.testing.assert_allclose(results[isa][name], results["portable"][name], atol=2e-5, rtol=2e-5)


def test_a_set_that_is_not_there_is_refused_with_those_that_may_be(tmp_path: Path) -> None:
    done = run("mmx", tmp_path / "none.npz")
    assert done.returncode != 0
    assert "RT_ISA=mmx is not to be had here: portable always is" in done.stderr


def test_the_header_is_what_python_would_write() -> None:
    assert (CSRC / "ops.h").read_text() == header()
    assert native.library().rt_abi() == abi()


def test_a_library_of_another_source_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = tmp_path / "stale.c"
    source.write_text("unsigned rt_abi(void) { return 1; }\n")
    names = ("rt_isa", "rt_layout", "rt_has_kernel", "rt_packed_size", "rt_pack", "rt_run", "rt_time")
    source.write_text(source.read_text() + "".join(f"int {name}(void) {{ return 0; }}\n" for name in names))
    library = tmp_path / "libstale.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True)
    for path, said in ((library, r"built from another source \(ABI 00000001"), (tmp_path / "none.so", "not built")):
        monkeypatch.setenv("RT_LIBRARY", str(path))
        native.library.cache_clear()
        with pytest.raises(native.NotBuilt, match=said) as raised:
            native.library()
        assert "make -C" in str(raised.value)
    monkeypatch.delenv("RT_LIBRARY")
    native.library.cache_clear()
    assert native.library().rt_abi() == abi()
