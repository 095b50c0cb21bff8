"""What a module defines at its top level, and where a dotted name leads, without running anything."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal

from migrate.model import Location
from migrate.python.imports import absolute
from migrate.python.source import BODIES, Source, module_name, source_roots
from migrate.workspace import Workspace

DYNAMIC = (b"globals()[", b"globals().update", b"sys.modules[__name__]", b"vars()[", b"exec(")
"""Text by which a module may give itself names that no statement of it defines."""

DefinitionKind = Literal["class", "function", "variable", "import"]


@dataclass(frozen=True, slots=True)
class Definition:
    """One statement that gives a name to something: where, of what kind, and under what condition (`in try`)."""

    name: str
    kind: DefinitionKind
    node: ast.AST
    where: Location
    condition: str = ""
    target: str = ""
    """Of an import: the dotted name that it brings in."""

    @property
    def lines(self) -> int:
        """How many lines it takes, decorators included."""
        return self.where.end_line - self.where.line + 1

    def __str__(self) -> str:
        condition = f", {self.condition}" if self.condition else ""
        return f"{self.kind} at {self.where}{condition}"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a dotted name led: a module's file (no definition), or a definition in it; `via` are the re-exports on the way."""

    path: PurePosixPath
    definition: Definition | None = None
    via: tuple[str, ...] = ()
    symbol: str = ""
    """The dotted name of the definition inside its module."""


@dataclass(frozen=True, slots=True)
class Missing:
    """How far a dotted name led: `module` is the longest part that is a module, in `path`; `name` is what it lacks."""

    module: str
    path: PurePosixPath | None
    name: str
    holder: Definition | None = None
    """The class that lacks the name, where it is one."""
    reason: str = ""
    """Why it cannot be told, where it cannot: a file that does not parse, an import from outside."""


class Definitions:
    """The modules and names of one workspace; a file is parsed when a question leads to it, and once."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._sources: dict[PurePosixPath, Source] = {}
        self._tables: dict[PurePosixPath, dict[str, list[Definition]]] = {}

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """The tree's import roots."""
        return source_roots(self.workspace)

    @cached_property
    def modules(self) -> dict[str, PurePosixPath]:
        """Dotted name → file of every module; a `.py` wins over its stub."""
        found: dict[str, PurePosixPath] = {}
        for path in sorted(self.workspace.python_files(), key=lambda file: (file.suffix, file)):
            if module := module_name(path, self.roots):
                found.setdefault(module, path)
        return found

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """Folders that hold modules and are no modules themselves."""
        parents = {module[:at] for module in self.modules for at in _dots(module)}
        return frozenset(parents - self.modules.keys())

    def source(self, path: PurePosixPath) -> Source:
        """The file, to be parsed at most once."""
        if path not in self._sources:
            module = module_name(path, self.roots)
            self._sources[path] = Source(path, self.workspace.read(path), module, package=path.stem == "__init__")
        return self._sources[path]

    def of(self, path: PurePosixPath) -> dict[str, list[Definition]]:
        """Name → its definitions at the file's top level, in the order of the text. Raises SyntaxError."""
        if path not in self._tables:
            source = self.source(path)
            table: dict[str, list[Definition]] = {}
            for definition in defined_in(source.tree.body, source):
                table.setdefault(definition.name, []).append(definition)
            self._tables[path] = table
        return self._tables[path]

    def find(self, dotted: str) -> Found | Missing:
        """Where the name leads: a module, a top-level name, a member of a class; re-exports inside the tree are followed."""
        return self._find(dotted, ())

    def _find(self, dotted: str, via: tuple[str, ...]) -> Found | Missing:
        module = next(
            (dotted[:at] for at in (len(dotted), *reversed(_dots(dotted))) if dotted[:at] in self.modules), ""
        )
        if not module:
            space = next((dotted[:at] for at in reversed(_dots(dotted)) if dotted[:at] in self.namespaces), "")
            return Missing(space, None, dotted.removeprefix(f"{space}.") if space else dotted)
        path = self.modules[module]
        if module == dotted:
            return Found(path, None, via)
        name, _, rest = dotted.removeprefix(f"{module}.").partition(".")
        if dotted in via:
            return Missing(module, path, name, reason=f"`{dotted}` is imported in a circle")
        try:
            definition = chosen(self.of(path).get(name, ()))
        except SyntaxError as error:
            return Missing(module, path, name, reason=f"{path}:{error.lineno or 1} does not parse: {error.msg}")
        if definition is None:
            return self._by_star(module, path, name, rest, (*via, dotted))
        if definition.kind == "import":
            return self._followed(definition, path, rest, (*via, dotted))
        return self._member(Found(path, definition, via, name), module, rest)

    def _followed(
        self, definition: Definition, path: PurePosixPath, rest: str, via: tuple[str, ...]
    ) -> Found | Missing:
        """What an import brings in: where that lies outside the tree, the import itself is the definition."""
        top = definition.target.partition(".")[0]
        inside = any(module == top or module.startswith(f"{top}.") for module in self.modules)
        if not inside:
            here = Found(path, definition, via[:-1], definition.name)
            return (
                here
                if not rest
                else Missing("", path, rest, definition, f"`{definition.target}` lies outside the project")
            )
        return self._find(f"{definition.target}.{rest}" if rest else definition.target, via)

    def _by_star(self, module: str, path: PurePosixPath, name: str, rest: str, via: tuple[str, ...]) -> Found | Missing:
        """The name by way of the module's star imports: a public name only, and the last star wins."""
        outside = []
        for star in reversed(self.of(path).get("*", [])):
            if star.target not in self.modules:
                outside.append(star.target)
            elif not name.startswith("_") or self._exported(star.target, name):
                found = self._find(".".join(filter(None, (star.target, name, rest))), via)
                if isinstance(found, Found):
                    return found
        return Missing(module, path, name, reason=self._doubt(path, outside))

    def _doubt(self, path: PurePosixPath, stars: list[str]) -> str:
        """What in the module might make a name that its text does not define."""
        if stars:
            return f"it might come from `from {stars[0]} import *`"
        if "__getattr__" in self.of(path):
            return f"the module's `__getattr__` at {self.of(path)['__getattr__'][-1].where} might make it"
        data = self.source(path).data
        trick = next((text for text in DYNAMIC if text in data), b"").decode()
        return f"`{trick}` in {path} might make it" if trick else ""

    def _exported(self, module: str, name: str) -> bool:
        data = self.workspace.read(self.modules[module])
        return b"__all__" in data and re.search(rf"[\"']{re.escape(name)}[\"']".encode(), data) is not None

    def _member(self, found: Found, module: str, rest: str) -> Found | Missing:
        holder, symbol = found.definition, found.symbol
        while rest and holder is not None:
            name, _, rest = rest.partition(".")
            if not isinstance(holder.node, ast.ClassDef):
                return Missing(module, found.path, name, holder)
            source = self.source(found.path)
            inner = chosen([d for d in members(holder.node, source) if d.name == name])
            if inner is None:
                return Missing(module, found.path, name, holder)
            holder, symbol = inner, f"{symbol}.{name}"
        return Found(found.path, holder, found.via, symbol)

    def elsewhere(self, name: str) -> list[Location]:
        """Where a module defines a class, function or variable of that name, by its text alone: nothing is parsed."""
        needle = re.escape(name)
        statement = rf"^(?:(?:class|def|async[ \t]+def)[ \t]+{needle}\b|{needle}[ \t]*[:=](?!=))"
        pattern = re.compile(statement.encode(), re.MULTILINE)
        places = []
        for path in self.modules.values():
            data = self.workspace.read(path)
            if name.encode() in data and (match := pattern.search(data)):
                places.append(Location(path, data.count(b"\n", 0, match.start()) + 1))
        return sorted(places)


