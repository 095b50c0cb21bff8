"""One tree takes another's place and name: the rewrite beside the original becomes the original."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Literal

from migrate.errors import nearest
from migrate.model import Change, Location, Move, Outcome, Refusal, Removal, Table
from migrate.python.edits import apply_edits
from migrate.refactoring.files.moving import MovingFiles
from migrate.refactoring.layout.swap_uses import Twins, Use
from migrate.refactoring.left.modules import compat_module
from migrate.refactoring.left.names import handing_out
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import is_name
from migrate.references.index import Index
from migrate.references.names import Names
from migrate.references.texts import is_history
from migrate.workspace import Layout, Workspace, check_inside

TEST_FILE = re.compile(r"(test_.*|.*_test|conftest)\.py")
BUILT = frozenset({".so", ".o", ".a", ".dll", ".dylib", ".pyd", ".obj", ".lib", ".pyc"})
DISTINCT = re.compile(r"[_\d-]")
"""What makes of a folder's name a word that means nothing else."""
COLUMNS = ("file", "uses", "there in the new tree", "nearest")
BY_HAND = "change that place first"


@dataclass(frozen=True)
class Wish:
    """What is asked for: `new` takes the place of `old`, which becomes what `fate` says."""

    new: PurePosixPath
    old: PurePosixPath
    fate: Literal["archive", "delete", "compat"]
    to: PurePosixPath | None = None
    reason: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    missing: Literal["refuse", "list"] = "refuse"
    remove_in: str | None = None


