"""Lays test files out as the project is laid out: which move, what must still hold for them, and who stays at the top."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from migrate.model import Change, Location, Move, Outcome, Refusal, Table
from migrate.python.source import last_name
from migrate.refactoring.files.moving import MovingFiles
from migrate.refactoring.layout.tests_places import Places
from migrate.refactoring.refused import Refused
from migrate.references.index import Index
from migrate.references.members.classes import called
from migrate.workspace import Workspace, glob_to_regex

TEST = re.compile(r"(test_.*|.*_test)\.py")
BY_PLACE = frozenset({"datadir", "shared_datadir", "original_datadir", "lazy_datadir"})
"""Fixtures that plugins work out from where the file lies."""
OF_FILE = re.compile(r"(?P<path>[^:]+):\d+: `__file__` is another place now")
SETTINGS = ("pyproject.toml", "pytest.ini", ".pytest.ini", "setup.cfg", "tox.ini")
COLUMNS = ("test", "goes to", "why")
LEAVE = "leave it at the top with `keep`, or mend that place by hand first"


@dataclass
class Reorganising:
    """The tests of one folder. `outcome` says what becomes of them; nothing is written."""

    workspace: Workspace
    tests: PurePosixPath
    given: Mapping[str, str]
    keep: tuple[str, ...]
    by: str
    rows: dict[PurePosixPath, tuple[str, str]] = field(default_factory=dict)
    """Test → where it goes and why."""

    def __post_init__(self) -> None:
        self.index = Index(self.workspace)
        self.is_package = self.workspace.exists(self.tests / "__init__.py")
        self.importlib = any(
            b"import-mode=importlib" in self.workspace.read(path)
            or b"import_mode=importlib" in self.workspace.read(path)
            for name in SETTINGS
            if self.workspace.exists(path := PurePosixPath(name))
        )

    def outcome(self) -> Outcome:
        """The moves with all that names the files; or the refusals. Both come with a table of all tests."""
        targets = self._targets()
        while True:
            targets = {path: target for path, target in targets.items() if not self._must_stay(path, target, targets)}
            refusal = self._clash(targets)
            if refusal:
                return Outcome(refusals=(refusal,), tables=self._tables())
            if not targets:
                return Outcome(notes=("no test has to move",), tables=self._tables())
            made, unproven = self._moved(targets)
            if not unproven:
                return made
            for path, refusal in unproven.items():
                if str(path) in self.given:
                    return Outcome(refusals=(refusal,), tables=self._tables())
                self._stay(path, refusal.reason)
                del targets[path]

    def _tables(self) -> tuple[Table, ...]:
        rows = [(str(path), *told) for path, told in sorted(self.rows.items())]
        return (Table("Tests and their places", COLUMNS, tuple(rows)),)

    def _stay(self, path: PurePosixPath, reason: str) -> None:
        self.rows[path] = ("stays", reason)

    def _targets(self) -> dict[PurePosixPath, PurePosixPath]:
        """Where each test file at the top of the folder goes, as far as that is another place."""
        places = Places(self.index, self.tests)
        kept = [glob_to_regex(pattern) for pattern in self.keep]
        found: dict[PurePosixPath, PurePosixPath] = {}
        for old, new in self.given.items():
            path, target = PurePosixPath(old), PurePosixPath(new)
            target = target if target.suffix == ".py" else target / path.name
            if self.workspace.exists(path):
                found[path] = target
                self.rows[path] = (str(target), "the plan says so")
            elif not self.workspace.exists(target):
                raise Refused("no-such-path", f"the tree has no {path}", "name a test file below the root")
        for path in self.workspace.below(self.tests):
            if path.parent != self.tests or not TEST.fullmatch(path.name) or path in found:
                continue
            if any(item.match(str(path)) for item in kept):
                self._stay(path, "`keep` names it")
                continue
            try:
                place = places.of(path)
            except SyntaxError as error:
                self._stay(path, f"it cannot be parsed: {error.msg}")
                continue
            if place.folder.parts:
                found[path] = self.tests / place.folder / path.name
                self.rows[path] = (str(found[path]), place.reason)
            else:
                self._stay(path, place.reason)
        return {path: target for path, target in found.items() if path != target}

    # what must still hold

    def _must_stay(
        self, path: PurePosixPath, target: PurePosixPath, targets: Mapping[PurePosixPath, PurePosixPath]
    ) -> bool:
        """Whether the test would be another one there; then it stays, or is refused where the plan names it."""
        reason = next(self._reasons(path, target, targets), "")
        if reason and str(path) in self.given:
            raise Refused("lost-surroundings", f"{path}: {reason}", LEAVE, Location(path))
        if reason:
            self._stay(path, reason)
        return bool(reason)

    def _reasons(
        self, path: PurePosixPath, target: PurePosixPath, targets: Mapping[PurePosixPath, PurePosixPath]
    ) -> Iterator[str]:
        for node in ast.walk(self.index.names.file(path).source.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from (f"`{asked}` depends on where it lies" for asked in _asked_by_place(node))
        for folder in (path.parent / path.stem, path.parent / "__snapshots__"):
            beside = [
                file for file in self.workspace.below(folder) if folder.name == path.stem or path.stem in file.name
            ]
            if beside:
                yield f"{beside[0]} belongs to it by its place"
        yield from self._conftests(path, target)
        yield from self._neighbours(path, target, targets)

    def _conftests(self, path: PurePosixPath, target: PurePosixPath) -> Iterator[str]:
        """The conftests that would no longer act on it, or would now, if it asks them for anything."""
        before, after = ({folder / "conftest.py" for folder in place.parents} for place in (path, target))
        for conftest in sorted((before ^ after) & set(self.workspace.files)):
            what = "no longer" if conftest in before else "now"
            if (asked := self._asked_of(conftest, path)) is not None:
                yield f"{conftest} would {what} give it `{asked}`"

    def _asked_of(self, conftest: PurePosixPath, path: PurePosixPath) -> str | None:
        """A hook or fixture of a conftest that acts on a test; None where it has none."""
        module, data = self.index.names.file(conftest), self.workspace.read(path)
        try:
            body = module.source.tree.body
        except SyntaxError:
            return conftest.name
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                fixtures = [item for item in node.decorator_list if last_name(called(item)) == "fixture"]
                if node.name.startswith("pytest_") or b"autouse" in ast.unparse(node).encode():
                    return node.name
                if fixtures and re.search(rb"\b" + node.name.encode() + rb"\b", data):
                    return node.name
            elif isinstance(node, ast.ImportFrom) or b"pytest_plugins" in ast.unparse(node).encode():
                return ast.unparse(node)
        return None

    def _neighbours(
        self, path: PurePosixPath, target: PurePosixPath, targets: Mapping[PurePosixPath, PurePosixPath]
    ) -> Iterator[str]:
        """Imports of files beside it that it would no longer find."""
        if self.is_package:
            return
        for site in self.index.names.file(path).bindings.imports:
            tops = (
                [alias.name.partition(".")[0] for alias in site.node.names]
                if isinstance(site.node, ast.Import)
                else [(site.node.module or "").partition(".")[0]] * (not site.node.level)
            )
            for top in tops:
                beside = [self.workspace.exists(path.parent / f"{top}.py"), self.workspace.is_folder(path.parent / top)]
                if not any(beside) or not top:
                    continue
                found = path.parent / f"{top}.py" in targets
                if found or self.importlib or not self.workspace.exists(path.parent / "conftest.py"):
                    yield f"it imports `{top}`, which lies beside it"

    def _clash(self, targets: Mapping[PurePosixPath, PurePosixPath]) -> Refusal | None:
        """Two test files of one name, which pytest cannot import beside each other without packages."""
        if self.importlib or self.is_package:
            return None
        known: dict[str, PurePosixPath] = {}
        files = [path for path in self.workspace.files if TEST.fullmatch(path.name) and path.is_relative_to(self.tests)]
        for path in files:
            target = targets.get(path, path)
            if self.workspace.exists(target.parent / "__init__.py"):
                continue
            if (other := known.setdefault(target.name, target)) != target and path in targets:
                reason = f"{other} and {target} would have one name, and no package tells them apart"
                hint = "rename one first, or let pytest import with `--import-mode=importlib`"
                return Refusal("basename-clash", reason, hint, Location(path))
        return None

    # the moves

    def _moved(self, targets: Mapping[PurePosixPath, PurePosixPath]) -> tuple[Outcome, dict[PurePosixPath, Refusal]]:
        """The outcome of these moves; or the tests that cannot move, each with the refusal."""
        packages = [Change(path, None, b"") for path in self._packages(targets)]
        table = {str(path): str(target) for path, target in targets.items()}
        moving = MovingFiles(self.workspace.with_changes(packages), table, False, self.by)
        try:
            made = moving.outcome()
        except Refused as error:
            made = Outcome(refusals=(error.refusal,), notes=tuple(moving.notes))
        unproven = {item.where.path: item for item in made.refusals if item.where and item.where.path in targets}
        for note in made.notes:
            found = OF_FILE.match(note)
            if found and (path := PurePosixPath(found["path"])) in targets:
                reason = "what it makes of `__file__` cannot be followed"
                unproven[path] = Refusal("unproven-path", f"{path}: {reason}", LEAVE, Location(path))
        if unproven or made.refusals:
            return replace(made, tables=self._tables()), unproven
        changes = tuple(sorted((*made.changes, *(replace(item, by=self.by) for item in packages)), key=_place))
        ids = tuple(Move(str(path), str(target), "module") for path, target in sorted(targets.items()))
        return replace(made, changes=changes, moves=(*made.moves, *ids), tables=self._tables()), {}

    def _packages(self, targets: Mapping[PurePosixPath, PurePosixPath]) -> list[PurePosixPath]:
        """The `__init__.py` that new folders in a package of tests need."""
        if not self.is_package:
            return []
        folders = {
            folder
            for target in targets.values()
            for folder in target.parents
            if folder.is_relative_to(self.tests) and not self.workspace.exists(folder / "__init__.py")
        }
        return sorted(folder / "__init__.py" for folder in folders)


def _asked_by_place(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    """What a test or fixture asks pytest that depends on where its file lies."""
    parameters = {item.arg for item in (*node.args.args, *node.args.kwonlyargs)}
    yield from sorted(parameters & BY_PLACE)
    for part in ast.walk(node) if "request" in parameters else ():
        match part:
            case ast.Attribute(value=ast.Name(id="request"), attr="fspath" | "path"):
                yield ast.unparse(part)
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id="request"), attr="node"), attr="fspath" | "path"):
                yield ast.unparse(part)


def _place(change: Change) -> PurePosixPath:
    return change.path
