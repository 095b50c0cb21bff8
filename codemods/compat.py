"""Keep what moved alive at its old place, from the record of moves, and tell its users: shims, changelog, guide, plan.

Each old module or name that does not answer any more gets a shim that hands out the very same object with a
`DeprecationWarning`; a shim that leads to where nothing is any more is led on. Private names get one on request. With
`expire` those whose version has come go instead. Refuses where an old place is something else by now, and to end a shim
that the tree still uses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Literal

from migrate.codemods import Codemod
from migrate.model import Move, Outcome
from migrate.options import Field, Options, TreePath
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.left.record import Record, is_private
from migrate.refactoring.left.shims import Ending, Writing
from migrate.refactoring.left.telling import changelog, guide, plan
from migrate.workspace import Workspace


class CompatOptions(Options):
    """Which shims, of what kind, and who is told."""

    moves: dict[str, str] = Field(
        default_factory=dict,
        description="What moved before anything was recorded: dotted old module or name to its new one.",
    )
    only: list[str] = Field(default_factory=lambda: ["*"], description="Globs of the dotted old names that are meant.")
    how: Literal["lazy", "eager", "alias", "silent"] = Field(
        default="lazy",
        description="`lazy` warns at each use, `eager` its first importer; `alias` is the new module itself, `silent` never warns.",
    )
    remove_in: str | None = Field(
        default=None, description="The version that the warnings name as the end of the old names."
    )
    private: bool = Field(
        default=False, description="Whether private names (`_x`, `pkg._x.y`) get shims too; those of `moves` always do."
    )
    shims: bool = Field(default=True, description="Whether shims are written; without, only the documents are.")
    expire: bool = Field(default=False, description="Take away the shims whose version has come, and write none.")
    changelog: TreePath | None = Field(
        default=None, description="The changelog that gets an entry for each public move, below its newest heading."
    )
    guide: str | None = Field(default=None, description="The Markdown page to write for users: what is where now.")
    plan: str | None = Field(default=None, description="The plan to write that users run on their own code.")


class Compat(Codemod):
    """Keep old names alive for a while."""

    Options = CompatOptions
    resolves = ("expired-shim",)
    example = """\
codemod = "compat"
remove_in = "2.0"
changelog = "CHANGELOG.md"
guide = "docs/migrating.md"
plan = "docs/migrating.toml"
"""

    def run(self, workspace: Workspace) -> Outcome:
        """Shims and documents, or the end of shims; with a refusal nothing changes."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: CompatOptions = self.options
        if options.expire:
            Ending(draft, self._is_chosen).end()
            return
        record = Record((*self._told(draft), *draft.workspace.moves))
        if options.shims:
            Writing(draft, record, options.how, options.remove_in, self._is_chosen, self._is_owed).write()
        moves = tuple(move for move in record.public if self._is_chosen(move.old))
        if options.changelog:
            changelog(draft, PurePosixPath(options.changelog), moves)
        if options.plan:
            plan(draft, PurePosixPath(options.plan), moves)
        if options.guide:
            guide(draft, PurePosixPath(options.guide), moves, options.remove_in, options.plan)

    def _told(self, draft: Draft) -> Iterator[Move]:
        """The moves of the option; those whose end is not there are refused."""
        names = draft.index.names
        record = Record(tuple(Move(old, new) for old, new in self.options.moves.items()))
        for move in record.moves:
            end = record.now(move.old)
            if names.meaning(end) is None:
                draft.refuse(
                    "no-such-name", f"the tree has no `{end}`, where `{move.old}` is said to be", "mend `moves`"
                )
            yield replace(move, kind="module" if names.is_module(end) else "symbol")

    def _is_owed(self, dotted: str) -> bool:
        options: CompatOptions = self.options
        return options.private or dotted in options.moves or not is_private(dotted)

    def _is_chosen(self, dotted: str) -> bool:
        return any(fnmatchcase(dotted, glob) for glob in self.options.only)
