"""The tree as a codemod would leave it: edits, new files, moves and refusals gathered into one outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from migrate.model import Change, Json, Location, Move, Outcome, Redefinition, Refusal, Removal, Table
from migrate.python.edits import Edit, Unplaced, apply_edits
from migrate.python.source import Source
from migrate.refactoring.redefining import redefinitions
from migrate.refactoring.refused import Refused
from migrate.references.index import Index, without_collector
from migrate.references.names import Module, Names
from migrate.workspace import Workspace


class Draft:
    """What is to become of a tree. Nothing is written: `outcome` says it all at the end.

    Edits count in the bytes of the tree as it is; a file that is written or moved as a whole takes none but those given
    before.
    """

    def __init__(self, workspace: Workspace, by: str) -> None:
        self.workspace = workspace
        self.by = by
        self.index = Index(workspace)
        self.moves: list[Move] = []
        self.removals: list[Removal] = []
        self.refusals: list[Refusal] = []
        self.notes: list[str] = []
        self.tables: list[Table] = []
        self.redefined: set[tuple[str, str]] = set()
        """(old, new) names of what takes something else on purpose, see `redefines`."""
        self._edits: dict[PurePosixPath, set[Edit]] = {}
        self._whole: dict[PurePosixPath, bytes | None] = {}
        self._modes: dict[PurePosixPath, int] = {}
        self._parsed: set[PurePosixPath] = set()

    def module(self, path: PurePosixPath) -> Module | None:
        """The module in that file; None, with a note, where it cannot be parsed or edited."""
        module = self.index.names.file(path)
        try:
            module.bindings  # noqa: B018 (parses it)
            module.positions  # noqa: B018 (looks at its encoding)
        except (SyntaxError, Unplaced) as error:
            self.note(f"{path}: left as it is: {getattr(error, 'msg', None) or error}")
            return None
        return module

    def edit(self, path: PurePosixPath, *edits: Edit) -> None:
        """Make these edits in a file that is there; the same edit twice counts once."""
        self._edits.setdefault(path, set()).update(edits)

    def edits(self, path: PurePosixPath) -> list[Edit]:
        """The edits of this file so far, in order."""
        return sorted(self._edits.get(path, ()))

    def write(self, path: PurePosixPath, text: bytes | None, mode: int | None = None, *, parsed: bool = False) -> None:
        """Make this the file's whole text; `None` deletes the file. `parsed` says that this text has been parsed already."""
        self._whole[path] = text
        self._parsed.discard(path)
        if parsed:
            self._parsed.add(path)
        if mode is not None:
            self._modes[path] = mode

    def rename_file(self, old: PurePosixPath, new: PurePosixPath) -> None:
        """Give a file, with its mode and the edits made so far, another path. Raises Refused where one is there."""
        if self.workspace.exists(new) and new not in self._whole:
            raise Refused("name-taken", f"{new} is there already", "choose another name", Location(new))
        self.write(new, self.text(old), self.workspace.mode(old))
        self.write(old, None)

    def text(self, path: PurePosixPath) -> bytes:
        """The file as the draft leaves it. Raises FileNotFoundError for one that is gone, Refused where edits meet."""
        if path in self._whole:
            text = self._whole[path]
            if text is None:
                raise FileNotFoundError(path)
            return text
        data = self.workspace.read(path)
        try:
            return apply_edits(data, self._edits.get(path, ()))
        except ValueError as error:
            where = Location(path)
            raise Refused("broken-result", f"{path}: {error}", "make two steps of it", where) from error

    def note(self, text: str) -> None:
        """Something that the reader of the outcome should know; said once."""
        if text not in self.notes:
            self.notes.append(text)

    def table(self, title: str, columns: tuple[str, ...], rows: Iterable[tuple[Json, ...]]) -> None:
        """What was measured; told whether the outcome changes anything or refuses."""
        self.tables.append(Table(title, columns, tuple(rows)))

    def redefines(self, old: str, new: str = "") -> None:
        """A function that takes something else on purpose, or a class with other bases; `new` where it has another name now.

        The outcome declares both forms as it finds them, and nothing where they are equal.
        """
        self.redefined.add((old, new or old))

    def refuse(self, code: str, reason: str, next_step: str, where: Location | None = None) -> None:
        """Refuse one thing and go on looking; with any refusal the outcome changes nothing."""
        refusal = Refusal(code, reason, next_step, where)
        if refusal not in self.refusals:
            self.refusals.append(refusal)

    def changes(self) -> tuple[Change, ...]:
        """Every file that differs, sorted. Raises Refused for a Python file that parsed before and would not parse now."""
        found = []
        for path in sorted({*self._edits, *self._whole}):
            text = self._whole[path] if path in self._whole else self.text(path)
            there = self.workspace.exists(path)
            if (self.workspace.read(path) if there else None) == text and path not in self._modes:
                continue
            if text is not None and path.suffix in (".py", ".pyi") and path not in self._parsed:
                self._parse(path, text)
            change = self.workspace.change(path, text, self.by)
            mode = self._modes.get(path, change.after_mode)
            found.append(replace(change, before_mode=change.before_mode if there else mode, after_mode=mode))
        return tuple(found)

    def after(self) -> Workspace:
        """The tree as the draft leaves it."""
        return self.workspace.with_changes(self.changes())

    def outcome(self) -> Outcome:
        """The changes and moves; or, where anything was refused, the refusals alone."""
        if self.refusals:
            return self.refused()
        moves = tuple(dict.fromkeys(self.moves))
        changes = self.changes()
        told = tuple(self.notes), tuple(self.tables), self._redefinitions(changes)
        return Outcome(changes, moves, tuple(self.removals), (), *told)

    def _redefinitions(self, changes: Sequence[Change]) -> tuple[Redefinition, ...]:
        if not changes or not self.redefined:
            return ()
        after = Names(self.workspace.with_changes(changes))
        return tuple(redefinitions(self.index.names, after, self.redefined))

    def refused(self) -> Outcome:
        """The refusals, with what was said and measured on the way; nothing is changed."""
        return Outcome(refusals=tuple(self.refusals), notes=tuple(self.notes), tables=tuple(self.tables))

    def _parse(self, path: PurePosixPath, text: bytes) -> None:
        try:
            Source(path, text).tree  # noqa: B018 (parses it)
        except SyntaxError as error:
            try:
                if self.workspace.exists(path):
                    self.index.names.file(path).source.tree  # noqa: B018 (was it whole before?)
            except SyntaxError:
                return
            where = Location(path, error.lineno or 1)
            raise Refused(
                "broken-result", f"{path} would not parse: {error.msg}", "report this as a bug", where
            ) from error


def drafted(workspace: Workspace, by: str, work: Callable[[Draft], Any]) -> Outcome:
    """The outcome of `work` on a draft of this tree. A Refused on the way, or a place that cannot be proven, is its refusal."""
    draft = Draft(workspace, by)
    try:
        with without_collector():
            work(draft)
            return draft.outcome()
    except Refused as error:
        draft.refusals.append(error.refusal)
    except Unplaced as error:
        draft.refuse("unplaced", str(error), "rewrite that place by hand, plainly")
    return draft.refused()
