"""Moves files and folders of any kind: modules with their imports, all else with the paths, links and includes that name it."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from migrate.model import Change, Location, Move, Outcome
from migrate.python.edits import Edit, Unplaced
from migrate.refactoring.draft import Draft
from migrate.refactoring.files.depth import FileDepth
from migrate.refactoring.files.includes import Includes
from migrate.refactoring.files.relocating import Relocation
from migrate.refactoring.files.table import FileMoves, planned
from migrate.refactoring.files.texts import PathTexts
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.bindings import Renaming
from migrate.refactoring.retexting import in_comments, in_documents
from migrate.refactoring.symbols import is_name
from migrate.references.index import Index
from migrate.references.names import Names
from migrate.workspace import Layout, Workspace

BY_HAND = "mend that place by hand first"
SPHINX = frozenset({"templates_path", "html_static_path", "html_extra_path", "locale_dirs", "exclude_patterns"})
"""Settings of a Sphinx conf.py that list folders, told from where it lies."""


@dataclass
class MovingFiles:
    """One table of moves on one tree. `outcome` says what becomes of it; nothing is written."""

    workspace: Workspace
    table: Mapping[str, str]
    force: bool
    by: str
    strings: Collection[PurePosixPath] = ()
    """Files in whose strings modules that move follow without further proof."""
    moves: list[Move] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def outcome(self) -> Outcome:
        """The changes and moves. Raises Refused where a move cannot be made, or a place not be proven."""
        found = planned(self.workspace, self.table, self.force)
        self.notes += found.done
        if not found.files:
            return Outcome(notes=tuple(self.notes))
        tree = replace(self.workspace, layout=Layout(self.workspace.layout.source, ("**",)))
        first = Draft(tree, self.by)
        self._paths(first, found)
        if first.refusals:
            return Outcome(refusals=tuple(first.refusals), notes=tuple(self.notes))
        pairs = self._modules(first.index.names, found)
        tree = first.after()
        for old, new in pairs:
            files = {
                path: target for path, target in found.files.items() if path in self._of_module(first.index.names, old)
            }
            draft = Draft(tree, self.by)
            self._relocate(draft, old, new, files)
            if draft.refusals:
                return Outcome(refusals=tuple(draft.refusals), notes=tuple(self.notes))
            tree = draft.after()
        tree = tree.with_changes(self._rest(tree, found))
        changes = tuple(self._changes(tree, found))
        return Outcome(changes, tuple(self.moves), notes=tuple(dict.fromkeys(self.notes)))

    def _paths(self, draft: Draft, found: FileMoves) -> None:
        """Paths, links, includes, and what code works out from `__file__`."""
        texts = PathTexts(draft.index, found)
        includes = Includes(draft.workspace, found)
        depth = FileDepth(draft.index, found)
        edited: dict[PurePosixPath, set[int]] = {}
        for path, edit in (*texts.edits(), *includes.edits(), *depth.edits(), *_sphinx(draft.index.names, found)):
            if edit.start not in edited.setdefault(path, set()):
                edited[path].add(edit.start)
                draft.edit(path, edit)
        for where, reason in includes.left + depth.left:
            draft.refuse("unproven-path", f"{where}: {reason}", BY_HAND, where)
        self.notes += [f"{where}: left as it is: {reason}" for where, reason in texts.left]
        self.notes += depth.notes
        for mention in draft.index.ends_in_strings(found.files):
            known = any(mention.start <= start < mention.end for start in edited.get(mention.path, ()))
            if not known and not _follows(found, mention.path, mention.written):
                where = Location(mention.path, mention.line)
                self.notes.append(f"{where}: left as it is: `{mention.written}` may be the end of a path that moves")
        for where, folder in _words(draft.index.names, found, edited):
            self.notes.append(f"{where}: left as it is: `{folder.name}` may be the folder {folder}, which moves")
        for mention in texts.addresses():
            where = Location(mention.path, mention.line)
            self.notes.append(f"{where}: left as it is: an address on the web that may lead to `{mention.written}`")

    def _modules(self, names: Names, found: FileMoves) -> list[tuple[str, str]]:
        """Old and new name of every module whose name changes; a package stands for all in it."""
        after = Names(
            replace(self.workspace.with_changes(self._rest(self.workspace, found)), layout=names.workspace.layout)
        )
        pairs: dict[str, str] = {}
        for path, target in found.files.items():
            old, new = names.names.get(path, ""), after.names.get(target, "")
            if path.suffix in (".py", ".pyi") and old != new and old:
                pairs[old] = new
        for folder in sorted(found.folders, key=lambda item: len(item.parts)):
            package, new = _package(names, after, found, folder)
            inside = [name for name in pairs if f"{name}.".startswith(f"{package}.")]
            if not inside or not package or not new or package == new or names.is_module(new):
                continue
            whole = [name for name in names.paths if f"{name}.".startswith(f"{package}.")]
            if set(inside) == set(whole) and all(pairs[name] == new + name[len(package) :] for name in inside):
                for name in inside:
                    del pairs[name]
                pairs[package] = new
        return sorted(pairs.items())

    def _of_module(self, names: Names, name: str) -> set[PurePosixPath]:
        """The files of a module, or of a package with all in it."""
        return {path for known, paths in names.paths.items() if f"{known}.".startswith(f"{name}.") for path in paths}

    def _relocate(self, draft: Draft, old: str, new: str, files: Mapping[PurePosixPath, PurePosixPath]) -> None:
        index = draft.index
        here = Location(next(iter(files)))
        relocation: Relocation | None = None
        if not new or not all(map(is_name, new.split("."))):
            uses = [item for item in index.references(old) if item.path not in files]
            if uses:
                where = Location(uses[0].path, uses[0].line)
                raise Refused(
                    "no-module", f"{where}: `{old}` is imported, and {here.path} would be no module", BY_HAND, where
                )
        else:
            relocation = Relocation(index, old, new, self.strings, files=files)
            self._follow(draft, relocation)
            self.moves.append(Move(old, new, "module", "nothing"))
        for path, target in files.items():
            draft.rename_file(path, target)
        if relocation and not draft.refusals and relocation.parents[0] != relocation.parents[1]:
            relocation.judge(Index(draft.after()))

    def _follow(self, draft: Draft, relocation: Relocation) -> None:
        """Everything that names the module by a dotted name."""
        index = draft.index
        left: list[tuple[Location, str]] = []
        if relocation.binding:
            leaf = relocation.new.rpartition(".")[2]
            renaming = Renaming(index, {relocation.binding: leaf}, among=relocation.screened.open)
            for path, edits in renaming.edits():
                draft.edit(path, *edits)
            for path in renaming.writing:
                if module := renaming.read(path):
                    draft.edit(path, *in_comments(module, renaming.carriers, False))
            for path, edit in in_documents(index, renaming.carriers):
                draft.edit(path, edit)
            left += renaming.left.places
            self.notes += renaming.notes
        for path, found, line in relocation.edits():
            if isinstance(found, str):
                left.append((Location(path, line), found))
            else:
                draft.edit(path, found)
        for path, edit in relocation.dotted_texts():
            draft.edit(path, edit)
        for where, reason in dict.fromkeys(left):
            draft.refuse("unproven-reference", f"{where}: {reason}", BY_HAND, where)
        needle = relocation.old.rpartition(".")[2].encode()
        for path, reason in sorted(index.unread.items()):
            if needle in index.workspace.read(path):
                self.notes.append(f"{path}: left as it is: {reason}")

    def _rest(self, tree: Workspace, found: FileMoves) -> Iterator[Change]:
        """The files that have not moved yet."""
        for path, target in found.files.items():
            if tree.exists(path):
                mode = tree.mode(path)
                yield Change(path, tree.read(path), None, mode, mode)
                yield Change(target, None, tree.read(path), mode, mode)

    def _changes(self, tree: Workspace, found: FileMoves) -> Iterator[Change]:
        touched: Collection[PurePosixPath] = {*found.files, *found.files.values(), *tree.overlay}
        origins = {target: path for path, target in found.files.items()}
        for path in sorted(touched):
            before = self.workspace.read(path) if self.workspace.exists(path) else None
            after = tree.read(path) if tree.exists(path) else None
            if before != after:
                mode = self.workspace.mode(origins.get(path, path))
                yield Change(path, before, after, mode, mode, self.by)


def _sphinx(names: Names, found: FileMoves) -> Iterator[tuple[PurePosixPath, Edit]]:
    """Where a Sphinx conf.py lists a folder beside it that moves, by its bare name."""
    for folder, target in found.folders.items():
        conf = folder.parent / "conf.py"
        if conf in found.files or conf not in names.files_with(folder.name):
            continue
        module = names.file(conf)
        with suppress(SyntaxError, Unplaced):
            for statement in module.source.tree.body:
                match statement:
                    case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in SPHINX:
                        for node in ast.walk(value):
                            if isinstance(node, ast.Constant) and node.value == folder.name:
                                start = module.positions.string_start(node)
                                new = module.positions.encode(posixpath.relpath(target, conf.parent))
                                yield conf, Edit(start, start + len(module.positions.encode(folder.name)), new)


def _words(
    names: Names, found: FileMoves, edited: Mapping[PurePosixPath, Collection[int]]
) -> Iterator[tuple[Location, PurePosixPath]]:
    """The first place in each Python file beside a folder that moves where a string is just its name, or begins with that."""
    for folder in sorted(found.folders):
        if found.folders.keys().isdisjoint(folder.parents):
            word = re.compile(rb"[\"']" + re.escape(folder.name.encode()) + rb"[\"'/]")
            for path in names.files_with(folder.name):
                beside = path.is_relative_to(folder.parent) and not path.is_relative_to(folder)
                matches = word.finditer(names.data(path)) if beside else ()
                if place := next((m for m in matches if m.start() + 1 not in edited.get(path, ())), None):
                    yield Location(path, names.data(path).count(b"\n", 0, place.start()) + 1), folder


def _package(names: Names, after: Names, found: FileMoves, folder: PurePosixPath) -> tuple[str, str]:
    """The old and the new name of a folder of modules; empty for a folder that is none."""
    for path, target in found.files.items():
        if folder in path.parents and path in names.names:
            inside = len(path.parts) - len(folder.parts) - (path.stem == "__init__")
            old, new = names.names[path].split("."), after.names.get(target, "").split(".")
            return ".".join(old[: len(old) - inside]), ".".join(new[: len(new) - inside])
    return "", ""


def _follows(found: FileMoves, path: PurePosixPath, written: str) -> bool:
    """Whether the end of a path stays the end of it, wherever that moves."""
    return (
        all(str(target).endswith(written) for old, target in found.files.items() if f"/{old}".endswith(f"/{written}"))
        or path in found.files
    )
