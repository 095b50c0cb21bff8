"""What forbids a move: places that cannot be, hooks that speak for a whole module, state that both sides would share."""

from __future__ import annotations

import ast
import keyword
import sys
from collections.abc import Iterable
from pathlib import PurePosixPath

from migrate.model import Location
from migrate.python.namespaces import plain_looks
from migrate.refactoring.draft import Draft
from migrate.refactoring.moving.sides import Sides
from migrate.refactoring.refused import Refused

PLACE_ATTRIBUTES = frozenset({"__file__", "__path__", "__package__", "__spec__"})
HARMLESS = frozenset({
    "property", "staticmethod", "classmethod", "dataclass", "overload", "contextmanager", "asynccontextmanager", "wraps",
    "lru_cache", "cache", "cached_property", "abstractmethod", "total_ordering", "singledispatch", "final", "deprecated",
    "define", "frozen", "unique", "runtime_checkable", "override", "no_type_check", "partial",
})  # fmt: skip
"""Decorators that tell nobody of what they decorate."""


class Checks:
    """Looks at one move before anything is written. Each raises Refused; what a reader should know is noted."""

    def __init__(self, draft: Draft, sides: Sides, into: str, path: PurePosixPath) -> None:
        """`into` is the module that the names go to, in the file `path`."""
        self.draft = draft
        self.names = draft.index.names
        self.sides = sides
        self.source = sides.module
        self.old, self.new = sides.module.name, into
        self.target = self.names.module(into)
        self.new_path = path

    def _at(self, name: str) -> Location:
        return Location(self.source.path, getattr(self.source.namespace[name][0], "lineno", 1), symbol=name)

    def places(self) -> None:
        """Whether the names can go there."""
        names, where = self.names, Location(self.source.path)
        if self.old == self.new:
            raise Refused("same-module", f"`{self.new}` is where the names are", "choose another `into`", where)
        if not all(part.isidentifier() and not keyword.iskeyword(part) for part in self.new.split(".")):
            raise Refused("no-module-name", f"nothing can import `{self.new}`", "give names joined by dots", where)
        for name in (self.old, self.new):
            files = names.paths.get(name, ())
            if any(item.suffix == ".pyi" for item in files):
                raise Refused(
                    "stub-file", f"`{name}` has a stub (.pyi)", "move the names in the stub and delete it first", where
                )
            if len(files) > 1:
                both = " and ".join(map(str, files))
                raise Refused("ambiguous", f"{both} are both called `{name}`", "set the plan's `source`", where)
        if self.target is None:
            self._check_new(where)

    def _check_new(self, where: Location) -> None:
        parent, _, leaf = self.new.rpartition(".")
        home = self.names.module(parent) if parent else None
        if home and leaf in home.namespace and parent == self.old and leaf in self.sides.names:
            reason = f"`{parent}.{leaf}` would be a name and a module"
            raise Refused("name-taken", reason, "choose another `into`", Location(home.path))
        make_room(self.draft, self.new, self.new_path, where)

    def hooks(self) -> None:
        """What knows its module: `globals()`, `__file__`, decorators that tell somebody."""
        sides = self.sides
        if hooks := sides.names & {"__getattr__", "__dir__", "__all__"}:
            raise Refused(
                "module-hook", f"`{min(hooks)}` speaks for `{self.old}` alone", "leave it there", self._at(min(hooks))
            )
        going = set(sides.going)
        plain, importing = (plain_looks(self.source.source.tree, names) for names in (sides.names, None))
        named = {str(node.value) for node, _ in self.source.bindings.strings}
        for reading in sides.readings:
            name = reading.name
            if name in self.source.namespace:
                continue
            at = Location(
                self.source.path, reading.use.name.lineno if reading.use.quoted is None else reading.unit.line
            )
            if name == "globals":
                if id(reading.use.name) in (importing if reading.unit in going else plain):
                    continue
                hook = sides.bound_by(reading.unit) & {"__getattr__", "__dir__", "_moved"}
                if not hook or (reading.unit not in going and "__dir__" not in hook and sides.names & named):
                    raise Refused(
                        "module-namespace",
                        f"{at} looks at its module's names with `globals()`",
                        "write the names out",
                        at,
                    )
            elif name in PLACE_ATTRIBUTES and reading.unit in going and self.new_path.parent != self.source.path.parent:
                raise Refused(
                    "module-place",
                    f"{at} depends on where its file lies (`{name}`)",
                    "choose an `into` in the same folder",
                    at,
                )
            elif name == "__name__" and reading.unit in going:
                self.draft.note(f"{at}: `__name__` is `{self.new}` there")
        for unit in sides.going:
            self._check_decorators(unit.statements)
        if self.target:
            plain = plain_looks(self.target.source.tree, sides.names)
            for use in self.target.bindings.uses:
                at = Location(self.target.path, use.name.lineno)
                if (
                    use.name.id == "globals"
                    and id(use.name) not in plain
                    and use.scope is self.target.bindings.module
                    and use.scope.lookup("globals") is None
                ):
                    raise Refused(
                        "module-namespace",
                        f"{at} looks at its module's names with `globals()`",
                        "write the names out",
                        at,
                    )

    def _check_decorators(self, nodes: Iterable[ast.stmt]) -> None:
        for node in nodes:
            for decorator in getattr(node, "decorator_list", []):
                called = decorator.func if isinstance(decorator, ast.Call) else decorator
                name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                at = Location(self.source.path, decorator.lineno)
                if name == "fixture":
                    if "conftest" in (self.source.path.stem, self.new_path.stem):
                        raise Refused("fixture", f"{at}: pytest finds the fixture where it is", "leave it there", at)
                    self.draft.note(f"{at}: tests find a fixture in their own module or in a conftest.py")
                elif name not in HARMLESS and isinstance(decorator, ast.Call | ast.Attribute):
                    text = ast.unparse(called)
                    self.draft.note(f"{at}: `@{text}` runs when `{self.new}` is imported, not with `{self.old}`")

    def order(self) -> None:
        """Names that are deleted, or bound once more, after what the other side reads of them on import."""
        sides, going = self.sides, set(self.sides.going)
        for use in self.source.bindings.uses:
            if use.name.id in sides.names and isinstance(use.name.ctx, ast.Del) and use.scope.kind == "module":
                at = Location(self.source.path, use.name.lineno)
                raise Refused("deleted", f"{at} deletes `{use.name.id}`", "take that statement away first", at)
        for reading in sides.readings:
            name, unit = reading.name, reading.unit
            if reading.moment != "import" or (unit in going) == (name in sides.names):
                continue
            places = [binder.start for binder in sides.binders.get(name, ()) if binder is not unit]
            if places and min(places) < unit.start < max(places):
                at = sides.at(unit)
                reason = f"{at} reads `{name}`, which is bound anew further down: an import would bring that"
                raise Refused("rebound", reason, "give the two things two names first", at)

    def state(self) -> None:
        """Names that functions bind anew: whoever reads one must live where they are."""
        sides, going = self.sides, set(self.sides.going)
        for name, writers in sorted(sides.writers.items()):
            if name not in sides.names and not any(unit in going for unit in writers):
                readers = [item for item in sides.readings if item.name == name and item.unit in going]
            else:
                readers = [item for item in sides.readings if item.name == name]
            home = name in sides.names
            at = sides.at(writers[0])
            for unit in writers:
                if (unit in going) != home:
                    at = sides.at(unit)
                    raise Refused(
                        "global-write", f"{at} writes the module's `{name}`, which would be in another module",
                        f"move `{name}` and all functions that write it together", at,
                    )  # fmt: skip
            for reading in readers:
                if (reading.unit in going) != home:
                    at = sides.at(reading.unit)
                    raise Refused(
                        "module-state", f"{at} reads `{name}`, which functions bind anew: an import would not see it",
                        f"move `{name}` and all its users together", at,
                    )  # fmt: skip


