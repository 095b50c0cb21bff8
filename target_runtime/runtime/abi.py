"""The numbers that Python and C must agree on, written as the C header: `python -m runtime.abi > csrc/ops.h`."""

from __future__ import annotations

from zlib import crc32

from runtime.ir import DType, OpType
from runtime.ops import ACTIVATIONS, MAX_RANK

OPS = 128
"""The length of the kernels' table."""
VERSION = 1
"""Counted up when the structs of csrc/runtime.h change."""


def numbers() -> dict[str, int]:
    """Every name of the header with its number."""
    found = {op.name: int(op) for op in OpType if not op.fold_only}
    found |= {dtype.name: int(dtype) for dtype in DType}
    found |= {f"ACT_{name.upper() or 'NONE'}": at for at, name in enumerate(ACTIVATIONS)}
    return found


def abi() -> int:
    """A hash of all numbers and of the version of the structs: a library with another one is refused."""
    return crc32(repr((VERSION, MAX_RANK, OPS, sorted(numbers().items()))).encode())


def header() -> str:
    """The text of csrc/ops.h."""
    lines = [
        "/* Generated from runtime/ir.py and runtime/ops.py: `python -m runtime.abi > csrc/ops.h`. Do not edit. */",
        "#ifndef RT_OPS_H",
    ]
    lines += ["#define RT_OPS_H", "", f"#define RT_ABI 0x{abi():08x}u", f"#define RT_OPS {OPS}", "", "enum {"]
    lines += [f"    RT_{name} = {number}," for name, number in numbers().items()]
    return "\n".join([*lines, "};", "", "#endif", ""])


if __name__ == "__main__":
    print(header(), end="")
