"""Modules that only stand in for others, the tricks that make them, who uses them and whether each use works at all."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from migrate.analyzers import Analyzer, Facts
from migrate.model import Finding, Json, Location, Rule, Severity
from migrate.python.definitions import Definitions, Missing
from migrate.python.imports import Import, import_rows, imports_unproven
from migrate.python.modules import Modules, modules_of
from migrate.python.source import Source, scoped_statements
from migrate.python.stdlib import NAMES, TOPS, Gone, gone
from migrate.refactoring.left.modules import places_of
from migrate.refactoring.retiring.shims import fakes_of, getattr_of, is_stdlib, is_sys_modules, shim_of
from migrate.workspace import Workspace

GONE_ATTRIBUTES = {
    module: [name for name in NAMES if name.rpartition(".")[0] == module]
    for module in {n.rpartition(".")[0] for n in NAMES}
}
GETATTR = re.compile(rb"(?:^|[\r\x0c\xbf])def[\s\\]+__getattr__\b", re.MULTILINE)
"""How a module's own `__getattr__` may be written; that of a class is indented."""
GUARDS = (b"hasattr", b"AttributeError", b"version_info")


class LegacyImports(Analyzer):
    """What keeps old import paths alive, and what still goes through them.

    A shim is a module outside `__init__.py` that holds nothing but imports from one other module of the project and says
    that it is deprecated or moved, by a warning or in its docstring; or one that puts another module into `sys.modules`
    under its own name; or one that answers through `__getattr__` alone. A facade over private modules is none.
    """

    version = 2
    turn = 3
    rules = (
        Rule("shim-module", "A module that only stands in for another"),
        Rule("shim-use", "An import that goes through a shim"),
        Rule("sys-modules-trick", "An assignment into sys.modules"),
        Rule("module-getattr", "A module-level __getattr__ that makes names on demand", Severity.INFO),
        Rule("fake-module", "A class or object that pretends to be a module"),
        Rule("deprecated-stdlib", "An import of a standard-library path that is gone or going"),
    )

    def collect(self, source: Source) -> Facts:
        imports = imports_unproven(source)
        found = {
            "shim": shim_of(source, imports),
            "uses": [row for item, row in zip(imports, import_rows(source), strict=True) if not is_stdlib(item)],
            "gone": [*_gone_imports(imports), *_gone_attributes(source)],
        }
        data = source.data
        makes_names = b"__getattr__" in data and GETATTR.search(data)
        if (makes_names or b"sys.modules" in data or b"ModuleType" in data) and source.path.suffix == ".py":
            if not places_of(source.tree):  # a step left it there for its time; as a shim it is told all the same
                found["tricks"] = list(_tricks(source))
                found["getattr"] = getattr_of(source.tree)
            found["fakes"] = list(fakes_of(source))
        kept = {key: value for key, value in found.items() if value}
        return kept or None

    def conclude(self, facts: Mapping[PurePosixPath, Facts], workspace: Workspace) -> Iterable[Finding]:
        known: Mapping[PurePosixPath, Json] = facts
        modules = modules_of(workspace)
        for path, fact in known.items():
            yield from _of_file(path, fact, modules)
        shims = _Shims(known, modules)
        yield from shims.findings()
        yield from shims.uses(known)


def _is_test(path: PurePosixPath) -> bool:
    return (
        path.name.startswith(("test_", "conftest"))
        or path.stem.endswith("_test")
        or not {"test", "tests"}.isdisjoint(path.parts)
    )


