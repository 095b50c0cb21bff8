"""What code needs where it comes to: the imports it brings, what it finds there, and what it must ask of its old module."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from migrate.model import Location
from migrate.python.edits import Edit
from migrate.refactoring.imports.hosting import aliases_of
from migrate.refactoring.moving.sides import Reading, Sides, called_to_make
from migrate.refactoring.refused import Refused
from migrate.refactoring.units import Unit, is_typing, places, units_of
from migrate.references.index import Index
from migrate.references.names import BUILTINS, Meaning, Module, Names


@dataclass
class Needs:
    """All that the moved code reads and does not bring with it."""

    plain: dict[Unit, list[ast.alias]] = field(default_factory=dict)
    """Import statements of the old module, and the names of them that are needed."""
    typing: dict[Unit, list[ast.alias]] = field(default_factory=dict)
    """The same of its blocks for type checkers."""
    blocks: list[Unit] = field(default_factory=list)
    """Imports that may fail, or that depend on something: taken whole."""
    starred: dict[str, str] = field(default_factory=dict)
    """Names that came by a star import, with the module that has them."""
    back: dict[str, list[Reading]] = field(default_factory=dict)
    """What the old module defines and keeps."""
    there: set[str] = field(default_factory=set)
    """Module-level names of the new module that it reads."""
    at_once: set[ast.alias] = field(default_factory=set)
    """Imports that the new module has for type checkers only and needs when it runs now."""
    edits: list[Edit] = field(default_factory=list)
    """New spellings, in the old module's bytes."""


