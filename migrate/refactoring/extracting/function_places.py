"""Finds the places that a plan names: whole functions by dotted name, runs of statements by file, lines and digest."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from migrate.errors import nearest
from migrate.model import Location
from migrate.python.antiunification import Member
from migrate.python.bindings import Scope
from migrate.refactoring.calls.sites import is_overload
from migrate.refactoring.refused import Refused
from migrate.refactoring.snippets import digest
from migrate.refactoring.symbols import Function, find_symbol
from migrate.refactoring.units import first_line
from migrate.references.index import Index
from migrate.references.names import Module

RANGE = re.compile(r"(?P<path>.+\.pyi?):(?P<first>\d+)-(?P<last>\d+)(?:@(?P<digest>[0-9a-f]{8,64}))?")
DIGITS = 12


@dataclass(frozen=True, eq=False)
class Site:
    """A run of statements of one function: its whole body but for the docstring, or some statements of one block."""

    written: str
    """How the plan names it."""
    module: Module
    function: Function
    nodes: tuple[ast.stmt, ...]
    whole: bool

    @cached_property
    def scope(self) -> Scope:
        """The function's scope."""
        return self.module.bindings.scope_of[self.function]

    @cached_property
    def around(self) -> frozenset[str]:
        """The local names of the function, and of functions around it."""
        return frozenset(name for scope in self._functions for name in scope.bindings)

    @property
    def _functions(self) -> Iterator[Scope]:
        scope: Scope | None = self.scope
        while scope is not None:
            if scope.kind == "function":
                yield scope
            scope = scope.parent

    @cached_property
    def enclosing(self) -> frozenset[str]:
        """The local names of functions around the function."""
        outer = list(self._functions)[1:]
        return frozenset(name for scope in outer for name in scope.bindings if name not in self.scope.bindings)

    @property
    def in_class(self) -> bool:
        """Whether names with two underscores in front are mangled there."""
        scope: Scope | None = self.scope
        while scope is not None:
            if scope.kind == "class":
                return True
            scope = scope.parent
        return False

    @property
    def is_at_top(self) -> bool:
        """Whether the function stands at the top of its module."""
        return any(node is self.function for node in self.module.source.tree.body)

    @cached_property
    def member(self) -> Member:
        """The run, to be compared."""
        return Member(self.module.positions, self.nodes, self.around)

    @property
    def where(self) -> Location:
        """Where it begins."""
        return Location(self.module.path, first_line(self.nodes[0]), self.nodes[-1].end_lineno or 0, self.function.name)

    def at(self, node: ast.AST) -> Location:
        """The place of something in it."""
        return Location(self.module.path, getattr(node, "lineno", self.where.line), symbol=self.function.name)


def find_sites(index: Index, places: Sequence[str]) -> list[Site]:
    """The sites that a plan names, each another one. Raises Refused."""
    found: list[Site] = []
    for place in places:
        found.append(
            find_site(index, place, frozenset((site.module.path, site.where.line) for site in found if not site.whole))
        )
    return found


def find_site(index: Index, place: str, taken: Collection[tuple[PurePosixPath, int]] = ()) -> Site:
    """The site that a plan names. Raises Refused; a run whose lines have moved is found by its digest, where it is not
    one of those `taken`.
    """
    found = RANGE.fullmatch(place)
    if not found:
        return _function(index, place)
    path = PurePosixPath(found["path"])
    module = _module(index, path)
    first, last = int(found["first"]), int(found["last"])
    where = Location(path, first, last)
    if not found["digest"]:
        told = place_of(module, first, last)
        raise Refused(
            "unproven-place", f"{where}: lines alone say little when the file has changed", f"say `{told}`", where
        )
    for line in [first, *_shifted(module, first, last, found["digest"])]:
        if (path, line) not in taken and _digest(module, line, line + last - first).startswith(found["digest"]):
            return _run(module, place, line, line + last - first)
    now = f"the lines have the digest {_digest(module, first, last)[:DIGITS]} now"
    raise Refused("changed", f"{where} is not what the digest says", now, where)


def stands_there(index: Index, place: str) -> bool:
    """Whether the lines that a plan names still hold what it says, at the very place."""
    found = RANGE.fullmatch(place)
    if not found or not index.workspace.exists(PurePosixPath(found["path"])):
        return False
    module = _module(index, PurePosixPath(found["path"]))
    return _digest(module, int(found["first"]), int(found["last"])).startswith(found["digest"] or "·")


def holds_text(module: Module, node: ast.stmt, place: str) -> bool:
    """Whether the text that a plan names by lines and digest stands somewhere in that statement."""
    found = RANGE.fullmatch(place)
    count = int(found["last"]) - int(found["first"]) if found else 0
    lines = range(node.lineno, (node.end_lineno or node.lineno) - count + 1)
    return found is not None and any(
        _digest(module, line, line + count).startswith(found["digest"] or "·") for line in lines
    )


def place_of(module: Module, first: int, last: int) -> str:
    """How a plan names these lines of a file."""
    return f"{module.path}:{first}-{last}@{_digest(module, first, last)[:DIGITS]}"