def _of_file(path: PurePosixPath, fact: Json, modules: Modules) -> Iterator[Finding]:
    for line, end_line, scope, text, own in fact.get("tricks", ()):
        said = "replaces itself by another module in sys.modules" if own else "puts a module into sys.modules"
        yield Finding(
            "sys-modules-trick",
            f"{said}: `{text}`",
            (Location(path, line, end_line, scope),),
            f"{path}::{scope} {text}",
            Severity.INFO if _is_test(path) else Severity.WARNING,
            {"own": own},
        )
    if fact.get("getattr"):
        line, end_line, warns, recurses = fact["getattr"]
        said = "makes names on demand"
        if recurses:
            said = "looks the name up in this very module: it calls itself without end"
        elif warns:
            said = "keeps old names alive with a warning"
        yield Finding(
            "module-getattr",
            f"the module's __getattr__ {said}",
            (Location(path, line, end_line, "__getattr__"),),
            f"{path}::__getattr__",
            Severity.ERROR if recurses else Severity.WARNING if warns else Severity.INFO,
            {"warns": warns, "recurses": recurses},
        )
    for line, end_line, name, stands_for, recurses in fact.get("fakes", ()):
        said = (
            f"{name} pretends to be the module {stands_for}" if stands_for else f"class {name} pretends to be a module"
        )
        absent = bool(stands_for) and modules.answer(stands_for, path) == "absent"
        if absent:
            said += ", which does not exist"
        if recurses:
            said += f"; its __getattr__ reads self.{recurses}, which nothing sets before: it calls itself without end"
        severity = Severity.ERROR if absent or recurses else Severity.INFO if _is_test(path) else Severity.WARNING
        yield Finding(
            "fake-module",
            said,
            (Location(path, line, end_line, name),),
            f"{path}::{name}",
            severity,
            {"stands_for": stands_for, "works": not (absent or recurses)},
        )
    for line, end_line, scope, dotted, since, instead, deprecated in fact.get("gone", ()):
        if modules.answer(dotted.partition(".")[0], path) != "outside":
            continue  # a module of the project has that name
        there = f"is deprecated and goes in Python {since}" if deprecated else f"is gone since Python {since}"
        yield Finding(
            "deprecated-stdlib",
            f"{dotted} {there}" + (f"; use {instead}" if instead else ""),
            (Location(path, line, end_line, scope),),
            f"{path}::{scope} {dotted}",
            Severity.INFO if deprecated else Severity.WARNING,
            {"since": since, "instead": instead},
        )


# --- shims -----------------------------------------------------------------------------------------------------------


HOW = {
    "imports": "holds nothing but imports",
    "sys.modules": "puts another module in its place",
    "__getattr__": "answers through __getattr__ alone",
}


class _Shims:
    """All shims of a tree, and whether what they promise is there."""

    def __init__(self, facts: Mapping[PurePosixPath, Json], modules: Modules) -> None:
        self.shims = {
            path: fact["shim"]
            for path, fact in facts.items()
            if "shim" in fact and _inside(fact["shim"], path, modules)
        }
        self.fakes = {
            (path, name): (of, recurses)
            for path, fact in facts.items()
            for _, _, name, of, recurses in fact.get("fakes", ())
            if of and "." in of
        }
        self.modules = modules
        self.definitions = Definitions(modules.workspace)

    def findings(self) -> Iterator[Finding]:
        """One for each shim."""
        for path, (how, line, end_line, targets, warns) in self.shims.items():
            target = ", ".join(targets)
            broken = self.broken(path)
            name = self.modules.name_of[path]
            of = f" {target}" if target else " others"
            said = HOW[how]
            warned = "" if warns else "; nobody who uses it is warned"
            fails = f"; it cannot work: {broken}" if broken else ""
            yield Finding(
                "shim-module",
                f"{name} only stands in for{of}: it {said}{warned}{fails}",
                (Location(path, line, end_line),),
                f"{path}",
                Severity.ERROR if broken else Severity.WARNING,
                {"how": how, "targets": targets, "warns": warns, "works": not broken},
            )

    def broken(self, path: PurePosixPath) -> str:
        """Why importing from this shim surely fails, if it does."""
        source = self.definitions.source(path)
        how = getattr_of(source.tree)
        if how and how[3] and self.shims[path][0] == "__getattr__":
            return "its __getattr__ calls itself without end"
        for item in imports_unproven(source):
            sure = item.when == "import" and not (item.guarded or item.fallback or item.conditional)
            if sure and item.target and self.modules.answer(item.target, path) == "absent":
                return f"there is no module {item.target}"
        return ""

    def missing(self, path: PurePosixPath, name: str) -> str:
        """Why the shim surely does not have that name, if so."""
        if reason := self.broken(path):
            return reason
        dotted = f"{self.modules.name_of[path]}.{name}"
        if self.definitions.modules.get(self.modules.name_of[path]) != path or self.shims[path][0] != "imports":
            return ""
        found = self.definitions.find(dotted)
        return f"it has no {name}" if isinstance(found, Missing) and not found.reason else ""

    def uses(self, facts: Mapping[PurePosixPath, Json]) -> Iterator[Finding]:
        """One for each import that goes through a shim, but for the shims' own."""
        for path, fact in facts.items() if self.shims or self.fakes else ():
            importer, package = self.modules.name_of[path], path.stem == "__init__"
            for row in fact.get("uses", ()):
                item = Import.from_json(row, importer, package)
                if path not in self.shims:
                    for name, shim in self._through(item, path):
                        if name or shim.parent / "__init__.py" != path:  # a package that keeps its own shims uses none
                            yield self._use(path, item, name, shim)
                if self.fakes:
                    yield from self._use_of_fakes(path, item)

    def _through(self, item: Import, path: PurePosixPath) -> Iterator[tuple[str, PurePosixPath]]:
        if not item.target:
            return
        for shim in self.modules.find(item.target, path):
            if shim in self.shims:
                yield from ((name, shim) for name, _ in item.names or (("", ""),))
        for name, _ in item.names:
            for shim in self.modules.find(f"{item.target}.{name}", path):
                if shim in self.shims:
                    yield "", shim

    def _use(self, path: PurePosixPath, item: Import, name: str, shim: PurePosixPath) -> Finding:
        module, real = self.modules.name_of[shim], ", ".join(self.shims[shim][3])
        why = self.missing(shim, name) if name not in ("", "*") else self.broken(shim)
        dotted = f"{module}.{name}" if name else module
        shim_of = f"a shim of {real}" if real else "a shim"
        return _through_shim(path, item, dotted, f"imported through {shim_of}" if name else shim_of, why)

    def _use_of_fakes(self, path: PurePosixPath, item: Import) -> Iterator[Finding]:
        for name, _ in item.names:
            for holder in self.modules.find(item.target, path):
                if fake := self.fakes.get((holder, name)):
                    of, recurses = fake
                    absent = self.modules.answer(of, holder) == "absent"
                    why = (
                        f"there is no module {of}"
                        if absent
                        else "its __getattr__ calls itself without end"
                        if recurses
                        else ""
                    )
                    yield _through_shim(path, item, f"{item.target}.{name}", f"an object that pretends to be {of}", why)


