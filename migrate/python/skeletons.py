"""A skeleton that several pieces of code share, in the bytes of the first, with its holes and what each piece has in them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from migrate.python.bindings import Bindings, Use
from migrate.python.edits import Edit, Positions, apply_edits, newline_of
from migrate.python.holes import Facts
from migrate.python.indentation import indented

Level = Literal["exact", "plain", "renamed"]
Kind = Literal["literal", "name", "expression", "statements"]
Soft = Literal["annotation", "comment", "docstring"]
ATOMS = (ast.Name, ast.Constant, ast.Attribute, ast.Call, ast.Subscript, ast.List, ast.Dict, ast.Set, ast.ListComp,
         ast.SetComp, ast.DictComp, ast.JoinedStr)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Member:
    """One piece of code: a definition or another statement of a class's body, or a run of statements out of a function.

    Of a run, `around` are the local names of its function: they and those that the run binds may differ between members.
    """

    positions: Positions
    nodes: tuple[ast.stmt, ...]
    around: frozenset[str] | None = None

    @cached_property
    def _bindings(self) -> Bindings:
        return Bindings(ast.Module(list(self.nodes), []))

    @cached_property
    def local(self) -> frozenset[str]:
        """The names that may have another name in another member: bound in it, and never also meant from outside."""
        bindings = self._bindings
        inner, outer = set[str](self.around or ()), set[str]()
        for scope in bindings.scope_of.values():
            if scope.kind != "class" and (scope is not bindings.module or self.around is not None):
                inner |= scope.bindings.keys() - scope.globals
            outer |= scope.globals | scope.nonlocals
        outer |= {use.name.id for use in bindings.uses if use.quoted is None and not self._is_inner(use)}
        fixed = {alias.asname or alias.name.partition(".")[0] for node in self.nodes for alias in _aliases(node)}
        return frozenset(inner - outer - fixed)

    @cached_property
    def inside(self) -> frozenset[ast.Name]:
        """The names in it that mean something bound in it, or local around it."""
        return frozenset(use.name for use in self._bindings.uses if self._is_inner(use))

    def _is_inner(self, use: Use) -> bool:
        found = use.scope.lookup(use.name.id)
        if found is None or found is self._bindings.module:
            return self.around is not None and (found is not None or use.name.id in self.around)
        return found.kind != "class"

    @property
    def start(self) -> int:
        """The first byte of its first line, decorators included."""
        first = self.nodes[0]
        decorators: list[ast.expr] = getattr(first, "decorator_list", [])
        return self.positions.line_start(min([first.lineno, *(item.lineno for item in decorators)]))

    @property
    def end(self) -> int:
        """The byte after its last line."""
        return self.positions.line_start((self.nodes[-1].end_lineno or self.nodes[-1].lineno) + 1)

    @property
    def lines(self) -> int:
        """Its lines, blank ones and comments inside it too."""
        return self.positions.line_of(max(self.start, self.end - 1)) - self.positions.line_of(self.start) + 1

    def text(self, start: int, end: int) -> str:
        """Some of the file's text."""
        return self.positions.decode(self.positions.data[start:end])


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """What one member has in a hole: an expression, or a run of statements that may be empty."""

    nodes: tuple[ast.AST, ...]
    start: int
    end: int
    """Its span in the member's file; of statements, of their whole lines."""
    text: str
    """As it is written; of statements, indented as far as the first of them is less."""
    facts: Facts

    @property
    def lines(self) -> int:
        """How many lines it takes."""
        return self.text.count("\n") + (not self.text.endswith("\n")) if self.text else 0


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One place of a hole, with what each member has there. Spans lie in the members' files."""

    values: tuple[Value, ...]
    header: bool
    """It is evaluated when the definition is, not when it is called: a default."""
    last: bool
    """Nothing comes after it in the whole piece."""
    indent: bytes
    """How the lines of the first member's statements there are indented."""

    @property
    def span(self) -> tuple[int, int]:
        """Its place in the first member's file."""
        return self.values[0].start, self.values[0].end


@dataclass(frozen=True, slots=True, eq=False)
class Hole:
    """Where the members differ: the same values in each of its places."""

    kind: Kind
    places: tuple[Place, ...]

    @property
    def values(self) -> tuple[Value, ...]:
        """What each member has in the first place."""
        return self.places[0].values

    @property
    def doing(self) -> frozenset[str]:
        """What members do in it that only the function itself can do."""
        return frozenset(item for place in self.places for value in place.values for item in value.facts.doing)


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """What the members have in common, in the first one's own bytes."""

    members: tuple[Member, ...]
    holes: tuple[Hole, ...]
    renamed: tuple[dict[str, str], ...]
    """Of each member, its own local names by those of the first, where they differ."""
    soft: frozenset[Soft]
    """What differs as well, and is no hole."""

    @property
    def is_whole(self) -> bool:
        """Whether all members say the same, but for local names and what is `soft`."""
        return not self.holes

    @property
    def lines(self) -> int:
        """The lines of the first member without those that lie in holes altogether."""
        inside = (p.values[0].lines for h in self.holes if h.kind == "statements" for p in h.places)
        return self.members[0].lines - sum(inside)

    @property
    def saving(self) -> int:
        """The lines that go when one skeleton stands for all members, each filled with its holes' values once: a bound,
        before calls, hooks and headers are counted."""
        first = sum(member.lines for member in self.members)
        holes = sum(value.lines for hole in self.holes for value in hole.values)
        return first - self.lines - holes

    def edits(self, text_of: Callable[[Hole, Place], str]) -> list[Edit]:
        """The edits of the first member's file that put a text into each place. Statements are given without indentation."""
        at = self.members[0].positions
        newline = newline_of(at.data).decode()
        found = []
        for hole in self.holes:
            for place in hole.places:
                text = text_of(hole, place)
                if hole.kind == "statements":
                    indent = at.decode(place.indent)
                    text = indented(text, indent, newline)
                found.append(Edit(*place.span, at.encode(text)))
        return found

    def rendered(self, text_of: Callable[[Hole, Place], str]) -> str:
        """The first member's lines with these texts in the holes."""
        first = self.members[0]
        start, end = first.start, first.end
        edits = [Edit(e.start - start, e.end - start, e.text) for e in self.edits(text_of)]
        return first.positions.decode(apply_edits(first.positions.data[start:end], edits))

    def filled(self, member: int) -> str:
        """The skeleton with that member's values in its holes; other names, docstrings and annotations are the first one's."""

        def text_of(hole: Hole, place: Place) -> str:
            value = place.values[member]
            plain = hole.kind == "statements" or (isinstance(value.nodes[0], ATOMS) and "\n" not in value.text)
            return value.text if plain else f"({value.text})"

        return self.rendered(text_of)


def is_literal(node: ast.AST) -> bool:
    """Whether an expression is written out, and nobody can change what it gives."""
    match node:
        case ast.Constant():
            return True
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=ast.Constant(value=int() | float() | complex())):
            return True
        case ast.Tuple(elts=items):
            return all(map(is_literal, items))
    return False


def _aliases(node: ast.AST) -> Iterator[ast.alias]:
    return (part for part in ast.walk(node) if isinstance(part, ast.alias))