def _module(index: Index, path: PurePosixPath) -> Module:
    if not index.workspace.exists(path):
        known = map(str, index.workspace.python_files())
        raise Refused("no-such-file", f"{path} is not there", nearest(str(path), known, "give a path below the root"))
    module = index.names.file(path)
    try:
        module.bindings, module.positions  # noqa: B018 (parses it)
    except SyntaxError as error:
        where = Location(path, error.lineno or 1)
        raise Refused("syntax-error", f"{path} cannot be parsed", "mend the file first", where) from error
    return module


def _digest(module: Module, first: int, last: int) -> str:
    return digest("\n".join(module.source.lines[first - 1 : last]))


def _shifted(module: Module, first: int, last: int, wanted: str) -> list[int]:
    """The lines where the same text begins now, the nearest first: texts that are equal are as good as each other."""
    found = [
        line
        for line in range(1, len(module.source.lines) - (last - first) + 1)
        if line != first and _digest(module, line, line + last - first).startswith(wanted)
    ]
    return sorted(found, key=lambda line: (abs(line - first), line))


def _function(index: Index, dotted: str) -> Site:
    symbol = find_symbol(index, dotted)
    if symbol.kind != "function" or len(symbol.nodes) > 1:
        what = "bound several times" if len(symbol.nodes) > 1 else f"a {symbol.kind}"
        raise Refused("no-function", f"`{dotted}` is {what}", "name one function or method, or lines", symbol.where)
    [node] = symbol.functions
    if is_overload(node):
        raise Refused("no-function", f"`{dotted}` is an overload", "name the implementation", symbol.where)
    body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
    if not body:
        raise Refused("empty", f"`{dotted}` has a docstring alone", "name a function that does something", symbol.where)
    site = Site(dotted, symbol.module, node, tuple(body), whole=True)
    _check_lines(site)
    return site


def _run(module: Module, written: str, first: int, last: int) -> Site:
    where = Location(module.path, first, last)
    function, block = _block_at(module.source.tree, first, last, None)
    if not block:
        hint = "name lines that begin and end with whole statements of one block"
        raise Refused("cut-statement", f"{where}: these lines are no whole statements of one block", hint, where)
    if function is None:
        raise Refused(
            "not-in-function", f"{where}: these lines stand in no function", "name lines of a function", where
        )
    if function.body[0] is block[0] and ast.get_docstring(function, clean=False) is not None:
        block = block[1:]
    if not block:
        raise Refused("empty", f"{where} is a docstring", "name lines that do something", where)
    site = Site(written, module, function, tuple(block), whole=False)
    _check_lines(site)
    return site


def _block_at(
    owner: ast.AST, first: int, last: int, function: Function | None
) -> tuple[Function | None, Sequence[ast.stmt]]:
    """The statements of one block that take these lines, all of them but for comments, and the function around."""
    if isinstance(owner, Function):
        function = owner
    elif isinstance(owner, ast.ClassDef):
        function = None
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        block = getattr(owner, field, None)
        for item in block if isinstance(block, list) else ():
            start, end = (first_line(item), item.end_lineno or 0) if isinstance(item, ast.stmt) else _lines(item)
            if start < first and end >= last:
                return _block_at(item, first, last, function)
            if isinstance(item, ast.stmt) and start == first and end > last:
                inner = _block_at(item, first, last, function)
                return inner if inner[1] else (function, ())
        touched = [item for item in block or () if isinstance(item, ast.stmt) and _touches(item, first, last)]
        if touched and field not in ("handlers", "cases"):
            fits = first_line(touched[0]) >= first and (touched[-1].end_lineno or 0) <= last
            return function, touched if fits else ()
    return function, ()


def _lines(node: ast.AST) -> tuple[int, int]:
    parts = [part for part in ast.walk(node) if isinstance(part, ast.stmt | ast.expr | ast.ExceptHandler | ast.pattern)]
    return min(part.lineno for part in parts), max(part.end_lineno or 0 for part in parts)


def _touches(node: ast.stmt, first: int, last: int) -> bool:
    return first_line(node) <= last and (node.end_lineno or 0) >= first


def _check_lines(site: Site) -> None:
    """Raise Refused where the run shares a line with something else."""
    at, data = site.module.positions, site.module.source.data
    start, first = site.member.start, site.nodes[0]
    decorators: list[ast.expr] = getattr(first, "decorator_list", [])
    begin = min([at.start(first), *(at.start(item) for item in decorators)])
    rest = data[at.end(site.nodes[-1]) : site.member.end].strip()
    if data[start:begin].strip(b" \t\f@") or (rest and not rest.startswith(b"#")):
        where = site.where
        raise Refused("shares-line", f"{where} shares a line with other code", "break that line first", where)


def check_apart(sites: Sequence[Site]) -> None:
    """Raise Refused where two sites overlap."""
    for count, one in enumerate(sites):
        for other in sites[:count]:
            together = one.module.path == other.module.path
            if together and one.member.start < other.member.end and other.member.start < one.member.end:
                raise Refused(
                    "overlap", f"{one.written} and {other.written} overlap", "name places that do not", one.where
                )
