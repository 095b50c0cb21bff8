"""How the module of a new function comes by the names that it reads: its own, imports, or parameters for them."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from migrate.python.holes import facts_of
from migrate.refactoring.extracting.function_places import Site
from migrate.refactoring.imports.adding import Wanted
from migrate.refactoring.moving.patches import Patches
from migrate.refactoring.refused import Refused
from migrate.references.index import Index
from migrate.references.names import BUILTINS, Meaning, Module

OF_THE_MODULE = frozenset({"__name__", "__file__", "__path__", "__package__", "__spec__", "__doc__"})
"""What is another thing in each module, and nobody binds."""


@dataclass(frozen=True)
class Having:
    """Each name that the places read from outside, and how the function's module has it."""

    known: frozenset[str]
    """What is there, or is built in."""
    wanted: dict[str, Wanted]
    """What is to be imported."""
    apart: frozenset[str]
    """What is another thing in each place, or can only be had there: it becomes a parameter."""


def had_in(index: Index, sites: Sequence[Site], module: str, apart: frozenset[str]) -> Having:
    """How a module (which may be new) has the names that all of these places read. Those in `apart` it cannot have."""
    read = [facts_of(site.nodes, site.member.local | site.around).outer for site in sites]
    if all(site.whole and site.is_at_top for site in sites):
        read = [names | read_by_signature(site) for names, site in zip(read, sites, strict=True)]
    known: set[str] = set()
    wanted: dict[str, Wanted] = {}
    found = set(apart)
    patched = _patched(index, sites, module, frozenset().union(*read))
    for name in sorted(frozenset().union(*read) - apart):
        meanings = {
            _meaning(index, site.module, name) for site, names in zip(sites, read, strict=True) if name in names
        }
        if len(meanings) > 1 or name in patched:
            found.add(name)
            continue
        [meaning] = meanings
        home = index.names.module(module)
        elsewhere = {site.module.name for site in sites} != {module}
        if name == "globals" and elsewhere:
            where = sites[0].where
            reason = f"{where}: it looks at its module's names with `globals()`"
            raise Refused("module-namespace", reason, "write the names out", where)
        if name in OF_THE_MODULE:
            (found if elsewhere else known).add(name)
            continue
        if meaning is None:
            if name in BUILTINS and not (home and name in home.namespace):
                known.add(name)
            elif elsewhere:
                found.add(name)
            else:
                known.add(name)
            continue
        if home is not None and name in home.namespace:
            if _meaning(index, home, name) == meaning:
                known.add(name)
            else:
                found.add(name)
            continue
        import_ = _import_of(index, sites, meaning, name, module)
        if import_ is None:
            found.add(name)
        else:
            wanted[name] = import_
    return Having(frozenset(known), wanted, frozenset(found))


def read_by_signature(site: Site) -> set[str]:
    """The names that defaults and annotations of the place's function read."""
    node = site.function
    return site.module.free(node.args) | (site.module.free(node.returns) if node.returns else set())


def _meaning(index: Index, module: Module, name: str) -> Meaning | None:
    """What the module's name means."""
    return index.names.of_name(module, name, module.bindings.module)


def _import_of(index: Index, sites: Sequence[Site], meaning: Meaning, name: str, module: str) -> Wanted | None:
    """The import that gives the name; None where a site's own module would have to give it."""
    own = {site.module.name for site in sites}
    if meaning.module in own and meaning.name:
        return None
    aliases = [node for site in sites for node in site.module.namespace.get(name, []) if isinstance(node, ast.alias)]
    for site in sites:
        for node in site.module.namespace.get(name, []):
            if not isinstance(node, ast.alias) or _is_guarded(site.module, node):
                return None
    if not aliases:
        return None
    alias = aliases[0]
    site = next(site for site in sites if alias in site.module.namespace.get(name, []))
    origin, taken = site.module.origins[alias]
    if not origin or origin in own:
        return None
    if not taken:
        return Wanted(origin, "", alias.asname or "") if alias.asname or "." not in origin else None
    return Wanted(origin, taken, alias.asname if alias.asname and alias.asname != taken else "")


def _is_guarded(module: Module, alias: ast.alias) -> bool:
    """Whether the import stands in a branch, a `try` or a function: nobody knows that it can be had elsewhere."""
    return not any(
        isinstance(node, ast.Import | ast.ImportFrom) and alias in node.names for node in module.source.tree.body
    )


def _patched(index: Index, sites: Sequence[Site], module: str, names: frozenset[str]) -> set[str]:
    """The names that somebody replaces in the module of a site, for that site alone: they must still be looked up there."""
    found: set[str] = set()
    homes = {site.module.name: site for site in sites}
    if homes.keys() == {module}:
        return found
    for site in homes.values():
        own = [name for name in sorted(names) if name in site.module.namespace]
        found |= {patch.name for patch in Patches(index, site.module.name, module, own).found}
    return found
