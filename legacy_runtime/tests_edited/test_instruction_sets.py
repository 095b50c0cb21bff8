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

SCRIPT = Path(__file__).with_name("one_instruction_set.py")


def run(isa: str, target: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "RT_ISA": isa, "PYTHONPATH": str(Path(native.__file__).parents[1])}
    return subprocess.run(
        [sys.executable, str(SCRIPT), str(target)], env=environment, capture_output=True, text=True, check=False
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
    source.write_text("int execute_plan(void) { return 0; }\n")
    foreign = tmp_path / "libforeign.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", foreign, source], check=True)
    for path, said in (
        (library, r"built from another source \(ABI 00000001"),
        (foreign, "built from another source .*rt_"),
        (tmp_path / "none.so", "not built"),
    ):
        monkeypatch.setenv("RT_LIBRARY", str(path))
        native.library.cache_clear()
        with pytest.raises(native.NotBuilt, match=said) as raised:
            native.library()
        assert "make -C" in str(raised.value)
    monkeypatch.delenv("RT_LIBRARY")
    native.library.cache_clear()
    assert native.library().rt_abi() == abi()
