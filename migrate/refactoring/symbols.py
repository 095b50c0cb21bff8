"""Finds what a plan names by a dotted name: a module, or a function, class, variable or member where it is defined."""

from __future__ import annotations

import ast
import keyword
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from migrate.errors import nearest
from migrate.model import Location
from migrate.python.bindings import Scope
from migrate.refactoring.refused import Refused
from migrate.references.index import Index
from migrate.references.names import Module

Kind = Literal["function", "class", "variable", "import"]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def is_name(text: str) -> bool:
    """Whether code can give that name to something: no keyword, and nothing that Python reads as another name (`ﬁ`)."""
    return text.isidentifier() and not keyword.iskeyword(text) and unicodedata.normalize("NFKC", text) == text


@dataclass(frozen=True, eq=False)
class Symbol:
    """A name bound in a module, or (with `path` of several parts) in classes and functions inside it.

    `nodes` are all that bind it: both branches of an `if`, every overload, a property with its setter.
    """

    module: Module
    path: tuple[str, ...]
    nodes: tuple[ast.AST, ...]
    scope: Scope
    """The scope that binds it."""

    @property
    def name(self) -> str:
        """Its last name."""
        return self.path[-1]

    @property
    def dotted(self) -> str:
        """Its whole dotted name."""
        return ".".join((self.module.name, *self.path))

    @property
    def owner(self) -> ast.ClassDef | None:
        """The class whose member it is."""
        return self.scope.node if isinstance(self.scope.node, ast.ClassDef) else None

    @cached_property
    def kind(self) -> Kind:
        """What the last of its bindings is."""
        match self.nodes[-1]:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return "function"
            case ast.ClassDef():
                return "class"
            case ast.alias():
                return "import"
        return "variable"

    @property
    def functions(self) -> list[Function]:
        """The function definitions among its bindings."""
        return [node for node in self.nodes if isinstance(node, Function)]

    @property
    def line(self) -> int:
        """The line of its first binding."""
        return int(getattr(self.nodes[0], "lineno", 1))

    @property
    def where(self) -> Location:
        """The place of its first binding."""
        return Location(self.module.path, self.line, symbol=".".join(self.path))


def find_module(index: Index, dotted: str) -> Module:
    """The module of that name. Raises Refused: `no-such-module` with the nearest names, `ambiguous`, `syntax-error`."""
    names = index.names
    files = [path for path in names.paths.get(dotted, ()) if path.suffix == ".py"]
    if not names.is_module(dotted) or not names.paths.get(dotted):
        what = "is a folder without a file of its own" if names.is_module(dotted) else "is no module of the tree"
        raise Refused(
            "no-such-module", f"`{dotted}` {what}", nearest(dotted, names.paths, "name a module below an import root")
        )
    if len(files) > 1:
        both = " and ".join(map(str, files))
        raise Refused("ambiguous", f"{both} are both called `{dotted}`", "set the plan's `source`", Location(files[0]))
    found = names.module(dotted)
    if found is None:
        where = Location(names.paths[dotted][0])
        raise Refused("syntax-error", f"{where.path} cannot be parsed", "mend the file first", where)
    return found


def find_symbol(index: Index, dotted: str) -> Symbol:
    """What binds that name in the tree. Raises Refused: `no-such-name` with the nearest three, and as `find_module`.

    A name that a module only imports is found as such (`kind` is `import`); the caller decides whether that will do.
    """
    parts = dotted.split(".")
    count = next((n for n in range(len(parts) - 1, 0, -1) if index.names.paths.get(".".join(parts[:n]))), 0)
    if not count:
        raise Refused("no-such-name", f"the tree has no `{dotted}`", _near(index, dotted, None))
    module = find_module(index, ".".join(parts[:count]))
    scope = module.bindings.module
    for position in range(count, len(parts)):
        nodes = scope.bindings.get(parts[position])
        if not nodes:
            break
        if position == len(parts) - 1:
            return Symbol(module, tuple(parts[count:]), tuple(nodes), scope)
        inner = [module.bindings.scope_of[node] for node in nodes if isinstance(node, Function | ast.ClassDef)]
        if len(inner) != 1:
            break
        scope = inner[0]
    where = Location(module.path)
    raise Refused("no-such-name", f"the tree has no `{dotted}`", _near(index, dotted, module), where)


def _near(index: Index, dotted: str, module: Module | None) -> str:
    known = list(_names_in(module)) if module else list(index.names.paths)
    return nearest(dotted, known, "give the whole dotted name of something below an import root")


def _names_in(module: Module) -> Iterator[str]:
    """Every name bound at module level or in a class of it, dotted."""
    waiting: list[tuple[str, Scope]] = [(module.name, module.bindings.module)]
    while waiting:
        prefix, scope = waiting.pop()
        for name, nodes in scope.bindings.items():
            yield f"{prefix}.{name}"
            waiting += [
                (f"{prefix}.{name}", module.bindings.scope_of[node]) for node in nodes if isinstance(node, ast.ClassDef)
            ]