class Needing:
    """Works out the needs of what goes (and of what is copied), against what the new module binds already."""

    def __init__(self, index: Index, sides: Sides, target: Module | None, into: str, gone: set[ast.alias]) -> None:
        """`gone` are imports of the new module that lead nowhere once the code is there."""
        self.index = index
        self.names: Names = index.names
        self.sides = sides
        self.module = sides.module
        self.target = target
        self.into = into
        self.needs = Needs()
        self.there = {
            name: kept
            for name, nodes in (target.namespace if target else {}).items()
            if (kept := [node for node in nodes if node not in gone])
        }
        self.their_places = places(_units(target)) if target else {}

    def work(self) -> Needs:
        """The needs. Raises Refused for names that would meet another thing, or that nobody can trace."""
        self._copy()
        sides = self.sides
        brought = sides.names | {name for unit in sides.copied for name in sides.bound_by(unit)}
        self._check_free()
        waiting = sides.read_by([*sides.going, *sides.copied])
        seen: set[str] = set()
        while waiting:
            name = min(waiting)
            found = waiting.pop(name)
            if name in seen or name in brought:
                continue
            seen.add(name)
            known = {*self.needs.blocks, *self.needs.typing}
            self._need(name, found)
            for block in {*self.needs.blocks, *self.needs.typing} - known:  # what their tests read
                waiting.update({key: value for key, value in sides.read_by([block]).items() if key not in seen})
        return self.needs

    def _copy(self) -> None:
        """Loggers and type variables that stay: each module has its own."""
        sides = self.sides
        waiting = sorted(sides.read_by(sides.going))
        while waiting:
            name = waiting.pop(0)
            if name in sides.names or not sides.is_copied(name) or name in self.needs.there:
                continue
            unit = sides.binders[name][0]
            theirs = self.their_places.get(name) if name in self.there else None
            if theirs is not None and _is_alike(unit, theirs):
                self.needs.there.add(name)
            elif unit not in sides.copied:
                sides.copied.append(unit)
                waiting += sorted(sides.read_by([unit]))

    def _need(self, name: str, found: list[Reading]) -> None:
        sides, nodes = self.sides, self.module.namespace.get(name)
        if name in self.needs.there:
            return
        if nodes is None:
            self._unbound(name, found)
            return
        units = sides.binders.get(name, [])
        alone = sides.is_imported(name)
        if units and alone and all(unit.kind in ("import", "typing") for unit in units):
            self._imported(name, units, found)
        elif units and all(_is_import_block(unit) or unit.kind == "import" for unit in units):
            self._blocks(name, units)
        else:
            self._defined(name, found)

    def _unbound(self, name: str, found: list[Reading]) -> None:
        """A builtin, or a name that a star import brings."""
        where = Location(
            self.module.path, found[0].use.name.lineno if found[0].use.quoted is None else found[0].unit.line
        )
        for star in self.module.stars:
            if name in self.names.star_names(star):
                if not self._is_there(name, self.names.member(star, name), where):
                    self.needs.starred[name] = star
                return
        if name in BUILTINS or (name.startswith("__") and name.endswith("__")):
            if name in self.there:
                raise Refused(
                    "captured-name",
                    f"{where} uses the builtin `{name}`, which `{self.into}` redefines",
                    f"rename `{self.into}.{name}` first",
                    where,
                )
            return
        unknown = [star for star in self.module.stars if not self.names.is_module(star)]
        if unknown:
            raise Refused(
                "star-import",
                f"{where}: nobody knows whether `{name}` comes from `{unknown[0]}`",
                "import it by its name first",
                where,
            )
        if name in self.there:
            raise Refused(
                "captured-name", f"{where} reads `{name}`, which nothing binds there; `{self.into}` does",
                "bind it first", where,
            )  # fmt: skip

    def _imported(self, name: str, units: list[Unit], found: list[Reading]) -> None:
        aliases = [(unit, alias) for unit in units for alias in aliases_of(unit) if _bound(alias) == name]
        where = Location(self.module.path, aliases[0][1].lineno)
        meanings = {self.names.bound(self.module, name, alias) for _, alias in aliases}
        meaning = meanings.pop() if len(meanings) == 1 else None
        if meaning is not None and meaning.module == self.into and meaning.name and not meaning.rest:
            self._own(name, meaning.name, where)
            return
        if meaning == Meaning(self.into) and all(alias.asname or self.module.origins[alias][1] for _, alias in aliases):
            self._own_module(name, found)
            return
        typing = all(is_typing(unit) for unit, _ in aliases)
        if name in self.there:
            wanted = self._met(name, aliases, typing, where)
        else:
            self._is_there(name, meaning, where)
            wanted = aliases
        for unit, alias in wanted:
            (self.needs.typing if is_typing(unit) else self.needs.plain).setdefault(unit, []).append(alias)

    def _met(
        self, name: str, aliases: list[tuple[Unit, ast.alias]], typing: bool, where: Location
    ) -> list[tuple[Unit, ast.alias]]:
        """The new module binds the name too: which of the imports it needs all the same."""
        assert self.target is not None
        theirs = self.there[name]
        there = Location(self.target.path, getattr(theirs[0], "lineno", 1))
        others = [node for node in theirs if isinstance(node, ast.alias)]
        known = {self.target.origins[node] for node in others}
        meant = {self.names.bound(self.target, name, node) for node in others}
        if len(others) < len(theirs):
            known, meant = set(), set()
        missing = [(unit, alias) for unit, alias in aliases if self.module.origins[alias] not in known]
        packages = all(not alias.asname and not self.module.origins[alias][1] for _, alias in aliases)
        packages = packages and all(not node.asname and not self.target.origins[node][1] for node in others)
        for _, alias in missing:
            meaning = self.names.bound(self.module, name, alias)
            if not others or not (meaning in meant and meaning is not None):
                raise Refused(
                    "name-taken",
                    f"`{name}` at {where} and at {there} are different things",
                    f"import one of them by another name first, or rename `{self.into}.{name}`",
                    where,
                )
        unit = self.their_places.get(name)
        if unit is not None and is_typing(unit) and not typing:
            self.needs.at_once |= set(others)
            return aliases
        return missing if packages else []

    def _is_there(self, name: str, meaning: Meaning | None, where: Location) -> bool:
        """Whether the new module has the thing by that name. Raises Refused where it has another of that name."""
        if self.target is None:
            return False
        for star in self.target.stars:
            if name in self.names.star_names(star) and name not in self.there:
                if self.names.member(star, name) == meaning:
                    return True
                raise Refused(
                    "name-taken", f"`{self.into}` gets another `{name}` from `{star}`",
                    "import the names one by one first", where,
                )  # fmt: skip
        if name not in self.there:
            return False
        found = {self.names.bound(self.target, name, node) for node in self.there[name]}
        if found == {meaning}:
            return True
        there = Location(self.target.path, getattr(self.there[name][0], "lineno", 1))
        raise Refused(
            "name-taken", f"`{name}` at {where} and at {there} are different things",
            f"rename `{self.into}.{name}` first", where,
        )  # fmt: skip

    def _own(self, name: str, final: str, where: Location) -> None:
        """The old module imports it from the new one, where it is at home."""
        self.needs.there.add(final)
        if name == final:
            return
        for reading in self._placed(name):
            if reading.use.scope.lookup(final) not in (None, self.module.bindings.module):
                raise Refused(
                    "captured-name", f"{where} would mean another `{final}`", "rename the local name first", where
                )
            start, end = self.module.positions.name_span(reading.use.name)
            self.needs.edits.append(Edit(start, end, self.module.positions.encode(final)))

    def _own_module(self, name: str, found: list[Reading]) -> None:
        """The old module imports the new one as an object: what is asked of that is at home here."""
        at = self.module.positions
        for reading in self._placed(name):
            use, where = reading.use, Location(self.module.path, reading.use.name.lineno)
            first = use.attributes[0] if use.attributes else None
            if first is None or use.scope.lookup(first.attr) not in (None, self.module.bindings.module):
                raise Refused(
                    "self-import", f"{where} uses `{self.into}` as an object, which would be its own module",
                    "import the names one by one first", where,
                )  # fmt: skip
            self.needs.there.add(first.attr)
            self.needs.edits.append(Edit(at.start(use.name), at.attribute_span(first)[0], b""))

    def _placed(self, name: str) -> list[Reading]:
        """Where what goes reads the name. Raises Refused for a place in quotes."""
        found = self.sides.read_by([*self.sides.going, *self.sides.copied]).get(name, [])
        for reading in found:
            if reading.use.quoted is not None:
                where = Location(self.module.path, reading.use.quoted.lineno)
                raise Refused("unplaced", f"{where}: `{name}` stands in quotes", "write the name out first", where)
        return found

    def _blocks(self, name: str, units: list[Unit]) -> None:
        for unit in units:
            if unit in self.needs.blocks:
                continue
            same = [
                other
                for other in _units(self.target)
                if [ast.dump(node) for node in other.statements] == [ast.dump(node) for node in unit.statements]
            ]
            if same:
                continue
            if not any(self._has(unit, bound) for bound in sorted(self.sides.bound_by(unit))):
                self.needs.blocks.append(unit)

    def _has(self, unit: Unit, name: str) -> bool:
        """Whether the new module has that import, with or without a guard. Raises Refused for another thing of the name."""
        if name not in self.there or self.target is None:
            return False
        node = self.there[name][0]
        nodes = [item for item in self.module.namespace[name] if isinstance(item, ast.alias)]
        meant = {self.names.bound(self.module, name, item) for item in nodes}
        if isinstance(node, ast.alias) and self.names.bound(self.target, name, node) in meant:
            return True
        where, there = self.sides.at(unit), Location(self.target.path, getattr(node, "lineno", 1))
        raise Refused(
            "name-taken", f"`{name}` at {where} and at {there} are different things",
            f"rename `{self.into}.{name}` first", where,
        )  # fmt: skip

    def _defined(self, name: str, found: list[Reading]) -> None:
        where = Location(self.module.path, found[0].unit.line)
        if not self._is_there(name, Meaning(self.module.name, name), where):
            self.needs.back[name] = found

    def _check_free(self) -> None:
        """Raise Refused where the new module has a name that comes, or means a builtin by it."""
        sides, target = self.sides, self.target
        if target is None:
            return
        coming = sides.names | {name for unit in sides.copied for name in sides.bound_by(unit)}
        for name in sorted(coming):
            where = Location(self.module.path, getattr(self.module.namespace[name][0], "lineno", 1))
            if name in self.there:
                there = Location(target.path, getattr(self.there[name][0], "lineno", 1))
                raise Refused(
                    "name-taken", f"{there}: `{self.into}` has a `{name}` of its own", "rename one of them first", where
                )
            if any(name in self.names.star_names(star) for star in target.stars if star != self.module.name):
                raise Refused(
                    "name-taken", f"`{self.into}` gets another `{name}` by a star import",
                    "import the names one by one first", where,
                )  # fmt: skip
        if not target.exports.there:
            self._check_star_users(coming)
        free = {use.name.id for use in target.bindings.uses if use.scope.lookup(use.name.id) is None}
        from_old = {name for star in target.stars if star == self.module.name for name in self.names.star_names(star)}
        asked = (free & coming) - from_old
        caught = sorted(asked if target.stars else asked & BUILTINS)  # what nothing bound has a meaning now
        if caught:
            where = Location(self.module.path, getattr(self.module.namespace[caught[0]][0], "lineno", 1))
            raise Refused(
                "captured-name", f"`{self.into}` uses the builtin `{caught[0]}`, which would be hidden",
                f"rename `{caught[0]}` first", where,
            )  # fmt: skip

    def _check_star_users(self, coming: set[str]) -> None:
        """Whoever star-imports the new module would get more names: none may hide one of its own."""
        for reference in self.index.star_importers(self.into):
            user = self.names.file(reference.path)
            for name in sorted(coming & set(user.namespace)):
                if name[0] != "_" and self.names.member(user.name, name) != Meaning(self.module.name, name):
                    where = Location(reference.path, reference.line)
                    raise Refused(
                        "star-capture", f"{where} would get `{name}` as well and has one already",
                        "import the names one by one", where,
                    )  # fmt: skip


