"""Functions that are still to be written: told, made to say so when they are called, or linked to an issue."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import PurePosixPath

from migrate.model import Location
from migrate.python.edits import Edit, newline_of
from migrate.python.source import last_name
from migrate.python.stubs import bases_of, functions_in, is_excused, is_reported, nothing_in, stubs_of, todos_of
from migrate.refactoring.calls.methods import sites_of
from migrate.refactoring.calls.sites import find_function
from migrate.refactoring.draft import Draft
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import Function, find_symbol
from migrate.references.names import Module

TAG = re.compile(r"(#[^\S\n]*(?:TODO|FIXME))(\(([^)\n]*)\))?(:?)")
ABSTRACT = frozenset({"abstractmethod", "abstractproperty", "abstractclassmethod", "abstractstaticmethod"})
GLOB = re.compile(r"[*?\[]")


@dataclass(frozen=True)
class Wishes:
    """What is to become of which sites: globs of dotted names, the first that fits counts."""

    report: Sequence[str]
    raises: Mapping[str, str]
    """Glob → message; empty for one that names the function."""
    links: Mapping[str, str]
    """Glob → issue."""
    callers: bool
    """Whether a function that something in the tree calls may raise from now on."""


@dataclass(frozen=True)
class Site:
    """One function whose body does nothing."""

    module: Module
    node: Function
    inner: str
    """Its name in the module: `Class.method`."""
    body: str

    @property
    def dotted(self) -> str:
        """Its whole name."""
        return f"{self.module.name}.{self.inner}"

    @property
    def where(self) -> Location:
        """Its place."""
        return Location(self.module.path, self.node.lineno, symbol=self.inner)


class Unfinished:
    """The stubs of some files, and what the plan wants of each."""

    def __init__(self, draft: Draft, wishes: Wishes) -> None:
        self.draft = draft
        self.wishes = wishes
        self.rows: list[tuple[str, str, str, str]] = []

    def run(self, paths: Sequence[PurePosixPath]) -> None:
        """Do with each stub what is wished; a wish that fits nothing is refused. Every stub is told."""
        sites = {site.dotted: site for path in paths for site in self._reported(path)}
        for wished in [*self.wishes.raises, *self.wishes.links]:
            if not GLOB.search(wished) and wished not in sites:
                try:
                    site = self._named(wished)
                except Refused as error:
                    self.draft.refusals.append(error.refusal)
                else:
                    sites[site.dotted] = site
            elif not any(fnmatchcase(dotted, wished) for dotted in sites):
                self.draft.note(f"`{wished}` fits no stub")
        for site in sorted(sites.values(), key=lambda site: (site.module.path, site.node.lineno)):
            became = self._done(site)
            self.rows.append((site.dotted, str(site.where), site.body, became))
        if self.rows:
            self.draft.table(
                "Functions still to be written", ("function", "place", "body", "what became of it"), self.rows
            )

    def _reported(self, path: PurePosixPath) -> Iterator[Site]:
        data = self.draft.workspace.read(path)
        if path.suffix != ".py" or not (b"pass" in data or b"..." in data or b"NotImplementedError" in data):
            return
        module = self.draft.module(path)
        if module is None or not module.name:
            return
        todos = {row[0]: row[3] for row in todos_of(module.source)}
        nodes = {(node.lineno, inner): node for node, _, inner, _ in functions_in(module.source.tree)}
        for line, _, inner, owner, body, _, sure in stubs_of(module.source, todos):
            if is_reported(owner, sure, self._derived_from, path.parts):
                yield Site(module, nodes[line, inner], inner, body)

    @cached_property
    def _derived_from(self) -> set[str]:
        """The last names of all classes that others derive from."""
        found: set[str] = set()
        for path in self.draft.workspace.python_files():
            try:
                found |= bases_of(self.draft.index.names.file(path).source)
            except SyntaxError:
                continue
        return found

    def _named(self, dotted: str) -> Site:
        """The function of that name. Raises Refused for one that does something, or whose body is not its own business."""
        symbol = find_symbol(self.draft.index, dotted)
        for node, owner, inner, _ in functions_in(symbol.module.source.tree):
            if node in symbol.nodes:
                why = _not_ours(node, owner) or ("" if nothing_in(node) else "it does something")
                if why:
                    raise Refused(
                        "no-stub", f"{symbol.where}: `{dotted}` is no stub: {why}", "leave it out", symbol.where
                    )
                return Site(symbol.module, node, inner, nothing_in(node))
        raise Refused(
            "no-stub", f"{symbol.where}: `{dotted}` is no function of a module or class", "leave it out", symbol.where
        )

    def _done(self, site: Site) -> str:
        """What becomes of the stub, in words."""
        if any(fnmatchcase(site.dotted, glob) for glob in self.wishes.report):
            return "told"
        message, issue = _wish(self.wishes.raises, site), _wish(self.wishes.links, site)
        said = []
        if message is not None:
            said.append(self._raised(site, message or f"{site.inner} is not written yet"))
        if issue is not None:
            said.append(self._linked(site, issue))
        return ", ".join(said) or "told"

    def _raised(self, site: Site, message: str) -> str:
        at, statement = site.module.positions, site.node.body[-1]
        if site.body == "raise NotImplementedError" and isinstance(statement, ast.Raise):
            if isinstance(statement.exc, ast.Call) and (statement.exc.args or statement.exc.keywords):
                return "raises with a message already"
        elif not self.wishes.callers and (places := self._callers(site)):
            shown = ", ".join(map(str, places[:3])) + (f" and {len(places) - 3} more" if len(places) > 3 else "")
            self.draft.refuse(
                "stub-in-use",
                f"{site.where}: `{site.dotted}` is called at {shown}, which would fail",
                "say `callers = true`, or let them do without it",
                site.where,
            )
            return f"stays: it is called at {shown}"
        text = f"raise NotImplementedError({json.dumps(message, ensure_ascii=False)})"
        self.draft.edit(site.module.path, Edit(at.start(statement), at.end(statement), at.encode(text)))
        return f"raises: {message}"

    def _callers(self, site: Site) -> list[Location]:
        """The places in the tree that call the function, or hand it to somebody who may."""
        try:
            sites = sites_of(self.draft.index, find_function(self.draft.index, site.dotted))
        except Refused as error:  # a property: whoever reads it calls it
            self.draft.note(f"{site.where}: nobody can tell who calls it: {error.refusal.reason}")
            return []
        found = [call.where for call in sites.calls] + [value.where for value in sites.open_values]
        return sorted({Location(place.path, place.line) for place in found})

    def _linked(self, site: Site, issue: str) -> str:
        at, node = site.module.positions, site.node
        statement = node.body[-1]
        start, end = at.line_start(node.lineno), at.line_start((node.end_lineno or node.lineno) + 1)
        text = at.decode(at.data[start:end])
        for match in TAG.finditer(text):
            if not _in_string(site, text[: match.start()].count("\n") + node.lineno):
                if match[3] is not None:
                    return f"linked to {match[3]} already"
                place = start + len(at.encode(text[: match.end(1)]))
                self.draft.edit(site.module.path, Edit(place, place, at.encode(f"({issue})")))
                return f"linked to {issue}"
        line = at.line_start(statement.lineno)
        indent = at.data[line : at.start(statement)]
        comment = at.encode(f"# TODO({issue}): {site.inner} is not written yet")
        if indent.strip():
            stop = at.line_start((statement.end_lineno or 0) + 1)
            stop = line + len(at.data[line:stop].rstrip(b"\r\n"))
            self.draft.edit(site.module.path, Edit(stop, stop, b"  " + comment))
        else:
            self.draft.edit(site.module.path, Edit(line, line, indent + comment + newline_of(at.data)))
        return f"linked to {issue}"


def _wish(table: Mapping[str, str], site: Site) -> str | None:
    """What is wished for the site: by its own name, else by the first glob that fits."""
    if site.dotted in table:
        return table[site.dotted]
    return next((value for glob, value in table.items() if fnmatchcase(site.dotted, glob)), None)


def _in_string(site: Site, line: int) -> bool:
    """Whether the line is one of the docstring's."""
    first = site.node.body[0]
    return isinstance(first, ast.Expr) and first.lineno <= line <= (first.end_lineno or 0) and len(site.node.body) > 1


def _not_ours(node: Function, owner: ast.ClassDef | None) -> str:
    """Why what the function does is somebody else's business; empty where it is its own."""
    names = {last_name(item.func if isinstance(item, ast.Call) else item) for item in node.decorator_list}
    if names & ABSTRACT:
        return "it is abstract"
    if "overload" in names:
        return "it is a signature of an overloaded function"
    if is_excused(node, owner):
        bases = [last_name(base) for base in owner.bases] if owner else []
        return "it belongs to a protocol" if "Protocol" in bases else "its decorators or its class give it its meaning"
    return ""
