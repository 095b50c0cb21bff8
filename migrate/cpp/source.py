"""One C++ file: its bytes, its tree-sitter tree, and the functions that stand at the places somebody asks for."""

from __future__ import annotations

import importlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from migrate.errors import MigrateError

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Parser, Tree

    from migrate.cpp.bodies import Body
    from migrate.cpp.functions import Function

SUFFIXES = (".cpp", ".cc", ".cxx", ".c++", ".hpp", ".hh", ".hxx", ".h", ".inl", ".ipp", ".cu", ".cuh")
"""Files that are read as C++."""
INSTALL = "pip install 'migrate-plan[cpp]'"


class Span(NamedTuple):
    """The bytes from `start` to `end` (excluded)."""

    start: int
    end: int

    def of(self, data: bytes) -> bytes:
        """These bytes of the data."""
        return data[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Whether the other lies in this one, or is it."""
        return self.start <= other.start and other.end <= self.end


def span_of(node: Node) -> Span:
    """Where a node stands."""
    return Span(*node.byte_range)


class CppFile:
    """A C++ file, parsed on first use, once. Reading it never fails: what was not understood is in `errors`."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._bodies: dict[Span, Body] = {}

    @cached_property
    def tree(self) -> Tree:
        """The tree of the whole file. Raises MigrateError where tree-sitter is not installed."""
        return parser().parse(self.data)

    @cached_property
    def errors(self) -> tuple[Span, ...]:
        """Every place that the parser did not understand, in the order of the text."""
        return tuple(errors_in(self.tree.root_node))

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """Every function with a body, in the order of the text; those in a function's own classes are not among them."""
        from migrate.cpp.functions import all_functions

        return tuple(all_functions(self))

    def functions_at(self, places: Iterable[int]) -> tuple[Function, ...]:
        """The functions in which these bytes stand, each once, in the order of the text. No other subtree is looked at."""
        from migrate.cpp.functions import function_at

        found: list[Function] = []
        for place in sorted(set(places)):
            if found and place < found[-1].span.end:
                continue
            if (function := function_at(self, place)) is not None:
                found.append(function)
        return tuple(found)

    def body(self, function: Function, places: Sequence[int] | None = None) -> Body:
        """What the function does. It is read once, unless places are given (bytes, sorted).

        Then only what holds one of them is in the answer, with all that is around it: to find something in many functions.
        """
        from migrate.cpp.walk import read_body

        if places is not None:
            return read_body(self, function, places)
        if function.span not in self._bodies:
            self._bodies[function.span] = read_body(self, function)
        return self._bodies[function.span]

    def node(self, span: Span) -> Node:
        """The innermost named node around exactly these bytes, or the smallest that holds them."""
        node = self.tree.root_node.named_descendant_for_byte_range(span.start, max(span.start, span.end))
        assert node is not None
        return node

    def text(self, span: Span) -> str:
        """These bytes as text; what is not UTF-8 is spelled out."""
        return span.of(self.data).decode("utf-8", "backslashreplace")

    def line(self, place: int) -> int:
        """The number of the line, from 1, that holds this byte."""
        return bisect_right(self._line_starts, place)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts, at = [0], self.data.find(b"\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.data.find(b"\n", at + 1)
        return starts


def errors_in(node: Node) -> Iterator[Span]:
    """Every ERROR and every missing token below a node; only subtrees that have one are looked at.

    `T x = {}` as a default argument is parsed with a missing type; that is the grammar's weakness, and no error.
    """
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if here.is_error or here.is_missing:
            parent = here.parent
            if not (here.is_missing and parent is not None and parent.type == "compound_literal_expression"):
                yield span_of(here)
        elif here.has_error:
            waiting += reversed(here.children)


@lru_cache(maxsize=1)
def language() -> Language:
    """The C++ grammar. Raises MigrateError where it is not installed."""
    try:
        binding, grammar = importlib.import_module("tree_sitter"), importlib.import_module("tree_sitter_cpp")
    except ImportError as error:
        raise MigrateError(f"C++ is read with tree-sitter, and there is no `{error.name}`", INSTALL) from error
    found: Language = binding.Language(grammar.language())
    return found


@lru_cache(maxsize=1)
def parser() -> Parser:
    """The one parser of this process."""
    made: Parser = importlib.import_module("tree_sitter").Parser(language())
    return made