def defined_in(body: Iterable[ast.stmt], source: Source, condition: str = "") -> Iterator[Definition]:
    """Every name that these statements bind, also inside `if`, `try`, `with`, loops and `match`, but not in inner scopes.

    A star import is a definition of `*`.
    """
    for node in body:
        match node:
            case ast.ClassDef():
                yield _definition(node.name, "class", node, source, condition)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield _definition(node.name, "function", node, source, condition)
            case ast.Import():
                for item in node.names:
                    top = item.name.partition(".")[0]
                    bound, target = (item.asname, item.name) if item.asname else (top, top)
                    yield _definition(bound, "import", node, source, condition, target)
            case ast.ImportFrom():
                base = absolute(node.module or "", node.level, source.module, source.package)
                for item in node.names:
                    target = base if item.name == "*" else f"{base}.{item.name}"
                    yield _definition(item.asname or item.name, "import", node, source, condition, target)
            case _:
                for target in _bound_by(node):
                    yield _definition(target, "variable", node, source, condition)
                yield from _inside(node, source, condition)


def _inside(node: ast.stmt, source: Source, condition: str) -> Iterator[Definition]:
    kind = {ast.If: "if", ast.Try: "try", ast.TryStar: "try", ast.Match: "match"}.get(type(node))
    if isinstance(node, ast.For | ast.AsyncFor | ast.While):
        kind = "a loop"
    for field in BODIES:
        for inner in getattr(node, field, None) or ():
            if isinstance(inner, ast.ExceptHandler):
                yield from defined_in(inner.body, source, "in except")
            elif isinstance(inner, ast.match_case):
                yield from defined_in(inner.body, source, "in match")
            elif isinstance(inner, ast.stmt):
                where = f"in {'else' if field == 'orelse' and kind == 'if' else kind}" if kind else condition
                yield from defined_in([inner], source, where)


def _bound_by(node: ast.stmt) -> Iterator[str]:
    targets: list[ast.expr | None] = []
    match node:
        case ast.Assign():
            targets += node.targets
        case ast.AnnAssign() if node.value is not None:
            targets.append(node.target)
        case ast.AugAssign() | ast.For() | ast.AsyncFor():
            targets.append(node.target)
        case ast.With() | ast.AsyncWith():
            targets += [item.optional_vars for item in node.items]
        case ast.stmt() if type(node).__name__ == "TypeAlias":
            targets.append(getattr(node, "name", None))
    for target in targets:
        if target is not None:
            yield from (n.id for n in ast.walk(target) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))


def _definition(
    name: str, kind: DefinitionKind, node: ast.stmt, source: Source, condition: str, target: str = ""
) -> Definition:
    first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", ()))])
    where = Location(source.path, first, node.end_lineno or node.lineno, name)
    return Definition(name, kind, node, where, condition, target)


def members(node: ast.ClassDef, source: Source) -> list[Definition]:
    """What the class's own body defines, in the order of the text; what `__init__` sets on `self` is not among it."""
    return list(defined_in(node.body, source))


def methods(node: ast.ClassDef, source: Source) -> list[str]:
    """The names of the methods that the class's own body defines, each once (overloads and setters fold)."""
    return list(dict.fromkeys(d.name for d in members(node, source) if d.kind == "function"))


def chosen(definitions: Iterable[Definition]) -> Definition | None:
    """The definition that most likely counts: the last one, but a fallback (`except`, `else`) only if there is no other."""
    found = list(definitions)
    first_choice = [d for d in found if d.condition not in ("in except", "in else")]
    usable = first_choice or found
    return usable[-1] if usable else None


def _dots(dotted: str) -> list[int]:
    return [at for at, letter in enumerate(dotted) if letter == "."]
