"""What a whole module or package leaves at its old place: a module for each of its own, with the names that it handed out."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import PurePosixPath

from migrate.model import Location, Move
from migrate.python.bindings import always_bound
from migrate.python.edits import BOM, Edit, newline_of
from migrate.refactoring.imports.retarget import add_statement, spell
from migrate.refactoring.left.modules import TABLE, How, heading, moved_module, table_of
from migrate.refactoring.refused import Refused
from migrate.refactoring.units import is_typing, units_of
from migrate.references.cycles import Loading
from migrate.references.names import Meaning, Module, Names

OF_NO_USE = frozenset({"__all__", "__doc__", "__getattr__", "__dir__", "TYPE_CHECKING", TABLE})
RUN_BY_NAME = frozenset({"__main__", "conftest", "setup", "manage"})
"""Modules that are run, or found by their file's name, and never imported for what they hold."""


@dataclass(frozen=True)
class Left:
    """The files that stand at the old places, and the moves of all names that they hand out."""

    files: dict[PurePosixPath, bytes]
    moves: tuple[Move, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Handed:
    """What others can take from a module: every name with where it is now, and those that a star import brings."""

    names: dict[str, str]
    public: tuple[str, ...]
    sure: frozenset[str]
    """Those that are there whatever branches were run."""
    on_demand: bool = False
    """Whether it makes other names when they are asked for."""


def left_at(names: Names, old: str, new: str, how: How, remove_in: str | None) -> Left:
    """What stands at the old places once the module or package `old` is `new`. `names` knows the tree before.

    Below a package each module gets one of its own; the package imports those that it loaded before. Raises Refused where
    a module makes names on demand, and for the `alias` of a package: its modules would be loaded twice.
    """
    files: dict[PurePosixPath, bytes] = {}
    moves: list[Move] = []
    notes: list[str] = []
    package = old in names.folders or ((path := names.path_of(old)) is not None and path.stem == "__init__")
    if package and how == "alias":
        raise Refused(
            "package-left", f"`{old}` is a package: an alias would load its modules twice", 'say `how = "lazy"`'
        )
    loading = Loading(names) if package else None
    for name in sorted(item for item in names.paths if item == old or item.startswith(f"{old}.")):
        path = next((path for path in names.paths[name] if path.suffix == ".py"), None)
        module = names.module(name)
        if path is None:
            continue
        if path.stem in RUN_BY_NAME:
            notes.append(f"{path}: nothing stays in its place")
            continue
        if module is None:
            notes.append(f"{path}: cannot be parsed, so nothing stays in its place")
            continue
        place = new + name[len(old) :]
        handed = handed_out(names, module, place)
        loaded = loaded_below(names, loading, name) if loading and module.package else []
        files[path] = left_text(names, module, handed, place, how, remove_in, loaded, module.package).encode()
        moves += moves_of(names, module, handed, name, how)
    return Left(files, tuple(moves), tuple(notes))


def moves_of(names: Names, module: Module, handed: Handed, old: str, how: How) -> Iterator[Move]:
    """The names that stay at the old place of this module, as moves."""
    for name, new in sorted(handed.names.items()):
        if how == "lazy" or name in handed.sure:
            warns = how == "lazy" and not names.is_module(f"{module.name}.{name}")
            yield Move(f"{old}.{name}", new, "symbol", "compat" if warns else "reexport")


def left_text(
    names: Names,
    module: Module,
    handed: Handed,
    new: str,
    how: How,
    remove_in: str | None,
    loaded: Sequence[str],
    package: bool,
) -> str:
    """The text that stays at the place of this module. `loaded` are modules left below it that it had loaded."""
    if (
        not module.source.tree.body[ast.get_docstring(module.source.tree, clean=False) is not None :]
        and not handed.names
    ):
        below = "".join(f"from . import {name} as {name}\n" for name in loaded)
        return heading(f"`{new}`", remove_in, how) + (f"\n{below}" if below else "")
    if handed.on_demand and how in ("eager", "silent"):
        reason = f"{module.path} makes names on demand: nobody can list them to import them"
        raise Refused("lazy-names", reason, 'say `leave = "compat"` or `"nothing"`', Location(module.path))
    kept = handed.names if how == "lazy" else {name: handed.names[name] for name in handed.names if name in handed.sure}
    hidden = {name: kept[name] for name in kept if names.is_module(f"{module.name}.{name}")}
    public = [name for name in handed.public if name in kept or names.is_module(f"{module.name}.{name}")]
    return moved_module(kept, public, remove_in, how, package, loaded, new, hidden, handed.on_demand)


def loaded_below(names: Names, loading: Loading, package: str, around: str = "") -> list[str]:
    """The modules right below a package that importing it, or the one `around` it, always loads."""
    loaded = {*loading.surely(package), *(loading.surely(around) if around else ())}
    below = (item.removeprefix(f"{package}.") for item in loaded if item.startswith(f"{package}."))
    return sorted(item for item in below if "." not in item and names.path_of(f"{package}.{item}"))


def handed_out(names: Names, module: Module, new: str) -> Handed:
    """What others can take from the module, which is to be `new`.

    Not among them: what only type checkers see, what it takes away again, and what it imports for itself. A package
    imports nothing of its tree for itself, and what a shim handed out leads on to where that is.
    """
    table = table_of(module.source.tree)
    found = {name: f"{new}.{name}" for name in _own(names, module)}
    for star in module.stars:
        found |= {name: f"{new}.{name}" for name in names.star_names(star) if name not in found}
    exports = module.exports
    if exports.there and exports.known:
        found |= {
            name: f"{new}.{name}" for name in exports.names if names.member(module.name, name) and name not in found
        }
    found = {name: place for name, place in found.items() if _is_no_module_below(names, module, name)}
    if table:
        found |= {name: entry.new for name, entry in table.entries.items()}
    if exports.there and exports.known:
        public = exports.names
    else:
        public = tuple(name for name in found if not name.startswith("_"))
    always = set().union(
        *(always_bound(node) for node in module.source.tree.body), found.keys() - module.namespace.keys()
    )
    on_demand = table is None and "__getattr__" in module.namespace
    return Handed(found, tuple(dict.fromkeys(public)), frozenset(always), on_demand)


def _is_no_module_below(names: Names, module: Module, name: str) -> bool:
    below = f"{module.name}.{name}"
    return not names.is_module(below) or names.member(module.name, name) != Meaning(below)


def _own(names: Names, module: Module) -> Iterator[str]:
    seen = set().union(
        *(unit.binds for unit in units_of(module) if unit.kind not in ("future", "main") and not is_typing(unit))
    )
    gone = {
        target.id
        for node in module.source.tree.body
        if isinstance(node, ast.Delete)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for name, nodes in module.namespace.items():
        shown = any(not isinstance(node, ast.alias) or _is_shown(names, module, node) for node in nodes)
        if name in seen and name not in gone and name not in OF_NO_USE and shown:
            yield name


def _is_shown(names: Names, module: Module, alias: ast.alias) -> bool:
    if alias.asname == alias.name:
        return True
    home, taken = module.origins[alias]
    return module.package and names.is_ours(home) and bool(taken or alias.asname)


def still_loaded(loading: Loading, package: Module, old: str, was: str = "") -> Edit | None:
    """The import that a package needs for `import package` to give the module left at `old`, if it loads `was` (or `old`).

    `loading` knows the tree before, `package` is the module around `old` as it becomes.
    """
    leaf = old.rpartition(".")[2]
    there = loading.names.module(package.name)
    if there is None or {leaf} & (there.namespace.keys() | package.namespace.keys()):
        return None
    if (was or old) not in loading.surely(package.name):
        return None
    data, line = package.source.data, newline_of(package.source.data)
    body = package.source.tree.body
    docs = ast.get_docstring(package.source.tree, clean=False) is not None
    imports = list(takewhile(lambda node: isinstance(node, ast.Import | ast.ImportFrom), body[docs:]))
    relative = not imports or any(isinstance(node, ast.ImportFrom) and node.level for node in imports)
    text = f"from {spell(package, package.name, relative)} import {leaf} as {leaf}"
    if header := [*body[:docs], *imports]:
        return add_statement(package, header[-1], ("" if imports else line.decode()) + text)
    own_line = b"" if data.removeprefix(BOM)[-1:] in (b"", b"\n", b"\r") else line
    return Edit(len(data), len(data), own_line + package.positions.encode(text) + line)
