"""Points from-imports at the modules that define what they take, where a module in between only hands it on."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import PurePosixPath

from migrate.model import Location
from migrate.python.bindings import ImportSite
from migrate.python.edits import Edit, Unplaced, apply_edits, newline_of
from migrate.python.imports import imports_in, parents_of, when_branches_run
from migrate.python.source import Source
from migrate.refactoring.draft import Draft
from migrate.refactoring.imports.folding import WIDTH, fold_imports
from migrate.refactoring.imports.lines import without_names
from migrate.refactoring.imports.retarget import add_statement, comment_beside, spell
from migrate.refactoring.left.modules import serving, table_of
from migrate.refactoring.left.table import is_helper, is_ours
from migrate.references.cycles import Loading
from migrate.references.index import Reference
from migrate.references.names import Meaning, Module

STORED = re.compile(rb"\.(\w+)[ \t]*(?::[^=\r\n]*|[-+*/%&|^@]|//|\*\*|<<|>>)?=(?!=)")
"""An attribute that an assignment sets."""
Link = tuple[str, str]
"""A module, and a name in it."""


class Stays(Exception):
    """An import that keeps its module, and why."""


@dataclass
class Defining:
    """Retargets what `modules` hand on; with `names` only those, as bare names or with their module."""

    draft: Draft
    modules: Collection[str]
    names: Collection[str] = ()
    _patched: dict[Link, bool] = field(default_factory=dict)

    def __call__(self, paths: Collection[PurePosixPath]) -> None:
        """Edit the from-imports of these files. What stays is a note with its place."""
        known = self._written_in(self.draft.index.names.files_with(*{name.rpartition(".")[2] for name in self.modules}))
        for path in known:
            if path in paths and (module := self.draft.module(path)):
                self._file(module)

    def _written_in(self, paths: Iterator[PurePosixPath]) -> list[PurePosixPath]:
        """Those files, and those that may write one of the modules as dots alone."""
        inside = tuple(f"{name}." for name in self.modules)
        names = self.draft.index.names
        return sorted({*paths, *(path for path, name in names.names.items() if f"{name}.".startswith(inside))})

    def _file(self, module: Module) -> None:
        edits: list[Edit] = []
        targets: set[str] = set()
        for site in module.bindings.imports:
            if isinstance(site.node, ast.ImportFrom) and module.target(site.node) in self.modules:
                groups = self._groups(module, site, site.node)
                try:
                    edits += list(_edits(module, site.node, groups))
                except Unplaced as error:
                    self._left(module, site.node.lineno, str(error))
                    continue
                targets |= set(groups)
        if not edits:
            return
        self.draft.write(module.path, _folded(module, edits, targets))

    def _groups(self, module: Module, site: ImportSite, node: ast.ImportFrom) -> dict[str, dict[ast.alias, str]]:
        """Defining module → the names of this import that it defines, with their names there."""
        found: dict[str, dict[ast.alias, str]] = {}
        source = module.target(node)
        for alias in node.names:
            if alias.name == "*" or (self.names and not {alias.name, f"{source}.{alias.name}"} & set(self.names)):
                continue
            chain = self.chain((source, alias.name))
            if len(chain) > 1 and chain[-1][0] != module.name:
                try:
                    self._check(module, site, chain)
                except Stays as error:
                    self._left(module, alias.lineno, f"`{alias.name}` of `{source}`: {error}")
                    continue
                found.setdefault(chain[-1][0], {})[alias] = chain[-1][1]
        return found

    def _left(self, module: Module, line: int, reason: str) -> None:
        self.draft.note(f"{Location(module.path, line)}: left as it is: {reason}")

    def chain(self, link: Link) -> tuple[Link, ...]:
        """From that name to where it is defined, as far as plain imports lead through the tree."""
        found = [link]
        while (following := self._next(*found[-1])) and following not in found:
            found.append(following)
        return tuple(found)

    def _next(self, module: str, name: str) -> Link | None:
        names = self.draft.index.names
        info = names.module(module)
        if info is None:
            return None
        nodes = info.namespace.get(name, [])
        table = table_of(info.source.tree)
        if table and name in table.entries:
            target, _, taken = table.entries[name].new.rpartition(".")
        elif len(nodes) == 1 and isinstance(nodes[0], ast.alias):
            target, taken = info.origins[nodes[0]]
            if not taken or not _is_plain(info, nodes[0]):
                return None
        elif not nodes and not names.is_module(f"{module}.{name}"):
            givers = [star for star in info.stars if not names.is_ours(star) or name in names.star_names(star)]
            if len(givers) != 1 or not names.is_module(givers[0]):
                return None
            target, taken = givers[0], name
        else:
            return None
        meaning = names.member(target, taken)
        return (target, taken) if meaning and meaning.name and names.module(target) else None

    def _check(self, module: Module, site: ImportSite, chain: Sequence[Link]) -> None:
        """Raise Stays where the file would not get the same thing from the defining module, or not in time."""
        (source, _), (target, _) = chain[0], chain[-1]
        hidden = next((part for part in [*parents_of(target), target] if part.rpartition(".")[2].startswith("_")), "")
        if hidden and not f"{module.name}.".startswith(f"{hidden.rpartition('.')[0]}."):
            raise Stays(f"`{hidden}` is private")
        if source not in (*parents_of(target), target) and not self._only_shows(source):
            raise Stays(f"`{source}` does more than to show names, and would not be loaded any more")
        if any(map(self._is_set, chain)):
            raise Stays("its name is set anew by an assignment from elsewhere")
        when = self._when(module, site)
        if when in ("call", "main") and any(map(self._is_patched, chain)):
            raise Stays("it is looked up when the function runs, and patched")
        if when == "import" and self._leads_to(target, module):
            raise Stays(f"`{target}` needs this module as well: a ring of imports")

    def _when(self, module: Module, site: ImportSite) -> str:
        return next((item.when for item in imports_in(module.source) if item.line == site.node.lineno), "call")

    def _leads_to(self, target: str, module: Module) -> bool:
        """Whether importing the target loads this module, beyond the packages that are loaded before it anyway."""
        around = parents_of(module.name)
        return any(module.name in self._led_to(part) for part in (*parents_of(target), target) if part not in around)

    @cached_property
    def _led_to(self) -> Callable[[str], set[str]]:
        loading = Loading(self.draft.index.names)

        @cache
        def led_to(module: str) -> set[str]:
            seen, waiting = set[str](), [module]
            while waiting:
                for following in loading.needs(waiting.pop()) - seen:
                    seen.add(following)
                    waiting.append(following)
            return seen

        return led_to

    def _only_shows(self, source: str) -> bool:
        """Whether a module consists of imports, `__all__`, a docstring, and what answers for old names."""
        info = self.draft.index.names.module(source)
        if info is None:
            return False
        tree = info.source.tree
        own = serving(tree)
        return all(_shows(node) or node in own for node in tree.body)

    def _is_patched(self, link: Link) -> bool:
        """Whether a string names it, or `setattr` and its kin do, as tests patch things."""
        if link not in self._patched:
            index, (module, name) = self.draft.index, link
            self._patched[link] = any(
                reference.owner == Meaning(module) and reference.written == name
                for path in index.names.files_with(name)
                for reference in index.in_file(path)
                if reference.form in ("string", "setattr")
            )
        return self._patched[link]

    def _is_set(self, link: Link) -> bool:
        """Whether some file says `module.name = …`."""
        index, (module, name) = self.draft.index, link
        return any(
            reference.owner == Meaning(module) and reference.form == "attribute" and _is_stored(reference)
            for path in self._stores.get(name.encode(), ())
            for reference in index.in_file(path)
            if reference.written == name
        )

    @cached_property
    def _stores(self) -> dict[bytes, list[PurePosixPath]]:
        """For every attribute that an assignment sets: the files that do."""
        found: dict[bytes, list[PurePosixPath]] = {}
        names = self.draft.index.names
        for path in names.names:
            for name in set(STORED.findall(names.data(path))):
                found.setdefault(name, []).append(path)
        return found


def _is_stored(reference: Reference) -> bool:
    attributes = reference.use.attributes if reference.use else ()
    return any(item.attr == reference.written and not isinstance(item.ctx, ast.Load) for item in attributes)


def _shows(node: ast.stmt) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]) | ast.AugAssign(target=ast.Name(id="__all__")):
            return True
        case ast.If(test=test, orelse=[]) if when_branches_run(test)[0] == "typing":
            return True
    return is_ours(node) or is_helper(node)


def _is_plain(info: Module, alias: ast.alias) -> bool:
    """Whether a module imports that name whatever happens, at its top level."""
    lines = [item for item in imports_in(info.source) if item.line <= alias.lineno <= item.end_line]
    return bool(lines) and all(
        item.when == "import" and not item.scope and not (item.guarded or item.fallback or item.conditional)
        for item in lines
    )


def _edits(module: Module, node: ast.ImportFrom, groups: Mapping[str, Mapping[ast.alias, str]]) -> Iterator[Edit]:
    """The statement with each group of names taken from its own module."""
    at = module.positions
    moved = {alias: name for group in groups.values() for alias, name in group.items()}
    targets = sorted(groups, key=lambda target: (-len(groups[target]), target))
    if targets and len(moved) == len(node.names):
        first = targets.pop(0)
        yield Edit(*at.from_span(node), at.encode(spell(module, first, node.level > 0)))
        for alias, name in groups[first].items():
            moved.pop(alias)
            if name != alias.name:
                start, end = at.checked(at.start(alias), alias.name)
                yield Edit(start, end, at.encode(name if alias.asname else f"{name} as {alias.name}"))
    if moved:
        yield from without_names(module, node, moved)
    for target in sorted(targets):
        yield add_statement(module, node, _statement(module, node, target, groups[target]))


def _statement(module: Module, node: ast.ImportFrom, target: str, group: Mapping[ast.alias, str]) -> str:
    """`from target import …`, over several lines where one would be too long."""
    names = []
    for alias, name in group.items():
        bound = alias.asname or alias.name
        names.append(name if name == bound and not alias.asname else f"{name} as {bound}")
    head = f"from {spell(module, target, node.level > 0)} import "
    comments = [comment for alias in group if (comment := comment_beside(module, alias))]
    comment = f"  {comments[0]}" if len(comments) == 1 and len(group) == 1 else ""
    indent = module.positions.decode(
        module.source.data[module.positions.line_start(node.lineno) : module.positions.start(node)]
    )
    if len(indent + head) + len(", ".join(names)) <= WIDTH or indent.strip():
        return head + ", ".join(names) + comment
    line = newline_of(module.source.data).decode()
    return head + "(" + line + "".join(f"{indent}    {name},{line}" for name in names) + indent + ")"


def _folded(module: Module, edits: Collection[Edit], targets: Collection[str]) -> bytes:
    """The file with these edits, where each target that it imported from at most once is imported from once again."""
    data = apply_edits(module.source.data, edits)
    before = [module.target(site.node) for site in module.bindings.imports if isinstance(site.node, ast.ImportFrom)]
    for target in sorted(targets):
        if before.count(target) <= 1:
            now = Module(Source(module.path, data, module.name, package=module.package))
            data = fold_imports(now, target, (), lambda _: None)
    return data
