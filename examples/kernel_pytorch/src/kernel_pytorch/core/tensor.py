"""A dense tensor on a flat list: the arithmetic of the reference paths, without any third-party import."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

try:
    import cupy
except ImportError:
    cupy = None

DTYPE_BITS = {"fp32": 32, "fp16": 16, "bf16": 16, "fp8": 8, "int8": 8, "int4": 4}


class Tensor:
    """Row-major values with a shape and the name of a storage type.

    Values are kept as Python floats whatever the storage type; `dtype` only decides how many bytes
    the tensor is said to take.
    """

    __slots__ = ("data", "dtype", "shape")

    def __init__(self, data: Iterable[float], shape: Sequence[int] | None = None, dtype: str = "fp32") -> None:
        self.data = [float(value) for value in data]
        self.shape = tuple(shape) if shape is not None else (len(self.data),)
        self.dtype = dtype
        if math.prod(self.shape) != len(self.data):
            raise ValueError(f"{len(self.data)} values do not fill shape {self.shape}")
        if dtype not in DTYPE_BITS:
            raise ValueError(f"unknown dtype {dtype!r}")

    @classmethod
    def zeros(cls, *shape: int, dtype: str = "fp32") -> Tensor:
        return cls([0.0] * math.prod(shape), shape, dtype)

    @classmethod
    def from_rows(cls, rows: Sequence[Sequence[float]], dtype: str = "fp32") -> Tensor:
        """A matrix from nested lists; rows of unequal length are refused."""
        width = len(rows[0]) if rows else 0
        if any(len(row) != width for row in rows):
            raise ValueError("rows differ in length")
        return cls([value for row in rows for value in row], (len(rows), width), dtype)

    @property
    def size(self) -> int:
        return len(self.data)

    @property
    def nbytes(self) -> int:
        return (self.size * DTYPE_BITS[self.dtype] + 7) // 8

    def rows(self) -> list[list[float]]:
        """The matrix as nested lists."""
        height, width = self._matrix_shape()
        return [self.data[i * width : (i + 1) * width] for i in range(height)]

    def reshape(self, *shape: int) -> Tensor:
        return Tensor(self.data, shape, self.dtype)

    def to(self, dtype: str) -> Tensor:
        return Tensor(self.data, self.shape, dtype)

    def map(self, function: Callable[[float], float]) -> Tensor:
        return Tensor([function(value) for value in self.data], self.shape, self.dtype)

    def transpose(self) -> Tensor:
        height, width = self._matrix_shape()
        return Tensor([self.data[i * width + j] for j in range(width) for i in range(height)], (width, height), self.dtype)

    def matmul(self, other: Tensor) -> Tensor:
        height, inner = self._matrix_shape()
        other_inner, width = other._matrix_shape()
        if inner != other_inner:
            raise ValueError(f"cannot multiply {self.shape} by {other.shape}")
        columns = other.transpose().rows()
        data = [sum(a * b for a, b in zip(row, column)) for row in self.rows() for column in columns]
        return Tensor(data, (height, width), self.dtype)

    def add(self, other: Tensor) -> Tensor:
        if self.shape != other.shape:
            raise ValueError(f"cannot add {self.shape} and {other.shape}")
        return Tensor([a + b for a, b in zip(self.data, other.data)], self.shape, self.dtype)

    def scale(self, factor: float) -> Tensor:
        return self.map(lambda value: value * factor)

    def allclose(self, other: Tensor, tolerance: float = 1e-9) -> bool:
        return self.shape == other.shape and all(abs(a - b) <= tolerance for a, b in zip(self.data, other.data))

    def to_cupy(self) -> object:
        """The same values as an array of cupy; raises RuntimeError where cupy is not installed."""
        if cupy is None:
            raise RuntimeError("cupy is not installed")
        return cupy.asarray(self.data).reshape(self.shape)

    def _matrix_shape(self) -> tuple[int, int]:
        if len(self.shape) != 2:
            raise ValueError(f"a matrix is needed, not shape {self.shape}")
        return self.shape[0], self.shape[1]

    def __repr__(self) -> str:
        return f"Tensor(shape={self.shape}, dtype={self.dtype!r})"
