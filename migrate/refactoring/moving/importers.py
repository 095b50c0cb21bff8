"""Points one file to the new home of names that leave a module: imports of every form, uses of the module object, strings."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from migrate.python.bindings import ImportSite, Scope, Use
from migrate.python.edits import Edit, Unplaced
from migrate.refactoring.imports.lines import blocks_of, without_names, without_statement
from migrate.refactoring.imports.retarget import add_statement, comment_beside, spell
from migrate.references.index import Index, Reference
from migrate.references.names import BUILTINS, Meaning, Module


@dataclass(frozen=True)
class Departure:
    """These names leave the module `old` for `new`. A name in `stays` is still looked up in `old` where it is patched."""

    index: Index
    old: str
    new: str
    names: Collection[str]
    stays: Collection[str] = ()


@dataclass
class Pointed:
    """What is to be edited in a file, and the places that had to be left, each with the reason."""

    edits: list[Edit] = field(default_factory=list)
    left: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class _Access:
    """A use of the module object on the way to a name that leaves; `end` is where what means the module ends."""

    use: Use
    end: int
    plain: bool
    """Whether it is written as `pkg.mod`, after a plain `import pkg.mod`."""


PATCHES = frozenset({"patch", "object", "setattr", "delattr"})
"""Calls that put another thing in the place of a name, where it is looked up."""


def is_patch(call: ast.AST | None) -> bool:
    """Whether the call puts something else in the place of a name."""
    if not isinstance(call, ast.Call):
        return False
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return called in PATCHES


class Importer:
    """One file that takes names from the module which they leave. References for which `skip` is true are not touched."""

    def __init__(
        self, job: Departure, module: Module, skip: Callable[[Reference], bool] = lambda reference: False
    ) -> None:
        self.job = job
        self.module = module
        self.at = module.positions
        self.references = [item for item in job.index.in_file(module.path) if not skip(item)]
        self.done = Pointed()
        self.blocks = blocks_of(module.source.tree)
        self._added: set[tuple[int, str]] = set()

    def point(self) -> Pointed:
        """All that follows the names. Raises Unplaced for an import that is written in an odd way."""
        for site in self.module.bindings.imports:
            node = site.node
            ours = isinstance(node, ast.ImportFrom) and self.module.target(node) == self.job.old
            if isinstance(node, ast.ImportFrom) and ours and any(item.site is site for item in self.references):
                self._from(site, node)
        self._strings()
        self._objects()
        return self.done

    # from old import name

    def _from(self, site: ImportSite, node: ast.ImportFrom) -> None:
        job = self.job
        target = spell(self.module, job.new, node.level > 0)
        if node.names[0].name == "*":
            if brought := self._from_star(site):
                self._add(node, f"from {target} import {', '.join(brought)}")
            return
        gone = [alias for alias in node.names if alias.name in job.names]
        if not gone:
            return
        if len(gone) == len(node.names):
            self.done.edits.append(Edit(*self.at.from_span(node), self.at.encode(target)))
            return
        comments = [text for alias in gone if (text := comment_beside(self.module, alias))]
        names = ", ".join(f"{alias.name} as {alias.asname}" if alias.asname else alias.name for alias in gone)
        comment = f"  {comments[0]}" if len(comments) == 1 and len(gone) == 1 else ""
        self.done.edits += without_names(self.module, node, gone)
        self._add(node, f"from {target} import {names}{comment}")

    def _from_star(self, site: ImportSite) -> list[str]:
        """The names that the star brought and that this file needs, or hands on."""
        module, names = self.module, self.job.index.names
        brought = names.star_names(self.job.old)
        uses = {use.name.id for use in module.bindings.uses if use.scope.lookup(use.name.id) in (None, site.scope)}
        handed = set(brought) if module.package else set(module.exports.names)
        return sorted(
            name
            for name in set(brought) & set(self.job.names)
            if all(
                isinstance(node, ast.alias) and names.bound(module, name, node) == Meaning(self.job.old, name)
                for node in module.namespace.get(name, ())
            )
            and (name in uses | handed or self._asked(name))
        )

    def _asked(self, name: str) -> bool:
        """Whether some other file takes that name from this one, or writes it and has it by a star import."""
        index, own = self.job.index, self.module
        further = index.through_stars([own.name]) - {own.name, self.job.old}
        paths = [path for item in sorted(further) if (path := index.names.path_of(item)) and path != own.path]
        if any(name.encode() in index.names.data(path) for path in paths):
            return True
        spelled, leaf = f"{own.name}.{name}", own.name.rpartition(".")[2].encode()
        return any(
            item.spelled == spelled
            for path in index.names.files_with(name)
            if path != own.path and (own.package or leaf in index.workspace.read(path))
            for item in index.in_file(path)
        )

    def _add(self, node: ast.stmt, text: str) -> None:
        """Put a statement after this one, once."""
        if (id(node), text) not in self._added:
            self._added.add((id(node), text))
            self.done.edits.append(add_statement(self.module, node, text))

    # strings

    def _strings(self) -> None:
        job = self.job
        parents = {id(node): parent for node, parent in self.module.bindings.strings}
        for reference in self.references:
            if reference.form != "string" or reference.owner != Meaning(job.old) or reference.written not in job.names:
                continue
            if reference.certainty == "unproven":
                self.done.left.append((reference.line, "a string that names nothing which is there"))
            elif not (reference.written in job.stays and is_patch(parents.get(id(reference.string)))):
                edit = Edit(reference.chain_start, reference.start - 1, self.at.encode(job.new))
                self.done.edits.append(edit)

    # the module object

    def _objects(self) -> None:
        accesses, others = self._accesses()
        homes: dict[tuple[int, str], list[_Access]] = {}
        for access in accesses:
            home = access.use.scope.lookup(access.use.name.id)
            homes.setdefault((id(home), access.use.name.id), []).append(access)
        for found in homes.values():
            home = found[0].use.scope.lookup(found[0].use.name.id)
            assert home is not None
            name = found[0].use.name.id
            rest = any(use.name.id == name and use.scope.lookup(name) is home for use in others)
            plain = [access for access in found if access.plain]
            if plain:
                self._plain(plain, home, others)
            if aliased := [access for access in found if not access.plain]:
                self._aliased(aliased, home, rest or bool(plain))

    def _accesses(self) -> tuple[list[_Access], list[Use]]:
        """The uses of the module object that lead to names which leave, and its other uses."""
        job, old = self.job, Meaning(self.job.old)
        found: list[_Access] = []
        others: list[Use] = []
        wanted = set(self._set_by_name())
        members = {id(item.use): item for item in self.references if item.use and item.owner == old}
        for reference in self.references:
            use = reference.use
            if use is None or reference.meaning != old or reference.form not in ("name", "attribute"):
                continue
            member = members.get(id(use))
            if member is None:
                leaves = id(use.name) in wanted
            else:
                leaves = member.written in job.names and not self._is_patched(use, member)
            if not leaves:
                others.append(use)
                continue
            if access := self._access(use, reference):
                found.append(access)
            else:
                others.append(use)
                self.done.left.append((reference.line, f"`{job.old}` is reached through `{reference.spelled}`"))
        return found, others

    def _is_patched(self, use: Use, member: Reference) -> bool:
        """Whether the place sets a name that is still looked up in the old module."""
        last = use.attributes[-1] if use.attributes else None
        stored = last is not None and last.attr == member.written and not isinstance(last.ctx, ast.Load)
        return stored and member.written in self.job.stays

    def _access(self, use: Use, reference: Reference) -> _Access | None:
        home = use.scope.lookup(use.name.id)
        nodes = home.bindings[use.name.id] if home else []
        if not nodes or not all(isinstance(node, ast.alias) for node in nodes):
            return None
        if reference.form == "name":
            unnamed = all(id(node) in self._unnamed for node in nodes)
            return _Access(use, reference.end, unnamed)
        if all(id(node) in self._unnamed for node in nodes) and reference.spelled == self.job.old:
            return _Access(use, reference.end, True)
        return None

    @cached_property
    def _unnamed(self) -> set[int]:
        """The aliases of plain imports without `as`."""
        sites = self.module.bindings.imports
        return {
            id(alias)
            for site in sites
            if isinstance(site.node, ast.Import)
            for alias in site.node.names
            if not alias.asname
        }

    def _set_by_name(self) -> Iterator[int]:
        """The first arguments (by the id of their first name) of `setattr(module, "name", …)` and its kin."""
        strings = {
            id(item.string): item
            for item in self.references
            if item.form == "setattr" and item.owner == Meaning(self.job.old) and item.written in self.job.names
        }
        for node, parent in self.module.bindings.strings:
            reference = strings.get(id(node))
            if reference is None or not isinstance(parent, ast.Call):
                continue
            if reference.written in self.job.stays and is_patch(parent):
                continue
            first: ast.expr = parent.args[0]
            while isinstance(first, ast.Attribute):
                first = first.value
            yield id(first)

    def _sites(self, home: Scope, wanted: Callable[[ast.alias], bool]) -> list[tuple[ImportSite, ast.alias]]:
        return [
            (site, alias)
            for site in self.module.bindings.imports
            if site.scope is home
            for alias in site.node.names
            if wanted(alias)
        ]

    def _plain(self, accesses: list[_Access], home: Scope, others: list[Use]) -> None:
        """`pkg.old.name` after `import pkg.old`."""
        job = self.job
        top, new_top = job.old.partition(".")[0], job.new.partition(".")[0]
        for access in accesses:
            self._check_top(access.use, new_top)
            start = self.at.start(access.use.name) if access.use.quoted is None else self._quoted_start(access.use)
            self.done.edits.append(Edit(start, access.end, self.at.encode(job.new)))
        sites = self._sites(home, lambda alias: id(alias) in self._unnamed and alias.name == job.old)
        there = self._sites(home, lambda alias: id(alias) in self._unnamed and alias.name == job.new)
        moved = {id(access.use) for access in accesses}
        still = any(
            use.name.id == top and use.scope.lookup(top) is home and _chain(use).startswith(f"{job.old}.")
            for use in others
        )
        alone = new_top != top and any(
            use.name.id == top and use.scope.lookup(top) is home and id(use) not in moved
            for use in self.module.bindings.uses
        )
        handed = home is self.module.bindings.module and (top in self.module.exports.names or self._asked(top))
        if still or alone or handed or not sites:
            if not there:
                anywhere = sites or self._sites(
                    home, lambda alias: (alias.asname or alias.name.partition(".")[0]) == top
                )
                for site in self._first(home, anywhere):
                    self._add(site.node, f"import {job.new}")
            return
        for site, alias in sites:
            if there:
                self._drop(site, [alias])
            else:
                start = self.at.start(alias)
                self.done.edits.append(Edit(start, start + len(self.at.encode(alias.name)), self.at.encode(job.new)))

    def _quoted_start(self, use: Use) -> int:
        assert use.quoted is not None
        text = use.text.encode()[: use.name.col_offset].decode()
        return self.at.string_start(use.quoted) + len(self.at.encode(text))

    def _check_top(self, use: Use, top: str) -> None:
        """Raise Unplaced where the first part of the new name means something else."""
        there = use.scope.lookup(top)
        names = self.job.index.names
        if there and any(names.bound(self.module, top, node) != Meaning(top) for node in there.bindings[top]):
            raise Unplaced(f"{self.module.path}:{use.name.lineno}: `{top}` means something else here")

    def _drop(self, site: ImportSite, gone: list[ast.alias]) -> None:
        node = site.node
        if len(gone) == len(node.names):
            self.done.edits.append(without_statement(self.module, node, self.blocks[id(node)]))
        else:
            self.done.edits += without_names(self.module, node, gone)

    def _aliased(self, accesses: list[_Access], home: Scope, rest: bool) -> None:
        """`old.name` after `from pkg import old`, or `m.name` after `import pkg.old as m`."""
        job, name = self.job, accesses[0].use.name.id
        sites = self._sites(home, lambda alias: alias in home.bindings[name])
        exported = home is self.module.bindings.module and (
            name in self.module.exports.names or self.module.package or self._asked(name)
        )
        keeps = rest or exported or len(sites) != 1 or any(alias.asname == alias.name for _, alias in sites)
        leaf = job.old.rpartition(".")[2]
        known = self._known_as(home)
        if known:
            local = known
        elif not keeps and name != leaf:
            local = name
        else:
            local = self._free(job.new, None if keeps else name)
        if local != name:
            for access in accesses:
                start = self.at.start(access.use.name) if access.use.quoted is None else self._quoted_start(access.use)
                self.done.edits.append(Edit(start, access.end, self.at.encode(local)))
        if known and not keeps:
            for site, alias in sites:
                self._drop(site, [alias])
        elif keeps and not known:
            for site in self._first(home, sites):
                self._add(site.node, self._statement(site.node, local))
        elif not keeps:
            self._instead(*sites[0], local)

    def _first(self, home: Scope, sites: list[tuple[ImportSite, ast.alias]]) -> list[ImportSite]:
        """The first of the imports if that surely runs, else all of them."""
        body = getattr(home.node, "body", [])
        found = [site for site, _ in sites]
        return found[:1] if found and any(found[0].node is node for node in body) else found

    def _known_as(self, home: Scope) -> str:
        """The name by which the scope has the new module already."""
        names = self.job.index.names
        for name, nodes in home.bindings.items():
            node = nodes[0]
            named = len(nodes) == 1 and isinstance(node, ast.alias) and id(node) not in self._unnamed
            if named and names.bound(self.module, name, node) == Meaning(self.job.new):
                return name
        return self.job.new if "." not in self.job.new and self._sites(home, lambda a: a.name == self.job.new) else ""

    def _free(self, dotted: str, instead: str | None) -> str:
        """A name for the new module that nothing in the file has."""
        parts = dotted.split(".")
        taken = {use.name.id for use in self.module.bindings.uses} | BUILTINS
        for scope in {self.module.bindings.module, *self.module.bindings.scope_of.values()}:
            taken |= set(scope.bindings)
        if parts[-1] not in taken:
            return parts[-1]
        if instead is not None:
            return instead
        for count in range(2, len(parts) + 1):
            if (name := "_".join(parts[-count:])) not in taken:
                return name
        raise Unplaced(f"{self.module.path}: no name is free for `{dotted}`")

    def _statement(self, node: ast.Import | ast.ImportFrom, local: str) -> str:
        """An import of the new module by this name, in the style of that statement."""
        parent, _, leaf = self.job.new.rpartition(".")
        if not parent:
            return f"import {leaf}" if local == leaf else f"import {leaf} as {local}"
        if isinstance(node, ast.Import):
            return f"import {self.job.new} as {local}"
        named = leaf if local == leaf else f"{leaf} as {local}"
        return f"from {spell(self.module, parent, node.level > 0)} import {named}"

    def _instead(self, site: ImportSite, alias: ast.alias, local: str) -> None:
        """The import of the old module becomes one of the new."""
        node, job = site.node, self.job
        parent, _, leaf = job.new.rpartition(".")
        named = leaf if local == leaf and alias.asname is None else f"{leaf} as {local}"
        if local == leaf:
            named = leaf
        start, end = self.at.start(alias), self.at.end(alias)
        if isinstance(node, ast.Import):
            text = f"{job.new} as {local}" if parent or local != leaf else leaf
            self.done.edits.append(Edit(start, end, self.at.encode(text)))
        elif self.module.target(node) == parent:
            self.done.edits.append(Edit(start, end, self.at.encode(named)))
        elif len(node.names) == 1:
            whole = self.at.start(node), self.at.end(node)
            self.done.edits.append(Edit(*whole, self.at.encode(self._statement(node, local))))
        else:
            comment = comment_beside(self.module, alias)
            self.done.edits += without_names(self.module, node, [alias])
            self._add(node, self._statement(node, local) + (f"  {comment}" if comment else ""))


def _chain(use: Use) -> str:
    """The dotted name that is written there, with a dot at its end."""
    return ".".join([use.name.id, *(item.attr for item in use.attributes)]) + "."
