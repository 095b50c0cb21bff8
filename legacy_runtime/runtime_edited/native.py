"""The compiled kernels: found, checked against what Python believes of them, and called."""

from __future__ import annotations

import ctypes
import os
from functools import cache
from pathlib import Path

from runtime_edited.abi import OPS, abi
from runtime_edited.ops import MAX_RANK

MAX_INPUTS = 8
MAX_INTS = 16
MAX_FLOATS = 4
BLAS_LARGEST = 1 << 30
CSRC = Path(__file__).parent.parent / "csrc_edited"


class Array(ctypes.Structure):
    """`rt_array` of csrc_edited/runtime.h."""

    _fields_ = (
        ("data", ctypes.c_void_p),
        ("shape", ctypes.c_int64 * MAX_RANK),
        ("count", ctypes.c_int64),
        ("rank", ctypes.c_int32),
        ("dtype", ctypes.c_int32),
    )


class Step(ctypes.Structure):
    """`rt_step`."""

    _fields_ = (
        ("op", ctypes.c_int32),
        ("n_inputs", ctypes.c_int32),
        ("out", Array),
        ("in", Array * MAX_INPUTS),
        ("ints", ctypes.c_int64 * MAX_INTS),
        ("floats", ctypes.c_double * MAX_FLOATS),
        ("packed", ctypes.c_void_p),
    )


class Patch(ctypes.Structure):
    """`rt_patch`."""

    _fields_ = (
        ("step", ctypes.c_int32),
        ("slot", ctypes.c_int32),
        ("buffer", ctypes.c_int64),
        ("offset", ctypes.c_int64),
    )


class Program(ctypes.Structure):
    """`rt_program`."""

    _fields_ = (
        ("abi", ctypes.c_uint32),
        ("n_steps", ctypes.c_int32),
        ("n_patches", ctypes.c_int32),
        ("threads", ctypes.c_int32),
        ("steps", ctypes.POINTER(Step)),
        ("patches", ctypes.POINTER(Patch)),
        ("scratch", ctypes.c_void_p),
        ("scratch_size", ctypes.c_int64),
    )


LAYOUT = (Array, Step, Patch, Program)
"""The structs whose sizes and offsets `rt_layout` tells, in its order."""


class NotBuilt(ImportError):
    """The kernels are not there, or not those of this source: the message says what to type."""


@cache
def library() -> ctypes.CDLL:
    """The kernels. Raises NotBuilt where they are missing or were built from another source.

    `RT_LIBRARY` names another file than csrc_edited/build/libruntime.so; `RT_ISA` a lesser instruction set than the best one,
    `RT_BLAS` a CBLAS to be used for products in float32, or `auto` for the one that is to be had.
    """
    named = os.environ.get("RT_LIBRARY")
    suffix = ".dylib" if os.uname().sysname == "Darwin" else ".so"
    path = Path(named) if named else CSRC / "build" / f"libruntime{suffix}"
    if not path.exists():
        raise NotBuilt(f"the kernels are not built ({path} is not there): make -C {CSRC}")
    try:
        found = ctypes.CDLL(str(path))
        _check_source(found, path)
        _declare(found)
    except OSError as error:
        raise NotBuilt(f"{path} does not load ({error}): make -C {CSRC} clean all") from error
    except AttributeError as error:
        raise NotBuilt(f"{path} was built from another source ({error}): make -C {CSRC} clean all") from error
    _check_machine(found, path)
    if asked := os.environ.get("RT_BLAS"):
        bind_blas(found, blas_path() if asked == "auto" else asked)
    return found


def _check_source(found: ctypes.CDLL, path: Path) -> None:
    found.rt_abi.restype = ctypes.c_uint32
    if found.rt_abi() != abi():
        raise NotBuilt(
            f"{path} was built from another source (ABI {found.rt_abi():08x}, {abi():08x} is wanted): make -C {CSRC}"
        )


def _declare(found: ctypes.CDLL) -> None:
    pointer, i32, i64 = ctypes.c_void_p, ctypes.c_int32, ctypes.c_int64
    found.rt_isa.restype = ctypes.c_char_p
    found.rt_layout.argtypes = (ctypes.POINTER(i64), i32)
    found.rt_has_kernel.argtypes = (i32,)
    found.rt_packed_size.argtypes = (i64, i64, i32)
    found.rt_packed_size.restype = i64
    found.rt_pack.argtypes = (pointer, pointer, i64, i64, i32, i32)
    found.rt_pack.restype = None
    found.rt_run.argtypes = (pointer, pointer)
    found.rt_use_blas.argtypes = (ctypes.c_char_p,)
    found.rt_blas_core.restype = ctypes.c_char_p
    found.rt_blas_sgemm.argtypes = (i32, i32, i32, i64, i64, i64, ctypes.c_float, pointer, pointer, pointer)
    found.rt_blas_sgemm.restype = None
    found.rt_time.argtypes = (pointer, pointer, i32, ctypes.POINTER(ctypes.c_double))


def _check_machine(found: ctypes.CDLL, path: Path) -> None:
    wanted: list[int] = []
    for struct in LAYOUT:
        wanted += [ctypes.sizeof(struct), *(getattr(struct, name).offset for name, *_ in struct._fields_)]
    told = (ctypes.c_int64 * len(wanted))()
    if found.rt_layout(told, len(wanted)) != len(wanted) or list(told) != wanted:
        raise NotBuilt(f"{path} lays out its structs otherwise than runtime_edited/native.py says: make -C {CSRC} clean all")
    if found.rt_isa() is None:
        raise NotBuilt(
            f"RT_ISA={os.environ.get('RT_ISA')} is not to be had here: portable always is, avx2 and avx512 where the CPU has them"
        )


def blas_path() -> str:
    """The CBLAS to be had here: of the wheel scipy-openblas32, else of the system. Raises NotBuilt where there is none."""
    from ctypes.util import find_library  # imports subprocess: only where it is wanted
    from importlib.util import find_spec

    wheel = find_spec("scipy_openblas32")
    for folder in (wheel.submodule_search_locations if wheel is not None else None) or ():
        for path in sorted(Path(folder, "lib").glob("libscipy_openblas.*")):
            return str(path)
    for name in ("openblas", "cblas", "blas"):
        if found := find_library(name):
            return found
    raise NotBuilt("RT_BLAS=auto finds no CBLAS: pip install scipy-openblas32, or RT_BLAS=path")


def bind_blas(found: ctypes.CDLL, path: str | None) -> None:
    """Let products that are not packed be computed by the CBLAS at `path`; None: by our own kernels again.

    A session packs no float32 weights while one is bound, and is to be run only while one is.
    """
    failed = found.rt_use_blas(None if path is None else os.fsencode(path))
    if failed:
        wrong = "does not load" if failed == -1 else "has no cblas_sgemm for sizes of 32 bits"
        raise NotBuilt(f"RT_BLAS: {path} {wrong}")


def blas() -> str:
    """Which kernels of a CBLAS are in use, as it calls them; empty where ours are."""
    found = library()
    return (found.rt_blas_core().decode() or "unknown") if found.rt_blas_in_use() else ""


def isa() -> str:
    """The instruction set in use: portable, avx2 or avx512."""
    return str(library().rt_isa().decode())


@cache
def kernels() -> frozenset[int]:
    """The ops, by number, that have a kernel."""
    return frozenset(op for op in range(OPS) if library().rt_has_kernel(op))
