"""Sizes that are known only when an input comes: integers, symbols, and what `+`, `-`, `*` and an exact `//` make of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import prod
from typing import TypeAlias, Union

Monomial: TypeAlias = tuple[str, ...]
"""A product of symbols, sorted; `()` is the constant one."""


class Sym:
    """A polynomial in symbols with whole coefficients, never a plain integer: `make` gives an `int` where it can.

    Equal polynomials are equal and have one hash; they print as `2*b*s + 1`.
    """

    __slots__ = ("terms",)

    def __init__(self, terms: Mapping[Monomial, int]) -> None:
        self.terms = dict(sorted(terms.items(), key=lambda item: (-len(item[0]), item[0])))

    @staticmethod
    def named(name: str) -> Sym:
        """The symbol of that name."""
        return Sym({(name,): 1})

    @staticmethod
    def make(terms: Mapping[Monomial, int]) -> Dim:
        """The polynomial of these terms, as an integer where no symbol is left."""
        kept = {monomial: factor for monomial, factor in terms.items() if factor}
        return kept.get((), 0) if not kept.keys() - {()} else Sym(kept)

    @property
    def symbols(self) -> frozenset[str]:
        """The names in it."""
        return frozenset(name for monomial in self.terms for name in monomial)

    def at(self, sizes: Mapping[str, int]) -> int:
        """Its value. Raises KeyError for a symbol without a size."""
        return sum(factor * prod(sizes[name] for name in monomial) for monomial, factor in self.terms.items())

    def __add__(self, other: Dim) -> Dim:
        terms = dict(self.terms)
        for monomial, factor in _terms(other).items():
            terms[monomial] = terms.get(monomial, 0) + factor
        return Sym.make(terms)

    __radd__ = __add__

    def __neg__(self) -> Dim:
        return self * -1

    def __sub__(self, other: Dim) -> Dim:
        return self + other * -1

    def __rsub__(self, other: Dim) -> Dim:
        return self * -1 + other

    def __mul__(self, other: Dim) -> Dim:
        terms: dict[Monomial, int] = {}
        for one, factor in self.terms.items():
            for two, times in _terms(other).items():
                monomial = tuple(sorted(one + two))
                terms[monomial] = terms.get(monomial, 0) + factor * times
        return Sym.make(terms)

    __rmul__ = __mul__

    def __floordiv__(self, other: Dim) -> Dim:
        """The quotient by a single term. Raises ValueError where something would be left over."""
        divisor = _terms(other)
        if len(divisor) != 1:
            raise ValueError(f"({self}) // ({other}) cannot be told before the sizes are known")
        ((under, by),) = divisor.items()
        terms = {}
        for monomial, factor in self.terms.items():
            left = list(monomial)
            for name in under:
                if name not in left:
                    raise ValueError(f"({self}) // ({other}) is not whole for every size")
                left.remove(name)
            if factor % by:
                raise ValueError(f"({self}) // ({other}) is not whole for every size")
            terms[tuple(left)] = factor // by
        return Sym.make(terms)

    def __rfloordiv__(self, other: int) -> Dim:
        raise ValueError(f"{other} // ({self}) is not whole for every size")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sym) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(tuple(self.terms.items()))

    def __repr__(self) -> str:
        parts = []
        for monomial, factor in self.terms.items():
            shown = "*".join(([] if factor == 1 and monomial else [str(factor)]) + list(monomial))
            parts.append(shown)
        return " + ".join(parts).replace("+ -", "- ")


Dim: TypeAlias = Union[int, Sym]  # noqa: UP007 (`int | Sym` cannot be used before Sym is there)
Shape: TypeAlias = tuple[Dim, ...]


def count(shape: Iterable[Dim]) -> Dim:
    """How many elements an array of that shape has."""
    total: Dim = 1
    for dim in shape:
        total = total * dim
    return total


def resolve(shape: Iterable[Dim], sizes: Mapping[str, int]) -> tuple[int, ...]:
    """The shape in numbers. Raises KeyError for a symbol without a size."""
    return tuple(dim if isinstance(dim, int) else dim.at(sizes) for dim in shape)


def symbols(shape: Iterable[Dim]) -> frozenset[str]:
    """The symbols that a shape depends on."""
    return frozenset().union(*(dim.symbols for dim in shape if isinstance(dim, Sym)))


def _terms(value: Dim) -> dict[Monomial, int]:
    return {(): value} if isinstance(value, int) else value.terms