def _units(module: Module | None) -> list[Unit]:
    return units_of(module) if module else []


def _is_alike(mine: Unit, theirs: Unit) -> bool:
    """Whether the two make the same kind of thing: any logger is as good as another."""
    same = [ast.dump(node) for node in mine.statements] == [ast.dump(node) for node in theirs.statements]
    made = called_to_make(mine)
    return same or (made == called_to_make(theirs) and made in ("getLogger", "get_logger"))


def _bound(alias: ast.alias) -> str:
    """The name that an alias binds, where that is a plain or a from-import."""
    return alias.asname or alias.name.partition(".")[0]


def _is_import_block(unit: Unit) -> bool:
    """Whether a statement only imports things, one way or another, and sets flags that say which."""
    return unit.kind == "guarded" or (
        unit.kind == "other"
        and all(isinstance(node, ast.If | ast.Try) and _only_imports(node) for node in unit.statements)
        and any(isinstance(part, ast.alias) for node in unit.statements for part in ast.walk(node))
    )


def _only_imports(node: ast.stmt) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Assign(value=ast.Constant() | ast.Name()):
            return True
        case ast.If(body=body, orelse=orelse):
            return all(map(_only_imports, [*body, *orelse]))
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=[]):
            inner = [item for handler in handlers for item in handler.body]
            return all(map(_only_imports, [*body, *orelse, *inner]))
    return False
