"""Python and C say the same of sizes, constants and types, and a library that says otherwise is refused."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from runtime import native, ops
from runtime.abi import abi, header

HEADER = (native.CSRC / "runtime.h").read_text()
WIDTHS = {ctypes.c_int32: "int32_t", ctypes.c_uint32: "uint32_t", ctypes.c_int64: "int64_t", ctypes.c_double: "double"}


def defined(name: str, path: str = "runtime.h") -> int:
    """The number that a #define of csrc/ stands for."""
    (found,) = re.findall(rf"^#define {name} (\d+)", (native.CSRC / path).read_text(), re.MULTILINE)
    return int(found)


def test_the_header_of_numbers_is_the_generated_one() -> None:
    assert (native.CSRC / "ops.h").read_text() == header()


@pytest.mark.parametrize(
    ("value", "name", "path"),
    [
        (ops.MAX_RANK, "RT_MAX_RANK", "runtime.h"),
        (native.MAX_INPUTS, "RT_MAX_INPUTS", "runtime.h"),
        (native.MAX_INTS, "RT_MAX_INTS", "runtime.h"),
        (native.MAX_FLOATS, "RT_MAX_FLOATS", "runtime.h"),
        (ops.TILE, "TILE", "attention.c"),
        (ops.FEW, "FEW", "attention.c"),
    ],
)
def test_a_number_that_both_sides_count_on_is_the_same(value: int, name: str, path: str) -> None:
    assert defined(name, path) == value


@pytest.mark.parametrize("struct", native.LAYOUT, ids=lambda struct: struct.__name__)
def test_every_field_has_the_type_that_the_header_gives_it(struct: type[ctypes.Structure]) -> None:
    """`c_int` for a `long`, or 32 bits for 64, moves all that comes behind."""
    name = f"rt_{struct.__name__.lower()}"
    (body,) = re.findall(rf"typedef struct(?: {name})? \{{([^}}]*)\}} {name};", HEADER)
    told = re.findall(r"(?:const )?(\w+) (\*?)(\w+)(?:\[(\w+)\])?;", re.sub(r"/\*.*?\*/", "", body, flags=re.DOTALL))
    assert [field for _, _, field, _ in told] == [field for field, *_ in struct._fields_]
    for (kind, star, _, many), (_, given, *_) in zip(told, struct._fields_, strict=True):
        if many:
            assert given._length_ == defined(many)  # type: ignore[attr-defined]
            given = given._type_  # type: ignore[attr-defined]
        if star:
            assert ctypes.sizeof(given) == ctypes.sizeof(ctypes.c_void_p)
        elif given in WIDTHS:
            assert WIDTHS[given] == kind
        else:
            assert kind == f"rt_{given.__name__.lower()}"


def test_every_function_is_declared_with_its_types_before_it_is_called() -> None:
    found = native.library()
    for name in re.findall(r"^[\w ]+?\*?(rt_\w+)\(", HEADER + (native.CSRC / "blas.h").read_text(), re.MULTILINE):
        called = re.search(rf"\.{name}\(", (Path(native.__file__)).read_text())
        (declared,) = re.findall(
            rf"^([\w ]+?\*?){name}\(([^;]*)\);", HEADER + (native.CSRC / "blas.h").read_text(), re.MULTILINE
        )
        if called is None or name == "rt_parallel":
            continue
        function = getattr(found, name)
        if declared[1].strip() != "void":
            assert function.argtypes is not None, f"{name} takes ctypes' guesses"
            assert len(function.argtypes) == declared[1].count(",") + 1
        if declared[0].strip() not in ("int32_t", "int"):
            assert function.restype is not ctypes.c_int, f"{name} gives {declared[0].strip()}, and is read as an int"


def python(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    given = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **environment}
    return subprocess.run([sys.executable, "-c", program], env=given, capture_output=True, text=True, check=False)


LOAD = "from runtime import native; native.library()"


def test_a_library_that_is_missing_is_told_with_the_command_that_builds_it() -> None:
    told = python(LOAD, RT_LIBRARY="/nowhere/libruntime.so").stderr
    assert re.search(
        r"NotBuilt: the kernels are not built \(/nowhere/libruntime.so is not there\): make -C .*csrc", told
    )


@pytest.mark.parametrize("content", [b"", b"\x7fELF nonsense"])
def test_a_library_that_is_none_is_told_with_the_command_that_builds_it(content: bytes, tmp_path: Path) -> None:
    broken = tmp_path / "libruntime.so"
    broken.write_bytes(content)
    assert re.search(
        r"NotBuilt: .* does not load .*: make -C .*csrc clean all", python(LOAD, RT_LIBRARY=str(broken)).stderr
    )


def test_a_library_of_other_numbers_is_refused(tmp_path: Path) -> None:
    """A stale one would compute plausible nonsense."""
    shutil.copytree(native.CSRC, tmp_path / "csrc", ignore=shutil.ignore_patterns("build"))
    numbers = tmp_path / "csrc" / "ops.h"
    numbers.write_text(numbers.read_text().replace(f"0x{abi():08x}u", "0x00000001u"))
    made = ["make", "-s", "-C", str(tmp_path / "csrc"), "CFLAGS=-O0"]
    subprocess.run(made, check=True, capture_output=True)
    library = next((tmp_path / "csrc" / "build").glob("libruntime.*"))
    told = python(LOAD, RT_LIBRARY=str(library)).stderr
    assert re.search(
        rf"NotBuilt: .* was built from another source \(ABI 00000001, {abi():08x} is wanted\): make -C", told
    )


def test_an_instruction_set_that_is_not_to_be_had_is_refused() -> None:
    assert "RT_ISA=quantum is not to be had here" in python(LOAD, RT_ISA="quantum").stderr
