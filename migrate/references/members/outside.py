"""What classes of the standard library define, read from its source: nothing is imported for it."""

from __future__ import annotations

import ast
import builtins
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from migrate.python.bindings import Bindings
from migrate.python.imports import absolute
from migrate.python.source import Source

OBJECT = frozenset(dir(object)) | {"__dict__", "__weakref__", "__annotations__", "__slots__"}
ODDITIES = {
    "typing.NamedTuple": frozenset(dir(tuple)) | {"_asdict", "_fields", "_field_defaults", "_make", "_replace"},
    "typing.TypedDict": frozenset(dir(dict)),
    "typing.Protocol": OBJECT,
    "typing.Generic": OBJECT,
    "typing_extensions.Protocol": OBJECT,
    "typing_extensions.Generic": OBJECT,
    "typing_extensions.TypedDict": frozenset(dir(dict)),
    "typing_extensions.NamedTuple": frozenset(dir(tuple))
    | {"_asdict", "_fields", "_field_defaults", "_make", "_replace"},
}
"""What is no class statement in its module."""


@dataclass(frozen=True, slots=True)
class _Found:
    module: str
    node: ast.ClassDef
    bindings: Bindings
    package: bool


class OutsideClasses:
    """The classes that a tree inherits from and does not define. Those of the standard library are known by their source."""

    def __init__(self) -> None:
        self._members: dict[str, frozenset[str] | None] = {}
        self._files: dict[str, tuple[Bindings, bool] | None] = {}
        self._classes: dict[str, bool] = {}
        self._library = Path(sysconfig.get_paths()["stdlib"])

    def members(self, dotted: str) -> frozenset[str] | None:
        """Every name that instances of the class have, as far as class bodies and `self.x = …` say; None where unknown."""
        if dotted not in self._members:
            self._members[dotted] = None  # a class that inherits from itself is not known
            self._members[dotted] = self._read(dotted)
        return self._members[dotted]

    def ancestors(self, dotted: str) -> frozenset[str] | None:
        """The class and all above it; None where that is unknown."""
        home, _, name = dotted.rpartition(".")
        if home == "builtins":
            thing = getattr(builtins, name, None)
            kinds = thing.__mro__ if isinstance(thing, type) else ()
            return frozenset(f"builtins.{kind.__name__}" for kind in kinds) or None
        if dotted in ODDITIES:
            return frozenset({dotted})
        if self.members(dotted) is None:
            return None
        found = self._find(home, name)
        assert found is not None
        above = [self.ancestors(self._dotted(found, base)) for base in found.node.bases]
        return frozenset({dotted, f"{found.module}.{found.node.name}"}).union(*(item or () for item in above))

    def is_class(self, dotted: str) -> bool:
        """Whether the name is surely a class of the standard library."""
        if dotted not in self._classes:
            home, _, name = dotted.rpartition(".")
            built = isinstance(getattr(builtins, name, None), type) if home == "builtins" else False
            self._classes[dotted] = built or self._find(home, name) is not None
        return self._classes[dotted]

    def _read(self, dotted: str) -> frozenset[str] | None:
        if dotted in ODDITIES:
            return ODDITIES[dotted]
        home, _, name = dotted.rpartition(".")
        if home == "builtins":
            thing = getattr(builtins, name, None)
            return frozenset(dir(thing)) if isinstance(thing, type) else None
        found = self._find(home, name)
        if found is None:
            return None
        names = set(OBJECT) | set(found.bindings.scope_of[found.node].bindings)
        if "__getattr__" in names:
            return None
        for node in ast.walk(found.node):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id in ("self", "cls")
            ):
                names.add(node.attr)  # what it only reads is there too, or comes from those who inherit
        for base in found.node.bases:
            above = self._dotted(found, base)
            inherited = self.members(above) if above else None
            if inherited is None:
                return None
            names |= inherited
        return frozenset(names)

    def _dotted(self, found: _Found, node: ast.expr) -> str:
        """The dotted name of a base."""
        if isinstance(node, ast.Subscript):
            node = node.value
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.insert(0, node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        top = found.bindings.module.bindings.get(node.id)
        if top is None:
            return ".".join(["builtins", node.id, *parts])
        for site in found.bindings.imports:
            for alias in site.node.names:
                if alias is top[-1] and isinstance(site.node, ast.Import):
                    return ".".join([alias.name if alias.asname else alias.name.partition(".")[0], *parts])
                if alias is top[-1] and isinstance(site.node, ast.ImportFrom):
                    node_ = site.node
                    target = absolute(node_.module or "", node_.level, found.module, found.package)
                    return ".".join([target, alias.name, *parts])
        return ".".join([found.module, node.id, *parts])

    def _find(self, module: str, name: str, depth: int = 0) -> _Found | None:
        file = self._file(module)
        if file is None or depth > 5:
            return None
        bindings, package = file
        nodes = bindings.module.bindings.get(name, ())
        for node in nodes:
            if isinstance(node, ast.ClassDef):
                return _Found(module, node, bindings, package)
        for site in bindings.imports:
            if isinstance(site.node, ast.ImportFrom):
                for alias in site.node.names:
                    if alias.name == "*" or (alias.asname or alias.name) == name:
                        target = absolute(site.node.module or "", site.node.level, module, package)
                        found = self._find(target, name if alias.name == "*" else alias.name, depth + 1)
                        if found:
                            return found
        return None

    def _file(self, module: str) -> tuple[Bindings, bool] | None:
        if module not in self._files:
            self._files[module] = self._load(module)
        return self._files[module]

    def _load(self, module: str) -> tuple[Bindings, bool] | None:
        if module.partition(".")[0] not in sys.stdlib_module_names:
            return None
        path = self._library / module.replace(".", "/")
        for file, package in ((path / "__init__.py", True), (path.with_name(f"{path.name}.py"), False)):
            if file.is_file():
                try:
                    tree = Source(PurePosixPath(file.name), file.read_bytes(), module).tree
                except (OSError, SyntaxError):
                    return None
                return Bindings(tree), package
        return None