def make_room(draft: Draft, new: str, path: PurePosixPath, where: Location) -> None:
    """Give a module that is not there yet the packages that it lies in. Raises Refused where nothing can be there."""
    names, parts = draft.index.names, new.split(".")
    if there := names.path_of(new):
        raise Refused("syntax-error", f"{there} cannot be parsed", "mend the file first", Location(there))
    if names.is_module(new):
        raise Refused("name-taken", f"`{new}` is a folder of modules", "choose another `into`", where)
    if draft.workspace.exists(path):
        raise Refused("name-taken", f"{path} is there already", "choose another `into`", where)
    if len(parts) == 1 and parts[0] in sys.stdlib_module_names:
        raise Refused("name-taken", f"`{new}` would hide the standard library's", "choose another `into`", where)
    for count in range(1, len(parts)):
        above = names.path_of(".".join(parts[:count]))
        if above and above.stem != "__init__":
            reason = f"{above} is a module, so nothing can lie below it"
            raise Refused("not-a-package", reason, "choose another `into`", where)
    parent, _, leaf = new.rpartition(".")
    home = names.module(parent) if parent else None
    if home and leaf in home.namespace:
        raise Refused("name-taken", f"`{parent}` binds `{leaf}` already", "choose another `into`", Location(home.path))
    for count in range(1, len(parts)):
        folder = path.parents[len(parts) - 1 - count]
        if not draft.workspace.is_folder(folder):
            draft.write(folder / "__init__.py", b"")
            draft.note(f"{folder / '__init__.py'} is new and empty")
