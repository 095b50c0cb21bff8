"""The module that holds a root of exceptions and its families: what it has, what it gains, and who imports it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import PurePosixPath

from migrate.model import Location
from migrate.python.edits import Edit
from migrate.refactoring.draft import Draft
from migrate.refactoring.imports.hosting import Host
from migrate.refactoring.moving.checks import make_room
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import find_module, is_name
from migrate.refactoring.unifying.exception_orders import Kind, Orders, dotted
from migrate.refactoring.unifying.header import says_nothing
from migrate.references.members.classes import Class
from migrate.references.members.hierarchy import hierarchy_of
from migrate.references.names import Module


class ExceptionHome:
    """The module `into`, there or not yet."""

    def __init__(self, draft: Draft, into: str, orders: Orders) -> None:
        self.draft = draft
        self.into = into
        self.orders = orders
        self.names = draft.index.names
        self._made: list[tuple[str, str, str]] = []
        """(name, base, docstring) of each class that it gains."""
        self._own: list[Edit] = []
        self._users: dict[PurePosixPath, tuple[Module, list[Kind]]] = {}

    @property
    def prefix(self) -> str:
        """What a class of this module may be called by: `Backends` for `pkg.backends.exceptions`."""
        parts = self.into.split(".")
        return "".join(word[:1].upper() + word[1:] for word in parts[-2 if len(parts) > 1 else -1].split("_"))

    @cached_property
    def module(self) -> Module | None:
        """The module, where it is there."""
        return find_module(self.draft.index, self.into) if self.names.paths.get(self.into) else None

    @cached_property
    def path(self) -> PurePosixPath:
        """Its file: beside the modules of its package, else below the first import root."""
        if self.module:
            return self.module.path
        parts = self.into.split(".")
        for count in range(len(parts) - 1, 0, -1):
            package = ".".join(parts[:count])
            below = sorted(name for name in self.names.paths if f"{name}.".startswith(f"{package}."))
            if below and (path := self.names.path_of(below[0])):
                up = len(below[0].split(".")) - count - (path.stem == "__init__")
                folder = path.parents[up] if up >= 0 else path.parent
                return folder.joinpath(*parts[count:]).with_suffix(".py")
        return PurePosixPath(min(self.names.roots, default="")).joinpath(*parts).with_suffix(".py")

    def check(self) -> None:
        """Refuse a module that cannot be, or cannot be edited."""
        if not all(map(is_name, self.into.split("."))):
            raise Refused("no-module-name", f"nothing can import `{self.into}`", "give names joined by dots")
        if self.module is None:
            make_room(self.draft, self.into, self.path, Location(self.path))
        elif self.draft.module(self.path) is None:
            raise Refused("syntax-error", f"{self.path} cannot be edited", "mend the file first", Location(self.path))

    def kind(self, name: str, bases: tuple[Kind, ...], said: str) -> Kind:
        """The class of that name: as it is there, or one that will be made. Raises Refused for one that defines anything."""
        nodes = self.module.namespace.get(name, []) if self.module else []
        if not nodes:
            meant = self.names.member(self.into, name) if self.module else None
            if meant:
                reason = f"`{self.into}.{name}` is `{meant.dotted}` already"
                raise Refused("name-taken", reason, "choose another name", Location(self.path))
            self._made.append((name, dotted(bases[0]).rpartition(".")[2], said))
            self.orders.make(f"{self.into}.{name}", bases)
            return f"{self.into}.{name}"
        where = Location(self.path, getattr(nodes[0], "lineno", 1))
        if any(isinstance(node, ast.alias) for node in nodes):
            meant = self.names.member(self.into, name)
            hint = f'say `into = "{meant.dotted.rpartition(".")[0]}"`' if meant else "choose another name"
            raise Refused("imported-name", f"`{self.into}` only imports `{name}`", hint, where)
        found = hierarchy_of(self.draft.index).find(f"{self.into}.{name}")
        if found is None or len(nodes) > 1:
            raise Refused("name-taken", f"`{self.into}.{name}` is no class", "choose another name", where)
        if not says_nothing(found.node) or found.node.keywords or found.node.decorator_list:
            reason = f"`{found.dotted}` defines something, which all below it would inherit"
            raise Refused("defining-root", reason, "name a new class", where)
        return found

    def edit(self, cls: Class, kinds: Sequence[Kind], edits: list[Edit]) -> None:
        """Give a class these bases. Raises Refused where their names mean something else at its place."""
        module = cls.module
        around = module.bindings.scope_of[cls.node].parent
        for name in (dotted(kind).rpartition(".")[2] for kind in kinds):
            if around and around.lookup(name) not in (None, module.bindings.module):
                where = Location(cls.path, cls.line, symbol=cls.qualname)
                reason = f"`{name}` means something else where `{cls.dotted}` is defined"
                raise Refused("captured-name", reason, "choose another name", where)
        if module.path == self.path:
            self._check_before(cls, kinds)
            self._own += edits
            return
        self._use(module, kinds)
        self.draft.edit(module.path, *edits)

    def _use(self, module: Module, kinds: Sequence[Kind]) -> None:
        _, known = self._users.setdefault(module.path, (module, []))
        known += [kind for kind in kinds if kind not in known]

    def _check_before(self, cls: Class, kinds: Sequence[Kind]) -> None:
        """The bases must stand above the class in this module."""
        for kind in kinds:
            if isinstance(kind, Class) and kind.line > cls.line:
                where = Location(cls.path, cls.line, symbol=cls.qualname)
                raise Refused("definition-order", f"`{kind.dotted}` is defined further down", "move it up first", where)

    def users(self) -> Iterator[tuple[Module, list[Kind]]]:
        """The modules that need names of this one, with the classes."""
        for path in sorted(self._users):
            yield self._users[path]

    def write(self) -> None:
        """Write the module: the new classes below its imports, or below the root where that is there."""
        if not self._made and not self._own:
            return
        made = "\n\n\n".join(f'class {name}({base}):\n    """{said}"""' for name, base, said in self._made)
        if self.module is None:
            title = f'"""The exceptions below `{self._made[0][0]}`."""\n\n\n'
            self.draft.write(self.path, f"{title}{made}\n".encode())
            return
        host = Host(self.names, self.module)
        host.edits += self._own
        if made:
            newline = host.newline.decode()
            text = self.module.positions.encode(f"{made}\n".replace("\n", newline))
            host.add_body(self._place(host), text)
            if self.module.exports.known:
                host.export(name for name, _, _ in self._made)
        self.draft.write(self.path, host.text())

    def _place(self, host: Host) -> int:
        """Below the header, and below the classes of it that are bases of the new ones."""
        bases = {base for _, base, _ in self._made}
        last = [count for count, unit in enumerate(host.units) if unit.binds & bases]
        return max([len(host.header), *(count + 1 for count in last)])