def _inside(shim: Json, path: PurePosixPath, modules: Modules) -> bool:
    """Whether it stands in for modules of the project: one that only smooths the differences of Pythons is no shim of ours."""
    how, _, _, targets, _ = shim
    return how != "imports" or all(modules.answer(target, path) != "outside" for target in targets)


def _through_shim(path: PurePosixPath, item: Import, dotted: str, what: str, why: str) -> Finding:
    said = "it works"
    if why:
        said = f"it never works, and a handler hides that: {why}" if item.guarded else f"it never works: {why}"
    return Finding(
        "shim-use",
        f"{dotted} is {what}; {said}",
        (Location(path, item.line, item.end_line, item.scope),),
        f"{path}::{item.scope} {dotted}",
        Severity.ERROR if why else Severity.WARNING,
        {"name": dotted, "resolves": not why, "guarded": item.guarded, "when": item.when},
    )


# --- tricks ----------------------------------------------------------------------------------------------------------


def _tricks(source: Source) -> Iterator[Json]:
    """Assignments into sys.modules: [line, end_line, scope, text, whether under the module's own name]."""
    if b"sys.modules" not in source.data:
        return
    for node, scope in scoped_statements(source.tree):
        key: ast.expr | None = None
        match node:
            case ast.Assign(targets=targets):
                keys = [
                    item.slice for item in targets if isinstance(item, ast.Subscript) and is_sys_modules(item.value)
                ]
                key = keys[0] if keys else None
            case ast.Expr(
                value=ast.Call(func=ast.Attribute(value=owner, attr="setdefault" | "update"), args=[first, *_])
            ):
                key = first if is_sys_modules(owner) else None
        if key is not None:
            own = isinstance(key, ast.Name) and key.id == "__name__"
            yield [node.lineno, node.end_lineno, scope, " ".join(ast.unparse(node).split())[:120], own]


# --- the standard library --------------------------------------------------------------------------------------------


def _gone_imports(imports: Iterable[Import]) -> Iterator[Json]:
    for item in imports:
        if item.level or item.guarded or item.fallback or item.conditional or item.target.partition(".")[0] not in TOPS:
            continue  # a fallback for versions that lack it, or have it still
        if found := gone(item.target):
            yield _row(item.line, item.end_line, item.scope, item.target, found)
            continue
        for name, _ in item.names:
            if found := gone(item.target, name) or gone(f"{item.target}.{name}"):
                yield _row(item.line, item.end_line, item.scope, f"{item.target}.{name}", found)


def _gone_attributes(source: Source) -> Iterator[Json]:
    modules = GONE_ATTRIBUTES.keys() & {
        item.target for item in imports_unproven(source) if not item.names and not item.alias
    }
    names = [name for module in modules for name in GONE_ATTRIBUTES[module]]
    if not any(name.encode() in source.data for name in names) or any(guard in source.data for guard in GUARDS):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            dotted = f"{node.value.id}.{node.attr}"
            if found := NAMES.get(dotted):
                yield _row(node.lineno, node.end_lineno or node.lineno, "", dotted, found)


def _row(line: int, end_line: int, scope: str, dotted: str, found: Gone) -> Json:
    return [line, end_line, scope, dotted, found.since, found.instead, found.deprecated]
