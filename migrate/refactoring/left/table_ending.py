"""Takes rows of a compat table, or the whole module, away again: refused while somebody in the tree uses them."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence

from migrate.errors import nearest
from migrate.model import Location, Removal
from migrate.python.edits import Edit
from migrate.refactoring.draft import Draft
from migrate.refactoring.left.modules import serving, table_of
from migrate.refactoring.left.names import without as without_rows
from migrate.refactoring.left.names import without_item
from migrate.refactoring.left.shims import attaching
from migrate.refactoring.left.table import FAILER, WARNER, is_helper, is_ours, version_of
from migrate.refactoring.left.table_merging import LOADED_FIRST, edited
from migrate.refactoring.refused import Refused
from migrate.refactoring.rules.imports_needed import without
from migrate.refactoring.symbols import find_module
from migrate.refactoring.units import Unit, units_of
from migrate.references.index import Reference
from migrate.references.names import Module
from migrate.references.texts import PROSE

SHOWN = 10
"""How many uses a refusal names."""


class TableEnding:
    """The end of rows of one compat module, and of what packages hand on of them."""

    def __init__(self, draft: Draft, home: str, reexport: Sequence[str]) -> None:
        self.draft = draft
        self.index = draft.index
        self.names = draft.index.names
        self.home = home
        self.packages = [find_module(self.index, name) for name in reexport]

    def end(self, chosen: Sequence[str] | None) -> None:
        """Take these rows away, or all; the file too, where nothing else is in it. What has gone already is left out."""
        if not self.names.is_module(self.home):
            self.draft.note(f"`{self.home}` has gone already")
            return
        module = find_module(self.index, self.home)
        there = rows_of(module)
        gone = [name for name in (there if chosen is None else chosen) if name in there]
        for name in () if chosen is None else chosen:
            if name not in there and self._is_something(module, name):
                hint = nearest(name, there, "name rows of the table")
                raise Refused("no-such-row", f"`{self.home}.{name}` is no row", hint, Location(module.path))
        if not gone:
            self.draft.note(f"{module.path}: there is no such row any more")
            return
        all_of_it = len(gone) == len(there)
        whole = all_of_it and not any(map(_does_something, _others(module, gone)))
        if self._is_in_use(module, gone, whole):
            return
        for name in gone:
            self.draft.removals.append(Removal(f"{self.home}.{name}", _reason(there[name])))
        self._from_packages(gone)
        if whole:
            self._delete(module)
        else:
            self.draft.write(module.path, without_all(module, gone).source.data)

    def _is_something(self, module: Module, name: str) -> bool:
        return name.partition(".")[0] in module.namespace

    # uses

    def _is_in_use(self, module: Module, gone: Sequence[str], whole: bool) -> bool:
        places = list(dict.fromkeys(self._uses(module, set(gone), whole)))
        for where, what in places[:SHOWN]:
            self.draft.refuse(
                "compat-in-use", f"{where}: uses `{what}`", "let it use the new API first, or leave the row out", where
            )
        if len(places) > SHOWN:
            self.draft.note(f"{len(places) - SHOWN} more places use what should go")
        return bool(places)

    def _uses(self, module: Module, gone: set[str], whole: bool) -> Iterator[tuple[Location, str]]:
        homes = [self.home, *(package.name for package in self.packages)]
        ours = {alias for package in self.packages for alias in _handed_on(package, self.home, gone)}
        ours |= {alias for item in (module, *self.packages) for alias in _loaded_first(item)}
        own = {item.path: _own_lines(item) for item in (module, *self.packages)}
        kept = {alias for aliases in attaching(self.index, self.home).values() for alias in aliases} if whole else set()
        words = {name.rpartition(".")[2] for name in gone} | {home.rpartition(".")[2] for home in homes}
        for path in self.names.files_with(*words):
            for reference in self.index.in_file(path):
                if reference.alias in ours | kept or (path in own and _is_own(reference, own[path])):
                    continue
                if what := self._used(reference, homes, gone, whole):
                    yield Location(path, reference.line), what
        for home in homes:
            paths = [module.path] if whole and home == self.home else []
            for mention in self.index.mentions(home, paths):
                member = mention.member.partition(".")[0] if mention.member else ""
                if mention.path.suffix not in PROSE and (member in gone or (whole and home == self.home)):
                    yield Location(mention.path, mention.line), mention.written

    def _used(self, reference: Reference, homes: Sequence[str], gone: set[str], whole: bool) -> str:
        """What of the rows that place uses; empty for nothing."""
        for home in homes:
            for name in gone:
                dotted = f"{home}.{name}"
                if f"{reference.spelled}.".startswith(f"{dotted}.") or reference.meaning.dotted == dotted:
                    return dotted
                if "." in name and reference.meaning.dotted == f"{home}.{name.partition('.')[0]}":
                    return dotted
            if reference.spelled == home and reference.form == "star" and (whole or self._is_tabled(home, gone)):
                return f"{home}.*"
        if whole and reference.spelled == self.home and not reference.meaning.name:
            follows = reference.form == "attribute" or (reference.form == "from" and self._takes_others(reference))
            return "" if follows else self.home
        return ""

    def _is_tabled(self, home: str, gone: Collection[str]) -> bool:
        """Whether some of the rows are handed out by a table: who uses them behind a star, nobody can tell."""
        module = self.names.module(home)
        table = table_of(module.source.tree) if module else None
        return table is not None and not table.entries.keys().isdisjoint(gone)

    def _takes_others(self, reference: Reference) -> bool:
        """Whether the names of a `from` import will be told by themselves."""
        return reference.site is not None and all(alias.name != "*" for alias in reference.site.node.names)

    # what goes

    def _from_packages(self, gone: Sequence[str]) -> None:
        for package in self.packages:
            table = table_of(package.source.tree)
            lazy = [name for name in gone if table and name in table.entries]
            aliases = _handed_on(package, self.home, gone)
            tops = {alias.asname or alias.name for alias in aliases}
            marked = [alias for alias in _loaded_first(package) if alias.name in tops]
            result = _unlisted(package, {*lazy, *tops})
            if lazy and (rest := table_of(result.source.tree)):
                result = edited(result, without_rows(result, rest, lazy))
            taken = {(alias.name, alias.asname) for alias in [*aliases, *marked]}
            same = [
                alias
                for site in result.bindings.imports
                for alias in site.node.names
                if (alias.name, alias.asname) in taken and site.node in result.source.tree.body
            ]
            result = edited(result, without(result, same))
            self.draft.removals += [Removal(f"{package.name}.{name}", "went with its compat row") for name in gone]
            if result.source.data != package.source.data:
                self.draft.write(package.path, result.source.data)

    def _delete(self, module: Module) -> None:
        if module.package and len(self.index.workspace.below(module.path.parent)) > 1:
            below = next(path for path in self.index.workspace.below(module.path.parent) if path != module.path)
            raise Refused(
                "not-empty", f"{below} lies below the package `{self.home}`", "move it first", Location(below)
            )
        self.draft.write(module.path, None)
        self.draft.removals.append(Removal(self.home, "the compat module of a table that has ended"))
        for path, aliases in attaching(self.index, self.home).items():
            package = self.names.file(path)
            if aliases and all(package.path != other.path for other in self.packages):
                self.draft.edit(path, *without(package, aliases))


def rows_of(module: Module) -> dict[str, str]:
    """Old name → the version in which it goes, of every row that the module holds."""
    table = table_of(module.source.tree)
    found = {old: entry.version for old, entry in table.entries.items()} if table else {}
    for node in module.source.tree.body:
        if isinstance(node, ast.FunctionDef) and is_ours(node):
            found[node.name] = version_of(node)
        elif isinstance(node, ast.ClassDef):
            for item in node.body:
                if isinstance(item, ast.FunctionDef) and is_ours(item):
                    found[f"{node.name}.{item.name}"] = version_of(item)
    return found


def without_all(module: Module, gone: Collection[str]) -> Module:
    """The module without these rows, and without what only they needed."""
    module = _unlisted(module, gone)
    table = table_of(module.source.tree)
    lazy = [name for name in gone if table and name in table.entries]
    if table and lazy:
        module = edited(module, without_rows(module, table, lazy))
    edits, marked = [], {alias.name: alias for alias in _loaded_first(module)}
    emptied = set()
    for unit in units_of(module):
        [first, *_] = unit.statements
        if isinstance(first, ast.FunctionDef) and first.name in gone and is_ours(first):
            edits.append(Edit(unit.start, unit.end, b""))
        elif isinstance(first, ast.ClassDef):
            items = [item for item in first.body if f"{first.name}.{getattr(item, 'name', '')}" in gone]
            if items and all(item in items or _is_text(item) for item in first.body):
                emptied.add(first.name)
                edits.append(Edit(unit.start, unit.end, b""))
            else:
                edits += [_member(module, item) for item in items if is_ours(item)]
    edits += without(module, [marked[name] for name in gone if name in marked])
    return _without_helpers(_unlisted(edited(module, edits), emptied))


def _without_helpers(module: Module) -> Module:
    used = {use.name.id for use in module.bindings.uses}
    edits = []
    for unit in units_of(module):
        [first, *more] = unit.statements
        if isinstance(first, ast.FunctionDef) and not more and first.name in {WARNER, FAILER} - used:
            edits.append(Edit(unit.start, unit.end, b""))
    return edited(module, edits)


def _member(module: Module, node: ast.stmt) -> Edit:
    """The edit that takes a method out of a class, with the blank lines above it."""
    at, data = module.positions, module.positions.data
    start, end = at.line_start(node.lineno), at.line_start((node.end_lineno or 0) + 1)
    while (before := data.rfind(b"\n", 0, start - 1) + 1) < start and not data[before:start].strip():
        start = before
    return Edit(start, end, b"")


def _unlisted(module: Module, gone: Collection[str]) -> Module:
    """The module without these names in its `__all__`: one after the other, since neighbours share a comma."""
    while node := next((node for node in module.exports.nodes if node.value in gone), None):
        module = edited(module, [without_item(module, node)])
    return module


def _handed_on(package: Module, home: str, gone: Collection[str]) -> list[ast.alias]:
    """The `from home import name as name` of the package for these rows."""
    tops = {name.partition(".")[0] for name in gone}
    return [
        alias
        for site in package.bindings.imports
        if isinstance(site.node, ast.ImportFrom) and package.target(site.node) == home
        for alias in site.node.names
        if alias.name in tops and alias.asname == alias.name
    ]


def _loaded_first(module: Module) -> list[ast.alias]:
    """The imports that were written to have a submodule loaded before a name is put over it."""
    mark = LOADED_FIRST.strip().encode()
    at = module.positions
    return [
        alias
        for site in module.bindings.imports
        if mark in at.data[at.end(site.node) : at.line_start((site.node.end_lineno or 0) + 1)]
        for alias in site.node.names
    ]


def _own_lines(module: Module) -> set[int]:
    """The lines of a module that are there for its rows alone."""
    nodes = [*serving(module.source.tree), *filter(is_ours, module.source.tree.body)]
    classes = [node for node in module.source.tree.body if isinstance(node, ast.ClassDef)]
    nodes += [item for node in classes for item in node.body if is_ours(item)]
    return {line for node in nodes for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}


def _is_own(reference: Reference, lines: Collection[int]) -> bool:
    """Whether a module only talks of its own rows there: in `__all__`, or where it makes them."""
    return reference.form == "export" or reference.line in lines


def _others(module: Module, gone: Collection[str]) -> Iterator[Unit]:
    """The statements of a module that do not go with the last of its rows."""
    classes = {name.partition(".")[0] for name in gone if "." in name}
    own = serving(module.source.tree)
    for unit in units_of(module):
        [first, *more] = unit.statements
        if isinstance(first, ast.ClassDef) and first.name in classes:
            goes = all(is_ours(item) or _is_text(item) for item in first.body)
        else:
            goes = is_ours(first) or is_helper(first) or first in own
        if more or not goes:
            yield unit


def _does_something(unit: Unit) -> bool:
    """Whether the statement is more than a docstring, an import or `__all__`."""
    return unit.kind in ("definition", "main", "other", "guarded")


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _reason(version: str) -> str:
    return f"a compat row that was to go in {version}" if version else "a compat row that has ended"
