"""Our own shims in a tree: which there are, what the record of moves says is missing, who uses them, and their end."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath

from packaging.version import InvalidVersion, Version

from migrate.model import Location, Move, Removal
from migrate.python.edits import Edit
from migrate.refactoring.draft import Draft
from migrate.refactoring.imports.retarget import remove_alias
from migrate.refactoring.left.modules import TABLE_MARK, How, Table, goes_in, moved_module, places_of, table_of
from migrate.refactoring.left.names import exported, handing_out, without
from migrate.refactoring.left.packages import Handed, handed_out, left_text, loaded_below, moves_of, still_loaded
from migrate.refactoring.left.record import Record
from migrate.refactoring.refused import Refused
from migrate.references.cycles import Loading
from migrate.references.index import Index
from migrate.references.names import Meaning, Module
from migrate.references.texts import PROSE

MARKS = (TABLE_MARK, b"Moved to `")


@dataclass(frozen=True)
class Shim:
    """A module that hands out what is elsewhere now: all that it is, or a table beside code of its own."""

    module: Module
    places: tuple[str, ...]
    """Where the names of a module went that is nothing but a shim."""
    table: Table | None

    @property
    def whole(self) -> bool:
        """Whether the module is nothing but a shim."""
        return bool(self.places)

    @cached_property
    def versions(self) -> dict[str, str]:
        """Old name → the version in which it goes (empty where none is said). One entry `""` stands for a module without a table."""
        if self.table:
            return {old: entry.version for old, entry in self.table.entries.items()}
        return {"": goes_in(self.module.source.tree)}

    def dotted(self, name: str) -> str:
        """The whole old name."""
        return f"{self.module.name}.{name}" if name else self.module.name


def shim_in(module: Module) -> Shim | None:
    """The shim that this module is or holds; None for any other, and for one that cannot be parsed."""
    if not any(mark in module.source.data for mark in MARKS):
        return None
    try:
        places, table = places_of(module.source.tree), table_of(module.source.tree)
    except SyntaxError:
        return None
    return Shim(module, places, table) if places or table else None


def shims_of(index: Index) -> Iterator[Shim]:
    """Every shim of the tree, sorted by path."""
    for path in index.workspace.python_files():
        data = index.workspace.read(path)
        if path.suffix == ".py" and any(mark in data for mark in MARKS):
            shim = shim_in(index.names.file(path))
            if shim and shim.module.name:
                yield shim


def uses_of(index: Index, shim: Shim) -> dict[str, list[Location]]:
    """Old name → the places in the tree that take it from the shim; `""` → those that import a module which is all shim.

    An import by which its own package keeps it loaded is no use.
    """
    home = shim.module.name
    found: dict[str, list[Location]] = {name: [] for name in (*shim.versions, "")}
    attached = attaching(index, home)
    for path in index.names.files_with(home.rpartition(".")[2]) if home else ():
        for reference in index.in_file(path) if path != shim.module.path else ():
            if reference.alias in attached.get(path, ()):
                continue
            name = reference.spelled.removeprefix(home).lstrip(".").partition(".")[0]
            where = Location(path, reference.line)
            if reference.spelled.startswith(f"{home}.") and name in found:
                found[name].append(where)
            elif reference.spelled == home and shim.whole:
                every = reference.form in ("star", "string", "relative-string")
                for places in found.values() if every else (found[""],):
                    places.append(where)
    for mention in index.mentions(home, [shim.module.path]) if shim.whole else ():
        if mention.path.suffix not in PROSE:
            for name, places in found.items():
                if mention.kind == "path" or not mention.member or name in (mention.member, ""):
                    places.append(Location(mention.path, mention.line))
    return {name: list(dict.fromkeys(places)) for name, places in found.items()}


def attaching(index: Index, home: str) -> dict[PurePosixPath, list[ast.alias]]:
    """The `from package import module as module` by which the package around a shim keeps it loaded."""
    parent, _, leaf = home.rpartition(".")
    package = index.names.module(parent) if parent else None
    if package is None:
        return {}
    found = [
        alias
        for site in package.bindings.imports
        if isinstance(site.node, ast.ImportFrom) and package.target(site.node) == parent
        for alias in site.node.names
        if alias.name == leaf and alias.asname in (leaf, f"_{leaf}")
    ]
    return {package.path: found}


class Writing:
    """Shims for what the record says and the tree does not answer to."""

    def __init__(
        self,
        draft: Draft,
        record: Record,
        how: How,
        remove_in: str | None,
        chosen: Callable[[str], bool],
        owed: Callable[[str], bool],
    ) -> None:
        """`chosen` are the old names that the step is about; `owed` those that get a shim where none is yet."""
        self.draft = draft
        self.names = draft.index.names
        self.record = record
        self.how = how
        self.remove_in = remove_in
        self.chosen = chosen
        self.owed = owed

    def write(self) -> None:
        """Write or mend them, and record what is left as moves. What an old place is now is never touched."""
        modules, symbols = self._missing()
        for old, new in modules.items():
            package = any(item.startswith(f"{old}.") for item in modules)
            self._module(old, new, symbols.pop(old, {}), package)
        for home, moved in symbols.items():
            self._symbols(home, moved)
        for shim in list(shims_of(self.draft.index)):
            self._mend(shim)

    def _missing(self) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        """Modules that are gone, and by home the names that do not answer any more, each with where it is now."""
        modules: dict[str, str] = {}
        symbols: dict[str, dict[str, str]] = {}
        for old, move in self.record.ends.items():
            if not (self.chosen(old) and self.owed(old)):
                continue
            home, _, name = old.rpartition(".")
            if self.names.meaning(move.new) is None:
                self.draft.note(f"`{old}` went to `{move.new}`, which is not there: nothing can stand in its place")
            elif self.names.is_module(move.new):
                self._gone_module(move, modules)
            elif not home or self._is_class(home) or move.new.rpartition(".")[0] not in self.names.paths:
                if move.left == "nothing":
                    self.draft.note(f"`{old}` is a member of a class or has no module: no shim can stand in its place")
            elif self._is_missing(home, name, move.new) and not self._was_left(move):
                symbols.setdefault(home, {})[name] = move.new
        return modules, symbols

    def _is_class(self, home: str) -> bool:
        """Whether what has that name, or had it, is in a module and none itself."""
        now = self.names.meaning(self.record.now(home))
        around = self.names.module(home.rpartition(".")[0])
        return (now is not None and bool(now.name)) or (around is not None and not around.package)

    def _was_left(self, move: Move) -> bool:
        """Whether a step left something there that is gone by now: then somebody meant it to go."""
        if move.left != "nothing":
            self.draft.note(f"`{move.old}` was kept alive once and is gone: it is not written again")
        return move.left != "nothing"

    def _gone_module(self, move: Move, modules: dict[str, str]) -> None:
        old, new = move.old, move.new
        if not self.names.is_module(old):
            if self._was_left(move):
                return
            for name in sorted(item for item in self.names.paths if item == new or item.startswith(f"{new}.")):
                before = old + name[len(new) :]
                if self.record.now(before) == name and not self.names.is_module(before):
                    modules[before] = name
            return
        there = self.names.module(old)
        shim = shim_in(there) if there else None
        if there and not (shim and shim.whole) and any(there.name == item for item in self.names.paths):
            self._taken(there, old, new)

    def _taken(self, there: Module, old: str, new: str) -> None:
        where = Location(there.path)
        self.draft.refuse(
            "place-taken",
            f"`{old}` went to `{new}`, and {there.path} is something else",
            "leave it out by `only`",
            where,
        )

    def _is_missing(self, home: str, name: str, new: str) -> bool:
        """Whether nothing answers to the name. What answers and is something else is refused."""
        module = self.names.module(home)
        if module is None:
            return not self.names.is_module(home)
        table = table_of(module.source.tree)
        if table and name in table.entries:
            return False
        there = self.names.member(home, name)
        hidden = name not in module.namespace and there == Meaning(f"{home}.{name}")
        if there is None or hidden:
            return True
        if there != self.names.meaning(new) and not self._is_alias(module, name, new):
            self._taken(module, f"{home}.{name}", new)
        return False

    def _is_alias(self, module: Module, name: str, new: str) -> bool:
        """`Old = New` in the module."""
        values = [node.value for node in module.source.tree.body if isinstance(node, ast.Assign) and _binds(node, name)]
        return any(
            isinstance(value, ast.Name) and self.names.member(module.name, value.id) == self.names.meaning(new)
            for value in values
        )

    def _module(self, old: str, new: str, told: Mapping[str, str], package: bool) -> None:
        """A module at an old place where there is none, loaded by the package around it if that loads the new one."""
        module = self.names.module(new)
        if module is None:
            self.draft.note(f"`{old}` went to `{new}`, which cannot be read: nothing stands in its place")
            return
        if package and self.how == "alias":
            raise Refused(
                "package-left", f"`{old}` is a package: an alias would load its modules twice", 'say `how = "lazy"`'
            )
        handed = handed_out(self.names, module, new)
        more = self._gone_since(old) | dict(told)
        if told_of := self.record.told_of(old):
            own = {name: more[name] for name in told_of if name in more}
            handed = Handed(own, tuple(name for name in own if not name.startswith("_")), frozenset(own))
        else:
            handed = replace(handed, names=handed.names | more, sure=handed.sure | more.keys())
        loaded = loaded_below(self.names, self._loading, new, self._around(old)) if package else []
        text = left_text(self.names, module, handed, new, self.how, self.remove_in, loaded, package)
        self._put(self._path(old, new, package), text)
        left = "compat" if self.how == "lazy" else "reexport"
        self.draft.moves.append(Move(old, new, "module", left))  # type: ignore[arg-type]
        self.draft.moves += moves_of(self.names, module, handed, old, self.how)
        around = self.names.module(old.rpartition(".")[0]) if "." in old else None
        edit = still_loaded(self._loading, around, old, new) if around else None
        if around and edit:
            self.draft.edit(around.path, edit)

    def _around(self, old: str) -> str:
        """The nearest package around that place that is there; empty where there is none."""
        home = old.rpartition(".")[0]
        while home and self.names.module(home) is None:
            home = home.rpartition(".")[0]
        return home

    def _gone_since(self, old: str) -> dict[str, str]:
        """The names that the module of that old name had, and that got other names or places after it had moved itself."""
        record = self.record
        names = {name for home in record.trail(old) for name in record.names_of.get(home, ())}
        places = {name: record.now(f"{old}.{name}") for name in names}
        return {name: new for name, new in places.items() if self.names.meaning(new)}

    @cached_property
    def _loading(self) -> Loading:
        return Loading(self.names)

    def _symbols(self, home: str, moved: Mapping[str, str]) -> None:
        module = self.names.module(home)
        if module is None:
            public = [name for name in sorted(moved) if not name.startswith("_")]
            path = self._path(home, next(iter(moved.values())).rpartition(".")[0], package=False)
            self._put(path, moved_module(moved, public, self.remove_in, "lazy" if self.how == "alias" else self.how))
        else:
            places = {old: (new.rpartition(".")[0], new.rpartition(".")[2]) for old, new in moved.items()}
            how = "compat" if self.how == "lazy" else "reexport"
            self.draft.edit(module.path, *handing_out(self.names, module, places, self.remove_in, how))  # type: ignore[arg-type]
            shim = shim_in(module)
            if (shim and shim.whole) or self.how != "lazy":
                for name in moved:
                    self.draft.edit(module.path, *exported(module, name))
        self._moves(home, moved)

    def _moves(self, home: str, moved: Mapping[str, str]) -> None:
        for name, new in sorted(moved.items()):
            warns = self.how == "lazy" and not self.names.is_module(f"{home}.{name}")
            self.draft.moves.append(Move(f"{home}.{name}", new, "symbol", "compat" if warns else "reexport"))

    def _mend(self, shim: Shim) -> None:
        """Lead what a table says on to where that is now."""
        module = shim.module
        entries = shim.table.entries if shim.table else {}
        stale = {}
        for old, entry in entries.items():
            now = self.record.now(entry.new)
            if self.names.meaning(entry.new) is None and self.chosen(f"{module.name}.{old}"):
                if self.names.meaning(now) is None:
                    self.draft.note(f"{module.path}: `{old}` leads to `{entry.new}`, which is not there")
                else:
                    stale[old] = (now.rpartition(".")[0], now.rpartition(".")[2])
        if stale:
            self.draft.edit(module.path, *handing_out(self.names, module, stale, self.remove_in))

    def _path(self, old: str, new: str, package: bool) -> PurePosixPath:
        """Where the module of that old name goes: below the import root of what it became."""
        beside = self.names.path_of(new)
        assert beside is not None
        root = beside.parents[new.count(".") + (beside.stem == "__init__")]
        at = root.joinpath(*old.split("."))
        path = at / "__init__.py" if package or self.names.is_module(old) else at.with_name(f"{at.name}.py")
        if self.draft.workspace.exists(path):
            raise Refused("place-taken", f"{path} is there already", "leave it out by `only`", Location(path))
        return path

    def _put(self, path: PurePosixPath, text: str) -> None:
        self.draft.write(path, text.encode())


def _binds(node: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in node.targets)


class Ending:
    """The end of shims whose version has come: they go where nobody in the tree uses them, and are refused otherwise."""

    def __init__(self, draft: Draft, chosen: Callable[[str], bool]) -> None:
        self.draft = draft
        self.index = draft.index
        self.chosen = chosen
        try:
            self.version = Version(draft.workspace.version)
        except InvalidVersion as error:
            raise Refused(
                "no-version",
                f"the project's version `{draft.workspace.version}` cannot be compared",
                "give one in pyproject.toml, or `__version__` in the package",
            ) from error

    def end(self) -> None:
        """Take away every shim that is due."""
        whole = {}
        for shim in shims_of(self.index):
            due = [name for name, version in shim.versions.items() if is_due(version, self.version)]
            due = [name for name in due if self.chosen(shim.dotted(name))]
            all_of_it = shim.whole and len(due) == len(shim.versions)
            if due and not self._in_use(shim, [*due, ""] if all_of_it else due):
                if all_of_it:
                    whole[shim.module.path] = shim
                elif shim.table:
                    self.draft.edit(shim.module.path, *without(shim.module, shim.table, due))
                    self.draft.removals += [Removal(shim.dotted(name), _reason(shim.versions[name])) for name in due]
        for path, shim in whole.items():
            self._delete(path, shim, whole)

    def _in_use(self, shim: Shim, due: list[str]) -> bool:
        uses = uses_of(self.index, shim)
        for name in due:
            for where in uses[name][:3]:
                self.draft.refuse(
                    "shim-in-use",
                    f"{where}: uses `{shim.dotted(name)}`, which was to go in {shim.versions[name or due[0]]}",
                    "let it use the new place (`follow-moves`), or leave the shim out by `only`",
                    where,
                )
        return any(uses[name] for name in due)

    def _delete(self, path: PurePosixPath, shim: Shim, whole: Mapping[PurePosixPath, Shim]) -> None:
        home = shim.module.name
        if path.stem == "__init__":
            below = [item for item in self.index.workspace.below(path.parent) if item not in whole and item != path]
            if below:
                self.draft.note(f"{path}: stays, since {below[0]} lies below it")
                return
        self.draft.write(path, None)
        version = next(iter(shim.versions.values()))
        self.draft.removals += [Removal(home, _reason(version)), Removal(f"{home}.*", _reason(version))]
        for package, aliases in attaching(self.index, home).items():
            if package in whole:
                continue
            module = self.index.names.file(package)
            for site in module.bindings.imports:
                for alias in set(site.node.names) & set(aliases):
                    self.draft.edit(package, _detached(module, site.node, alias))


def is_due(version: str, now: Version) -> bool:
    """Whether that version has come. One that cannot be compared has not."""
    try:
        return bool(version) and Version(version) <= now
    except InvalidVersion:
        return False


def _reason(version: str) -> str:
    return f"was to go in {version}"


def _detached(module: Module, node: ast.Import | ast.ImportFrom, alias: ast.alias) -> Edit:
    if len(node.names) > 1:
        return remove_alias(module, node, alias)
    at = module.positions
    start, end = at.line_start(node.lineno), at.line_start((node.end_lineno or node.lineno) + 1)
    if at.data[start : at.start(node)].strip() or at.data[at.end(node) : end].strip():
        return Edit(at.start(node), at.end(node), b"pass")
    return Edit(start, end, b"")
