"""Gives a module or package another dotted name: its files move, and whatever names it by a dotted name or a path follows."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import PurePosixPath

from migrate.model import Location
from migrate.python.bindings import Scope
from migrate.python.edits import Edit, Unplaced, apply_edits
from migrate.python.imports import absolute
from migrate.python.source import Source
from migrate.refactoring.files.depth import FileDepth
from migrate.refactoring.files.table import FileMoves
from migrate.refactoring.imports.retarget import Retarget, spell
from migrate.refactoring.left.modules import How
from migrate.refactoring.left.packages import Left, left_at, still_loaded
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.bindings import Binding, places
from migrate.refactoring.retexting import as_module, in_comments, module_in_comments
from migrate.references.cycles import Loading, new_cycle, too_early
from migrate.references.index import Index
from migrate.references.names import Meaning, Module, Names
from migrate.references.screening import From, Screened, screen
from migrate.references.texts import mentions

FOUND_BY_NAME = frozenset({"conftest", "setup", "__main__", "__init__", "manage"})
"""Files that tools look for under this very name."""


class Relocation:
    """The module or package `old` becomes `new`. Raises Refused where it cannot."""

    def __init__(
        self,
        index: Index,
        old: str,
        new: str,
        strings: Collection[PurePosixPath] = (),
        closely: Collection[PurePosixPath] = (),
        files: Mapping[PurePosixPath, PurePosixPath] | None = None,
    ) -> None:
        self.index = index
        self.old = old
        self.new = new
        self.strings = frozenset(strings)
        """Files in whose strings the name follows without further proof."""
        self.closely = frozenset(closely)
        """Files in which more is looked at than what names the module."""
        self.given = files
        """Which files move where, if somebody has seen to that."""
        self._check()

    @cached_property
    def parents(self) -> tuple[str, str]:
        """The packages around the old and the new name."""
        return self.old.rpartition(".")[0], self.new.rpartition(".")[0]

    @cached_property
    def files(self) -> dict[PurePosixPath, PurePosixPath]:
        """Every file that moves, with its new path."""
        if self.given is not None:
            return dict(self.given)
        names, parts = self.index.names, self.old.split(".")
        found: dict[PurePosixPath, PurePosixPath] = {}
        for path in names.paths.get(self.old, ()):
            if path.stem != "__init__":
                root = path.parents[len(parts) - 1]
                found[path] = root.joinpath(*self.new.split(".")).with_suffix(path.suffix)
        for folder in self.folders:
            root = folder.parents[len(parts) - 1]
            for path in self.index.workspace.below(folder):
                found[path] = root.joinpath(*self.new.split("."), path.relative_to(folder))
        return found

    @cached_property
    def folders(self) -> tuple[PurePosixPath, ...]:
        """The folders that move as a whole."""
        found = set()
        depth = self.old.count(".") + 1
        for name, paths in self.index.names.paths.items():
            if name == self.old or name.startswith(f"{self.old}."):
                for path in paths:
                    up = name.count(".") + 1 - depth - (path.stem != "__init__")
                    if up >= 0:
                        found.add(path.parents[up])
        return tuple(sorted(found))

    @cached_property
    def binding(self) -> Binding | None:
        """The attribute of the package around it that the module is, if it keeps that package and no other thing hides it there."""
        parent, new_parent = self.parents
        if not parent or parent != new_parent:
            return None
        leaf = self.old.rpartition(".")[2]
        return (parent, leaf) if self.index.names.member(parent, leaf) == Meaning(self.old) else None

    def _check(self) -> None:
        names, old, new = self.index.names, self.old, self.new
        leaf, new_parent = new.rpartition(".")[2], self.parents[1]
        where = Location(names.path_of(old)) if names.path_of(old) else None  # type: ignore[arg-type]
        if self.given is None and FOUND_BY_NAME.intersection((old.rpartition(".")[2], leaf)):
            raise Refused("found-by-name", f"tools find `{old}` by its file's name", "leave it", where)
        if names.is_module(new):
            raise Refused("name-taken", f"there is a module `{new}`", "choose another name, or merge them", where)
        if f"{new}.".startswith(f"{old}."):
            raise Refused("bad-name", f"`{new}` would lie inside itself", "choose another name", where)
        if not new_parent and leaf in sys.stdlib_module_names:
            raise Refused("name-taken", f"`{leaf}` would hide the standard library's", "choose another name", where)
        if new_parent and not _takes_modules(names, new_parent):
            raise Refused("no-such-package", f"the tree has no package `{new_parent}`", "make it first", where)
        home = names.module(new_parent) if new_parent else None
        if home and leaf in home.namespace:
            raise Refused(
                "name-taken", f"`{new_parent}` binds `{leaf}` already", "choose another name", Location(home.path)
            )
        if self.given is None:
            self._check_files(where)

    def _check_files(self, where: Location | None) -> None:
        old, files = self.old, self.index.names.paths.get(self.old, ())
        if sum(path.suffix == ".py" for path in files) > 1 or len(self.folders) > 1:
            raise Refused("ambiguous", f"several places are called `{old}`", "set `source` in the plan", where)
        for path in self.folders:
            for file, reason in self.index.workspace.skipped.items():
                if file.is_relative_to(path):
                    raise Refused("not-read", f"{file} would stay: {reason}", "move it by hand first", Location(file))
        for target in self.files.values():
            if self.index.workspace.exists(target):
                raise Refused("name-taken", f"{target} is there already", "choose another name", Location(target))

    @cached_property
    def screened(self) -> Screened:
        """Which files name the module in plain imports only, and which need a closer look."""
        found = screen(self.index.names, self.old, self.strings | self.closely)
        if self.parents[0] != self.parents[1]:
            own = {path for path in self.files if path.suffix in (".py", ".pyi")}
            found = Screened(
                {path: places for path, places in found.plain.items() if path not in own}, found.open | own
            )
        return found

    def edits(self) -> Iterator[tuple[PurePosixPath, Edit | str, int]]:
        """(file, edit, line), with the old paths; a text in place of an edit says why that line had to be left."""
        for path, imports in self.screened.plain.items():
            for place in imports:
                yield path, Edit(place.start, place.end, self._spelled(path, place).encode()), 0
        old_parent, new_parent = self.parents
        for path in sorted(self.screened.open):
            module = self.index.names.file(path)
            try:
                module.bindings  # noqa: B018 (parses it)
                module.positions  # noqa: B018 (looks at its encoding)
            except (SyntaxError, Unplaced) as error:
                self.index.unread[path] = str(getattr(error, "msg", None) or error)
                continue
            try:
                found = list(self._in_place(module) if old_parent == new_parent else self._elsewhere(module))
            except Unplaced as error:
                found = [(str(error), 1)]
            for edit, line in found:
                yield path, edit, line
        if self.given is None:
            yield from self._from_file()

    def _from_file(self) -> Iterator[tuple[PurePosixPath, Edit | str, int]]:
        """The paths that code works out from `__file__`, where they lead to what moves, or begin there."""
        count, new = self.old.count("."), self.new.split(".")
        depth = FileDepth(
            self.index, FileMoves(self.files, {folder: folder.parents[count].joinpath(*new) for folder in self.folders})
        )
        for path, edit in depth.edits():
            yield path, edit, 0
        for where, reason in depth.left:
            yield where.path, reason, where.line

    def _spelled(self, path: PurePosixPath, place: From) -> str:
        """What a plain import says in the place of what it said."""
        if self.parents[0] != self.parents[1]:
            module = Module(Source(path, b"", self.index.names.names[path], package=path.stem == "__init__"))
            return spell(module, self.now(place.target), place.level > 0)
        written = self.index.workspace.read(path)[place.start : place.end].decode()
        return _with_part(written, self.old.count(".") - place.target.count(".") - 1, self.new.rpartition(".")[2])

    def _within(self, name: str) -> bool:
        return f"{name}.".startswith(f"{self.old}.")

    def now(self, name: str) -> str:
        """The dotted name after the move."""
        return self.new + name[len(self.old) :] if self._within(name) else name

    def _in_place(self, module: Module) -> Iterator[tuple[Edit | str, int]]:
        at = module.positions
        top = "." not in self.old
        edited: set[int] = set()
        bound: dict[Scope, None] = {}
        for site in module.bindings.imports:
            node = site.node
            if isinstance(node, ast.ImportFrom):
                target = module.target(node)
                if absolute(node.module or "", node.level, self.now(module.name), module.package) != self.now(target):
                    start, end = at.from_span(node)
                    place = self.old.count(".") - target.count(".") - 1
                    text = _with_part("." * node.level + (node.module or ""), place, self.new.rpartition(".")[2])
                    yield Edit(start, end, at.encode(text)), node.lineno
                continue
            for alias in node.names:
                if self._within(alias.name):
                    start, end = at.checked(at.start(alias), self.old)
                    if top and not alias.asname:
                        bound[site.scope] = None
                    yield Edit(start, end, at.encode(self.new)), node.lineno
        for scope in bound:
            yield from self._top(module, scope)
        for reference in self.index.strings_in(module.path, (self.old.rpartition(".")[2],)):
            if reference.form == "relative-string" and self._within(reference.spelled) and reference.owner:
                text = "." + self.now(reference.spelled)[len(reference.owner.module) + 1 :]
                if self.now(reference.spelled).startswith(f"{reference.owner.module}."):
                    yield Edit(reference.start, reference.end, at.encode(text)), reference.line
                else:
                    yield "a relative name in a string", reference.line
            elif reference.form == "string" and reference.spelled == self.old and self.binding is None:
                edited.add(id(reference.string))
                yield Edit(reference.chain_start, reference.end, at.encode(self.new)), reference.line
        if self.binding is None:
            for string, parent in module.bindings.strings:
                if id(string) not in edited and not isinstance(parent, ast.Expr):
                    yield from self._in_string(module, string)

    def _in_string(self, module: Module, string: ast.Constant) -> Iterator[tuple[Edit | str, int]]:
        """Code or prose in a string: edited where the plan names the file, left where it does not."""
        at, pattern = module.positions, as_module(self.old)
        if string.value == self.old and module.path in self.strings:
            start = at.string_start(string)
            yield Edit(start, start + len(at.encode(self.old)), at.encode(self.new)), string.lineno
            return
        told = pattern.findall(str(string.value).encode(errors="replace"))
        written = list(pattern.finditer(at.data, at.start(string), at.end(string))) if told else []
        if told and (module.path not in self.strings or len(written) != len(told)):
            yield "a string that holds the old name as a part", string.lineno
            return
        for match in written:
            yield Edit(*match.span(), at.encode(self.new)), string.lineno

    def _top(self, module: Module, scope: Scope) -> Iterator[tuple[Edit | str, int]]:
        """`import old` for a module without a package around it: the uses follow, or the import says `as old`."""
        at, nodes = module.positions, scope.bindings[self.old]
        taken = self.new in scope.bindings or any(
            use.name.id == self.new or (use.name.id == self.old and use.scope.lookup(self.new))
            for use in module.bindings.uses
        )
        ours = all(isinstance(node, ast.alias) and not node.asname and self._within(node.name) for node in nodes)
        if not taken and ours and scope.kind != "class" and self.old not in module.exports.names:
            for start, end in places(module, scope, self.old):
                yield Edit(start, end, at.encode(self.new)), at.line_of(start)
            return
        for node in nodes:
            if isinstance(node, ast.alias) and not node.asname and self._within(node.name):
                if node.name != self.old:
                    raise Refused(
                        "captured",
                        f"{module.path}:{node.lineno}: `{self.new}` means something else in this file",
                        "import the old module there under another name first",
                        Location(module.path, node.lineno),
                    )
                yield Edit(at.end(node), at.end(node), at.encode(f" as {self.old}")), node.lineno

    def _elsewhere(self, module: Module) -> Iterator[tuple[Edit | str, int]]:
        own = self._moved(module) if module.path in self.files else None
        done = Retarget(self.index, self.old, self.new, {}, whole=True).file(
            module.path, lambda reference: own is not None and reference.form in ("from", "star"), own
        )
        if module.path in self.index.unread:  # it parses, and its places cannot be told
            yield self.index.unread[module.path], 1
        for edit in done.edits:
            yield edit, module.positions.line_of(edit.start)
        for line, reason in done.left:
            yield reason, line
        for site in module.bindings.imports if own else ():
            if own and isinstance(site.node, ast.ImportFrom):
                yield from self._anchored(module, own, site.node)

    def _anchored(self, module: Module, own: Module, node: ast.ImportFrom) -> Iterator[tuple[Edit | str, int]]:
        """What an import in a file that moves is relative to."""
        target = module.target(node)
        if node.level and not target:
            yield "a relative import that climbs out of its import root", node.lineno
        elif own.target(node) != self.now(target):
            if len(node.names) == 1 and f"{target}.{node.names[0].name}" == self.old:
                return  # the whole statement is another one now
            start, end = module.positions.from_span(node)
            text = spell(own, self.now(target), node.level > 0)
            yield Edit(start, end, module.positions.encode(text)), node.lineno

    def _moved(self, module: Module) -> Module:
        path = self.files.get(module.path, module.path)
        return Module(Source(path, module.source.data, self.now(module.name), package=module.package))

    def dotted_texts(self) -> Iterator[tuple[PurePosixPath, Edit]]:
        """Where documents, configuration and comments name the module by its dotted name."""
        if self.binding is None:
            for path in sorted(self.screened.open):
                module = self.index.names.file(path)
                with suppress(SyntaxError, Unplaced):
                    words = path in self.closely and "." not in self.old
                    told = in_comments(module, {("", self.old): self.new}, True) if words else ()
                    yield from [(path, edit) for edit in (*told, *module_in_comments(module, self.old, self.new))]
            for path in self.index.texts:
                data = self.index.workspace.read(path)
                if self.old.encode() not in data:
                    continue
                for mention in mentions(path, data, self.old, (), (), lambda _: False):
                    yield path, Edit(mention.start, mention.end, self.new.encode())
                for match in as_module(self.old).finditer(data):
                    following = re.compile(rb"\.(\w+)").match(data, match.end())
                    if following and self.index.names.member(self.old, following.group(1).decode(errors="replace")):
                        yield path, Edit(*match.span(), self.new.encode())

    def path_texts(self) -> Iterator[tuple[PurePosixPath, Edit]]:
        """Where documents, configuration and strings name its files."""
        roots = self.index.names.roots
        moved = dict(self.files)
        for folder in self.folders:
            if all(str(folder.parent) != root for root in roots if root):  # else a text may leave out the root
                moved = {path: target for path, target in moved.items() if not path.is_relative_to(folder)}
            moved[folder] = folder.parents[self.old.count(".")].joinpath(*self.new.split("."))
        ways = {str(path): str(target) for path, target in moved.items()}
        for root in filter(None, roots):
            for path, target in moved.items():
                if path.is_relative_to(root):
                    ways.setdefault(str(path.relative_to(root)), str(target.relative_to(root)))
        longest: dict[tuple[PurePosixPath, int], Edit] = {}
        for mention in self.index.path_mentions(sorted(moved)):
            edit = Edit(mention.start, mention.end, ways[mention.written].encode())
            known = longest.get((mention.path, mention.start))
            if known is None or known.end < edit.end:
                longest[mention.path, mention.start] = edit
        for (path, _), edit in longest.items():
            if path.suffix not in (".py", ".pyi") or self._parses(path):
                yield path, edit

    def _parses(self, path: PurePosixPath) -> bool:
        try:
            self.index.names.file(path).source.tree  # noqa: B018 (parses it)
        except SyntaxError as error:
            self.index.unread[path] = str(error.msg)
            return False
        return True

    def left(self, how: How, remove_in: str | None) -> Left:
        """What stands at the old place: a module for each one that moved."""
        return left_at(self.index.names, self.old, self.new, how, remove_in)

    def reattached(self, after: Mapping[PurePosixPath, bytes | None]) -> tuple[PurePosixPath, bytes] | None:
        """The package around the old place, which must go on loading what stands there; None where nothing is missing."""
        package = self.index.names.module(self.parents[0])
        if package is None:
            return None
        data = after.get(package.path) or package.source.data
        becomes = Module(Source(package.path, data, package.name, package=True))
        edit = still_loaded(Loading(self.index.names), becomes, self.old)
        return (package.path, apply_edits(data, [edit])) if edit else None

    def judge(self, after: Index) -> None:
        """Raise Refused where the new place, in another package, closes a ring of imports."""
        where = Location(next(iter(self.files)))
        was, would_be = Loading(self.index.names), Loading(after.names)
        ring = new_cycle(was, would_be, self.old, self.new)
        if not ring and self.parents[1]:  # who imports the new place imports the package around it
            ring = new_cycle(was, would_be, self.old, self.parents[1])
        if ring:
            raise Refused(
                "import-cycle",
                f"the move would make an import cycle: {' → '.join(ring)}",
                "choose another place",
                where,
            )
        early = too_early(was, would_be, self.old, self.new)
        if early:
            reason = (
                f"`{early.module}` would ask `{early.target}` for `{early.name}` while that is still being imported"
            )
            raise Refused("import-cycle", reason, "choose another place", where)


def _with_part(written: str, place: int, name: str) -> str:
    """A module as an import writes it, with another name at that place, counted from the end (-1 is the last)."""
    parts = written.split(".")
    parts[place] = name
    return ".".join(parts)


def _takes_modules(names: Names, package: str) -> bool:
    """Whether modules can lie in that package: it is there, or is a new folder in one without `__init__.py` and needs none."""
    if package in names.folders or _is_package(names.path_of(package)):
        return True
    while package and package not in names.folders:
        package = package.rpartition(".")[0]
    return bool(package) and names.path_of(package) is None


def _is_package(path: PurePosixPath | None) -> bool:
    return path is not None and path.stem == "__init__"
