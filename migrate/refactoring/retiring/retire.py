"""Takes legacy modules away: uses that work go to the real module, those that never did with their `try`, and leftovers too."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Literal

from migrate.model import Location, Removal
from migrate.python.edits import Edit, Unplaced, apply_edits
from migrate.python.modules import Modules
from migrate.python.source import Source, last_name
from migrate.refactoring.draft import Draft
from migrate.refactoring.imports.lines import without_statement
from migrate.refactoring.left.following import LOADERS, Follower, Moved
from migrate.refactoring.refused import Refused
from migrate.refactoring.retiring.failing import Stays, around, collapsed, comes_first, statement_of
from migrate.refactoring.retiring.leftovers import Leftovers, is_bare, is_test, may_be_missing
from migrate.refactoring.retiring.legacy import Failure, Legacy, legacy_of, meant
from migrate.refactoring.retiring.shims import WARNINGS
from migrate.refactoring.rules.imports_needed import Askers, no_longer_used, without
from migrate.refactoring.units import units_of
from migrate.references.index import Reference
from migrate.references.names import Module

WARNING_TESTS = frozenset({"warns", "deprecated_call", "assertWarns", "assertWarnsRegex", "catch_warnings", "recwarn"})
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Retiring:
    """The end of some legacy modules, with all that goes with them."""

    def __init__(self, draft: Draft, reason: str, early: bool, tests: Literal["refuse", "delete"]) -> None:
        self.draft = draft
        self.index = draft.index
        self.names = draft.index.names
        self.modules = Modules(draft.workspace)
        self.reason = reason
        self.early = early
        self.tests = tests
        self.legacy: dict[str, Legacy] = {}
        self.gone: set[PurePosixPath] = set()
        self.rows: list[tuple[str, str, bool, str]] = []

    def run(self, paths: Sequence[PurePosixPath]) -> None:
        """Take these files away. What cannot be proven is refused, and every place is told."""
        for path in paths:
            self._read(path)
        if self.draft.refusals or not self.legacy:
            return
        self.gone = {item.module.path for item in self.legacy.values()}
        moved = self._moved()
        for path in self._users():
            module = self.draft.module(path)
            if module is not None:
                self._file(module, moved)
        if self.rows:
            self.draft.table("Uses of legacy imports", ("place", "name", "worked", "what became of it"), self.rows)
        if not self.draft.refusals:
            Leftovers(self.draft, self.legacy, self.gone, self.reason).delete()

    def _read(self, path: PurePosixPath) -> None:
        files = [file for file in self.draft.workspace.below(path) if file.suffix == ".py"]
        if not files:
            self.draft.note(f"{path} has gone already")
        for file in files:
            module = self.draft.module(file)
            if module is None:
                raise Refused("syntax-error", f"{file} cannot be parsed", "mend the file first", Location(file))
            if module.package and file != path and is_bare(module):
                continue  # the folder's own, which goes when nothing else is in it
            try:
                found = legacy_of(self.names, self.modules, module)
                found.check_due(self.draft.workspace.version, self.early)
            except Refused as error:
                self.draft.refusals.append(error.refusal)
            else:
                self.legacy[found.name] = found

    def _moved(self) -> Moved:
        modules: dict[str, str] = {}
        names: dict[str, str] = {}
        for old, item in self.legacy.items():
            if item.whole:
                modules[old] = self._final(item.whole)
            if not item.whole or table_beside(item):
                names |= {f"{old}.{name}": self._final(place) for name, place in item.places.items()}
        return Moved(modules, names)

    def _final(self, place: str) -> str:
        """The place itself, or where another of the legacy modules has it from."""
        home, _, name = place.rpartition(".")
        seen = set()
        while (item := self.legacy.get(place) or self.legacy.get(home)) and place not in seen:
            seen.add(place)
            if place in self.legacy:
                place = item.whole or place
            else:
                place = item.places.get(name, f"{item.whole}.{name}" if item.whole else place)
            home, _, name = place.rpartition(".")
        return place

    # who uses them

    def _users(self) -> list[PurePosixPath]:
        leaves = {name.rpartition(".")[2] for name in self.legacy}
        return [path for path in self.names.files_with(*sorted(leaves)) if path not in self.gone]

    def _file(self, module: Module, moved: Moved) -> None:
        found = [
            (reference, means)
            for reference in self.index.in_file(module.path)
            if (means := meant(self.legacy, reference))
        ]
        if not found:
            return
        tested = self._tested(module, found)
        spans = [_lines(node) for node in tested]
        edits = self._without_tests(module, tested)
        left = [item for item in found if not any(item[0].line in span for span in spans)]
        dead, failures = self._dead(module, left)
        edits += dead
        spans += failures
        alive = [item for item in left if not any(item[0].line in span for span in spans)]
        if any(self._is_working(item, name) for _, (item, name) in alive):
            follower = Follower(module, moved, inside=True)
            follower.follow()
            edits += [edit for edit in follower.edits if not _within(module, edit, spans)]
            for line, why in follower.left:
                self._refuse("not-followed", module, line, why, "change that place by hand first")
            for reference, (item, name) in alive:
                if self._is_working(item, name) and reference.form in (
                    "import",
                    "imported",
                    "attribute",
                    "string",
                    "star",
                ):
                    self._tell(module, reference, True, "goes to the real module")
        for reference, (item, _) in alive:
            if item.open and reference.form != "from":
                why = f"`{item.name}` makes its names on demand: nobody can tell where they are"
                self._refuse("unknown-names", module, reference.line, why, "let it use the real module first")
        if not self.draft.refusals and edits:
            self._write(module, edits)

    def _is_working(self, item: Legacy, name: str) -> bool:
        return item.works and name not in item.objects and not item.loading

    def _write(self, module: Module, edits: Sequence[Edit]) -> None:
        """The file with these edits, and without imports that it used and uses no more."""
        try:
            data = apply_edits(module.source.data, edits)
        except ValueError as error:
            where = Location(module.path)
            raise Refused(
                "broken-result", f"{module.path}: {error}", "change that file by hand first", where
            ) from error
        for _ in range(3):  # what goes may leave others unused
            after = Module(Source(module.path, data, module.name, package=module.package))
            askers = Askers(self.names)
            gone = [
                alias
                for site, alias, bound in no_longer_used(module, after)
                if site.scope.kind != "module" or not askers.ask(bound, module.name)
            ]
            if not gone:
                break
            data = apply_edits(data, without(after, gone))
        self.draft.write(module.path, data)

    def _tell(self, module: Module, reference: Reference, worked: bool, became: str) -> None:
        row = (str(Location(module.path, reference.line)), reference.spelled, worked, became)
        if row not in self.rows:
            self.rows.append(row)

    def _refuse(self, code: str, module: Module, line: int, why: str, hint: str) -> None:
        where = Location(module.path, line)
        self.draft.refuse(code, f"{where}: {why}", hint, where)

    # what never worked

    def _dead(
        self, module: Module, found: Sequence[tuple[Reference, tuple[Legacy, str]]]
    ) -> tuple[list[Edit], list[range]]:
        """The edits that take away what always failed, and the lines that they are about."""
        edits: list[Edit] = []
        spans: list[range] = []
        harmless: dict[ast.stmt, list[ast.alias]] = {}
        fails: dict[ast.stmt, tuple[Failure, Reference]] = {}
        for reference, (item, name) in found:
            failure, node = self._failure(item, name, reference), _node_of(reference)
            if node is None or reference.string is not None:
                continue
            statement = statement_of(module, node)
            if failure is not None:
                fails.setdefault(statement, (failure, reference))
            elif reference.alias is not None and (item.asking or name in item.objects):
                harmless.setdefault(statement, []).append(reference.alias)
        for statement, (failure, reference) in fails.items():
            line = range(reference.line, reference.line + 1)
            if any(reference.line in span for span in spans):
                self._tell(module, reference, False, "went with its `try`")
                continue
            holder = around(module, statement)
            try:
                if holder is None:
                    raise Stays("it stands in no `try` of its own, and fails whenever it is reached")
                if reference.use and not comes_first(statement, reference.use.name):
                    raise Stays("its statement may do something before it fails")
                edits.append(collapsed(module, holder, statement, failure.error, harmless))
            except Stays as why:
                self._tell(module, reference, False, f"stays: {why}")
                self._refuse(
                    "never-worked",
                    module,
                    reference.line,
                    f"`{reference.spelled}` never worked ({failure.why}), and {why}",
                    "take that place away by hand first (`snippet`, `rewrite`)",
                )
                spans.append(line)
            else:
                self._tell(module, reference, False, f"never: {failure.why}; its handler's statements stand there now")
                spans.append(_lines(holder))
                self._note_constants(module, holder, reference)
        for statement, aliases in harmless.items():
            if not any(statement.lineno in span for span in spans):
                edits += self._without_import(module, statement, aliases, spans)
            spans.append(_lines(statement))
        return edits, spans

    def _failure(self, item: Legacy, name: str, reference: Reference) -> Failure | None:
        """Why the place fails by itself; None where it works, or where what fails stands before or behind it."""
        rest = reference.spelled.removeprefix(item.name).lstrip(".")
        if item.loading:
            return item.loading if reference.alias is not None or reference.form == "star" else None
        if item.asking and name not in item.places:
            asks = reference.alias is not None or reference.form == "attribute"
            return item.asking if asks and rest == name != "" else None
        return item.objects.get(name) if reference.form == "attribute" and rest.count(".") == 1 else None

    def _note_constants(self, module: Module, holder: ast.Try, reference: Reference) -> None:
        for handler in holder.handlers:
            for node in handler.body:
                match node:
                    case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=value)):
                        where = Location(module.path, reference.line)
                        self.draft.note(f"{where}: `{name}` is always {value!r} now: what asks for it can go")

    def _without_import(
        self, module: Module, statement: ast.stmt, aliases: list[ast.alias], spans: Sequence[range]
    ) -> list[Edit]:
        """The edits that take names out of an import that worked, where nothing uses them any more."""
        assert isinstance(statement, ast.Import | ast.ImportFrom)
        bound = {alias.asname or alias.name.partition(".")[0] for alias in aliases}
        scope = next(site.scope for site in module.bindings.imports if site.node is statement)
        for use in module.bindings.uses:
            inside = any(use.name.lineno in span for span in spans)
            if use.name.id in bound and use.scope.lookup(use.name.id) is scope and not inside:
                self._refuse(
                    "never-worked",
                    module,
                    use.name.lineno,
                    f"`{use.name.id}` stands for something that never worked, and is used here",
                    "take that place away by hand first",
                )
                return []
        if len(aliases) < len(statement.names):
            return without(module, aliases)
        parent = module.parents.get(statement)
        block = next(
            (value for name in ("body", "orelse", "finalbody") if statement in (value := getattr(parent, name, []))), []
        )
        return [without_statement(module, statement, block)]

    # tests of what goes

    def _tested(self, module: Module, references: Sequence[tuple[Reference, tuple[Legacy, str]]]) -> list[Function]:
        """The tests of a file that are about the legacy modules themselves. They go, or are refused."""
        if not is_test(module.path):
            return []
        found: dict[Function, Reference] = {}
        for reference, (item, name) in references:
            node = reference.string or _node_of(reference)
            test = _test_around(module, node) if node is not None else None
            if test is None or test in found:
                continue
            if reference.form == "setattr" and not item.works and may_be_missing(module, reference):
                where = Location(module.path, reference.line)
                self.draft.note(
                    f"{where}: patches `{reference.spelled}`, which is gone: the test says no more than before"
                )
            elif self._is_about(module, reference, item, name, test):
                found[test] = reference
        for test, reference in found.items():
            self._tell(module, reference, True, f"`{test.name}` is a test of it")
            if self.tests == "refuse":
                self._refuse(
                    "tested-shim",
                    module,
                    test.lineno,
                    f"`{test.name}` is a test of `{reference.spelled}`, which goes",
                    'say `tests = "delete"`, or change the test',
                )
        return list(found)

    def _is_about(self, module: Module, reference: Reference, item: Legacy, name: str, test: Function) -> bool:
        """Whether a test asks what the legacy module does, rather than use what it has from there."""
        if reference.string is not None:
            return not self._is_working(item, name) or (not name and _loads(module, reference.string))
        asks = reference.site is not None or reference.form == "attribute"
        return item.warns and asks and _in_warning_test(module, _node_of(reference), test)

    def _without_tests(self, module: Module, tested: Sequence[Function]) -> list[Edit]:
        edits = []
        for test in tested:
            owner = module.parents.get(test)
            inner = f"{owner.name}::{test.name}" if isinstance(owner, ast.ClassDef) else test.name
            self.draft.removals.append(Removal(f"{module.path}::{inner}", f"a test of what goes: {self.reason}"))
            units = [unit for unit in units_of(module) if unit.statements == (test,)]
            if units:
                start = units[0].start if units[0] is not units_of(module)[0] else units[0].code
                edits.append(Edit(start, units[0].end, b""))
            elif isinstance(owner, ast.ClassDef):
                edits.append(_member(module, test, alone=len(owner.body) == 1))
        return edits


def table_beside(item: Legacy) -> bool:
    """Whether some of its names are elsewhere than the module that it stands for."""
    return any(place != f"{item.whole}.{name}" for name, place in item.places.items())


def _node_of(reference: Reference) -> ast.AST | None:
    """The node of a place: the name that is used, or the import."""
    if reference.use is not None:
        return reference.use.quoted or reference.use.name
    return reference.site.node if reference.site is not None else reference.string


def _lines(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _within(module: Module, edit: Edit, spans: Collection[range]) -> bool:
    line = module.positions.line_of(edit.start)
    return any(line in span for span in spans)


def _above(module: Module, node: ast.AST) -> Iterator[ast.AST]:
    while (found := module.parents.get(node)) is not None:
        yield found
        node = found


def _test_around(module: Module, node: ast.AST) -> Function | None:
    return next(
        (item for item in _above(module, node) if isinstance(item, Function) and item.name.startswith("test")), None
    )


def _loads(module: Module, string: ast.Constant) -> bool:
    """Whether a string names a module that is loaded by it, or looked up among the loaded ones."""
    parent = module.parents.get(string)
    if isinstance(parent, ast.Call) and last_name(parent.func) in LOADERS:
        return True
    holder = parent.func if isinstance(parent, ast.Call) else parent
    return holder is not None and any(
        isinstance(part, ast.Attribute) and ast.unparse(part) == "sys.modules" for part in ast.walk(holder)
    )


def _in_warning_test(module: Module, node: ast.AST | None, test: Function) -> bool:
    """Whether the place stands where a test looks for a warning that something is deprecated."""
    for item in _above(module, node) if node is not None else ():
        if item is test:
            break
        for part in item.items if isinstance(item, ast.With) else ():
            call = part.context_expr
            if isinstance(call, ast.Call) and last_name(call.func) in WARNING_TESTS:
                names = {last_name(inner) for inner in ast.walk(call) if isinstance(inner, ast.expr)}
                asked = {name for name in names if name.endswith("Warning")}
                if not asked or asked & {*WARNINGS, "Warning"}:
                    return True
    return False


def _member(module: Module, node: Function, alone: bool) -> Edit:
    """The edit that takes a method out of its class, with its decorators and the blank lines above."""
    at, data = module.positions, module.positions.data
    first = min([node.lineno, *(item.lineno for item in node.decorator_list)])
    start, end = at.line_start(first), at.line_start((node.end_lineno or 0) + 1)
    if alone:
        raise Unplaced(f"{module.path}:{node.lineno}: the only test of its class")
    while (before := data.rfind(b"\n", 0, start - 1) + 1) < start and not data[before:start].strip():
        start = before
    return Edit(start, end, b"")