class Swapping:
    """One swap on one tree. `outcome` says what becomes of it; nothing is written."""

    def __init__(self, workspace: Workspace, wish: Wish, by: str) -> None:
        self.workspace = workspace
        self.wish = wish
        self.by = by
        self.notes: list[str] = []
        self.tables: list[Table] = []
        self.refusals: list[Refusal] = []

    def outcome(self) -> Outcome:
        """The changes, moves and removals; or the refusals. Both come with the table of who uses the old tree."""
        wish, workspace = self.wish, self.workspace
        if not workspace.below(wish.new):
            if workspace.below(wish.old) and not self._misspelt():
                return Outcome(notes=(f"{wish.new} has taken the place of {wish.old} already",))
            hint = nearest(str(wish.new), map(str, self._misspelt()), "name the tree that takes the place")
            raise Refused("no-such-path", f"the tree has no {wish.new}", hint)
        self._check()
        index = Index(workspace.variant(layout=Layout(workspace.layout.source, ("**",))))
        twins = Twins(index, wish.old, wish.new)
        self._uses(twins)
        self._paths(index)
        if wish.fate != "compat":
            self._texts(twins)
        if self.refusals:
            return Outcome(refusals=tuple(self.refusals), notes=tuple(self.notes), tables=tuple(self.tables))
        moves: list[Move] = []
        tree = workspace.with_changes(self._old_tree(moves))
        told = [path for path in tree.python_files() if wish.words.get(wish.new.name) == wish.old.name]
        moving = MovingFiles(tree, {str(wish.new): str(wish.old)}, True, self.by, told)
        made = moving.outcome()
        self.notes += made.notes
        if made.refusals:
            return Outcome(refusals=made.refusals, notes=tuple(self.notes), tables=tuple(self.tables))
        moves += made.moves
        tree = tree.with_changes(made.changes)
        tree = tree.with_changes(self._words(tree))
        if wish.fate == "archive":
            tree = tree.with_changes(self._archived())
            self._check_names(tree, twins)
        if wish.fate == "compat":
            tree = tree.with_changes(self._compat(tree, twins, moves))
        self._leftovers(tree)
        removals = tuple(self._removals(twins))
        return Outcome(
            tuple(self._changes(tree)), tuple(moves), removals, notes=tuple(dict.fromkeys(self.notes)),
            tables=tuple(self.tables),
        )  # fmt: skip

    def _check(self) -> None:
        wish, workspace = self.wish, self.workspace
        for path in (wish.new, wish.old, *([wish.to] if wish.to else [])):
            check_inside(path)
        if not workspace.below(wish.old):
            reason = f"the tree has no {wish.old}, whose place {wish.new} would take"
            raise Refused("no-such-path", reason, "move it by `move-files`")
        if wish.old.is_relative_to(wish.new) or wish.new.is_relative_to(wish.old):
            raise Refused("bad-name", f"{wish.new} and {wish.old} lie in each other", "name two trees side by side")
        if (wish.fate == "delete") == (wish.to is not None):
            what = "`to` says where" if wish.fate == "delete" else "`to` does not say where"
            raise Refused("bad-name", f"`old` is `{wish.fate}`, and {what}", "say `to` for archive and compat only")
        for path, reason in workspace.skipped.items():
            if path.is_relative_to(wish.old) or path.is_relative_to(wish.new):
                raise Refused("not-read", f"{path} cannot be moved: {reason}", "move it by hand first", Location(path))
        to = wish.to
        if to is None:
            return
        if workspace.below(to) or any(to.is_relative_to(tree) for tree in (wish.old, wish.new)):
            raise Refused("name-taken", f"{to} is there already", "choose another `to`", Location(to))
        if wish.fate == "archive":
            inside = next(
                (root for root in workspace.layout.source if root not in ("", ".") and to.is_relative_to(root)), ""
            )
            if inside:
                raise Refused("import-root", f"{to} lies below the import root {inside}", "choose another `to`")

    # who uses the old tree

    def _uses(self, twins: Twins) -> None:
        wish = self.wish
        uses = twins.uses() if twins.old_modules else []
        if uses:
            title = f"Who uses {wish.old}, and what {wish.new} has for it"
            rows = [(str(use.where), use.name, use.there, use.nearest) for use in uses]
            self.tables.append(Table(title, COLUMNS, tuple(rows)))
        lost = [use for use in uses if use.is_lost]
        for use in lost if wish.fate != "compat" else ():
            self._lost("lost-name", use.where, use.name, _or(use))
        for use in twins.uses(wish.new) if twins.old_modules else ():
            reason = f"{use.where}: {wish.new} uses `{use.name}` of the tree whose name it takes"
            self.refusals.append(Refusal("uses-old", reason, "let it stand by itself first", use.where))

    def _paths(self, index: Index) -> None:
        """Texts and strings that name files which only the old tree has."""
        wish, workspace = self.wish, self.workspace
        there = {path.relative_to(wish.new) for path in workspace.below(wish.new)}
        gone = [path for path in workspace.below(wish.old) if path.relative_to(wish.old) not in there]
        for mention in index.path_mentions(sorted(gone)):
            self._lost("lost-path", Location(mention.path, mention.line), mention.written)

    def _texts(self, twins: Twins) -> None:
        """Documents and configuration that name modules and names which only the old tree has."""
        lost = {**dict.fromkeys(twins.lost_modules()), **twins.lost_names()}
        for module, names in sorted(lost.items()):
            for mention in twins.index.mentions(module):
                if names is None or mention.member in names:
                    written = f"{mention.written}.{mention.member}" if mention.member else mention.written
                    self._lost("lost-name", Location(mention.path, mention.line), written)

    def _lost(self, code: str, where: Location, name: str, nearest: str = "") -> None:
        """Tell of a place that uses what is lost, or refuse it."""
        wish, path = self.wish, where.path
        if any(path.is_relative_to(tree) for tree in (wish.old, wish.new)) or is_history(path):
            return
        is_test = TEST_FILE.fullmatch(path.name) or not {"tests", "test"}.isdisjoint(path.parts)
        if is_test or wish.missing == "list":
            self.notes.append(f"{where}: `{name}` is not there any more{nearest}")
        else:
            reason = f"{where} uses `{name}`, which {wish.new} has not{nearest}"
            hint = f'{BY_HAND}, or say `missing = "list"`' + (' or `old = "compat"`' if code == "lost-name" else "")
            refusal = Refusal(code, reason, hint, where)
            if refusal not in self.refusals:
                self.refusals.append(refusal)

    # the trees

    def _old_tree(self, moves: list[Move]) -> Iterator[Change]:
        """What becomes of the files of the old tree."""
        wish, workspace = self.wish, self.workspace
        if wish.fate == "compat":
            assert wish.to is not None
            made = MovingFiles(workspace, {str(wish.old): str(wish.to)}, True, self.by).outcome()
            if made.refusals:
                raise Refused(
                    made.refusals[0].code, made.refusals[0].reason, made.refusals[0].next, made.refusals[0].where
                )
            own = (change for change in made.changes if any(change.path.is_relative_to(p) for p in (wish.old, wish.to)))
            yield from own
            return
        for path in workspace.below(wish.old):
            mode = workspace.mode(path)
            yield Change(path, workspace.read(path), None, mode, mode)

    def _archived(self) -> Iterator[Change]:
        """The old tree where it is kept: it comes back only now, so that nothing in it follows."""
        assert self.wish.to is not None
        for path in self.workspace.below(self.wish.old):
            mode = self.workspace.mode(path)
            yield Change(self.wish.to / path.relative_to(self.wish.old), None, self.workspace.read(path), mode, mode)

    def _misspelt(self) -> list[PurePosixPath]:
        """Folders that may be meant by a `new` that is not there; where there are none, it has gone since it took the place."""
        folders = {folder for path in self.workspace.files for folder in path.parents} - {self.wish.old, self.wish.to}
        close = get_close_matches(str(self.wish.new), map(str, folders), cutoff=0.9)
        return [PurePosixPath(name) for name in close]

    def _check_names(self, tree: Workspace, twins: Twins) -> None:
        """Raise Refused where the archive would answer to the name of what took its place."""
        names = Names(tree)
        for name in sorted(twins.new_modules):
            paths = [path for path in names.paths.get(twins.after(name), ()) if path.suffix == ".py"]
            if len(paths) > 1:
                reason = f"{paths[0]} and {paths[1]} would both be called `{twins.after(name)}`"
                hint = "choose another last name for `to`, or set the plan's `source`"
                raise Refused("ambiguous", reason, hint, Location(paths[0]))

    def _removals(self, twins: Twins) -> list[Removal]:
        """The modules and names that are gone with the old tree, and those that are other things now."""
        reason = self.wish.reason or f"{self.wish.new} has taken the place of {self.wish.old}"
        gone = list(twins.changed_names())
        if self.wish.fate != "compat":
            gone += twins.lost_modules()
            gone += [f"{module}.{name}" for module, names in twins.lost_names().items() for name in names]
        tests = [
            path for path in self.workspace.below(self.wish.old) if re.fullmatch(r"(test_.*|.*_test)\.py", path.name)
        ]
        return [Removal(name, reason) for name in (*sorted(gone), *(f"{path}::*" for path in tests))]

    def _compat(self, tree: Workspace, twins: Twins, moves: list[Move]) -> Iterator[Change]:
        """Modules and names of the old tree that the new one has not, handed out from where the old tree lies now."""
        wish = self.wish
        names = Names(tree)
        kept = self._kept_name(names, twins)
        for module in twins.lost_modules():
            path = twins.old_modules[module]
            new = kept + module[len(twins.old_top) :]
            if names.is_module(module) or tree.is_folder(path.with_suffix("")):
                self.notes.append(f"`{module}` cannot be left: {path.with_suffix('')} is a folder now; it is `{new}`")
                continue
            own = twins.own_names(twins.index.names.file(path))
            public = [name for name in own if not name.startswith("_")]
            text = compat_module(new, {name: name for name in own}, public, wish.remove_in)
            moves.append(Move(module, new, "module", "compat"))
            yield tree.change(path, text.encode(), self.by)
        for module, lost in twins.lost_names().items():
            there = names.module(module)
            new = kept + module[len(twins.old_top) :]
            if there is None:
                continue
            table = {name: (new, name) for name in lost}
            text = apply_edits(there.source.data, handing_out(names, there, table, wish.remove_in)).decode()
            moves += [Move(f"{module}.{name}", f"{new}.{name}", "symbol", "compat") for name in lost]
            yield tree.change(there.path, text.encode(), self.by)

    def _kept_name(self, names: Names, twins: Twins) -> str:
        """The dotted name of the old tree where it lies now."""
        assert self.wish.to is not None
        found = [name for path, name in names.names.items() if path.is_relative_to(self.wish.to) and name]
        kept = min(found, key=len, default="")
        if not all(map(is_name, kept.split("."))) or kept == twins.old_top:
            raise Refused("no-module", f"{self.wish.to} is no package that could be imported", "choose another `to`")
        return kept

    # what still names it

    def _words(self, tree: Workspace) -> Iterator[Change]:
        """The other names that change with the tree: libraries, variables; and, in build files, its own."""
        to, name = self.wish.to, self.wish.new.name
        own = (
            {name: self.wish.old.name} if DISTINCT.search(name) and self.wish.new.parent == self.wish.old.parent else {}
        )
        for path in tree.files:
            words = {**({} if path.suffix in (".py", ".pyi") else own), **self.wish.words}
            data = tree.read(path)
            if not any(old.encode() in data for old in words) or not _is_read(path, data, to):
                continue
            after = data
            for old, new in words.items():
                after = _word(old).sub(new.encode(), after)
            if after != data:
                yield tree.change(path, after, self.by)

    def _leftovers(self, tree: Workspace) -> None:
        """Tells of places that still hold the name of the new tree, and of built files that git does not know."""
        wish = self.wish
        for path in tree.files:
            data = tree.read(path)
            if wish.new.name.encode() in data and _is_read(path, data, wish.to):
                for match in _word(wish.new.name).finditer(data):
                    where = Location(path, data.count(b"\n", 0, match.start()) + 1)
                    self.notes.append(f"{where}: left as it is: `{wish.new.name}`")
        for path in self.workspace.files:
            data = self.workspace.read(path) if path.suffix not in (".py", ".pyi", ".md", ".rst") else b""
            both = _word(wish.new.name).search(data) and _word(wish.old.name).search(data)
            inside = path.is_relative_to(wish.old) or path.is_relative_to(wish.new)
            if both and not inside and _is_read(path, data, wish.to):
                self.notes.append(f"{path} named both trees: see to what stands there twice now")
        for tree_path in (wish.old, wish.new):
            for folder, _, files in os.walk(self.workspace.root / tree_path):
                for file in sorted(files):
                    path = PurePosixPath(os.path.relpath(os.path.join(folder, file), self.workspace.root))  # noqa: PTH118
                    if path.suffix in BUILT and str(path) not in self.workspace.listed:
                        self.notes.append(f"{path} was built from the tree that goes: remove it (`git clean -X`)")

    def _changes(self, tree: Workspace) -> Iterator[Change]:
        before = self.workspace
        for path in sorted(tree.overlay):
            old = before.read(path) if before.exists(path) else None
            new = tree.read(path) if tree.exists(path) else None
            if old != new:
                mode = tree.mode(path)
                yield Change(path, old, new, before.mode(path) if old is not None else mode, mode, self.by)


def _word(name: str) -> re.Pattern[bytes]:
    """The name as a whole word, or right behind an option of a compiler: `-Icsrc`."""
    return re.compile(rb"(?:(?<!\w)|(?<=[\s\"'=]-[ILF]))" + re.escape(name.encode()) + rb"(?!\w)")


def _is_read(path: PurePosixPath, data: bytes, archive: PurePosixPath | None) -> bool:
    """Whether a file is a text of the present: no tale of the past, no plan, and not in the archive."""
    archived = archive is not None and path.is_relative_to(archive)
    return not (archived or is_history(path) or b"\0" in data[:8000] or b"[[phase" in data)


def _or(use: Use) -> str:
    return f"; `{use.nearest}` looks like it" if use.nearest else ""
