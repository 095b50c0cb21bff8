"""Delete files and folders that nothing refers to any more.

Refused while an import, a dotted string, a document, a path, an `#include`, a build file (with its globs), or code that asks a
library for a function of a deleted C or C++ file by its name refers to one of them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from migrate.codemods import Codemod, Suggestion
from migrate.errors import MigrateError
from migrate.model import Change, Finding, Location, Outcome, Refusal, Removal
from migrate.options import Field, Options, TreePath
from migrate.refactoring.files.native import needed_by
from migrate.references.index import Index
from migrate.workspace import Workspace, check_inside

TEST_FILE = re.compile(r"(test_.*|.*_test)\.py")


class DeleteOptions(Options):
    """What goes, and why."""

    paths: list[TreePath] = Field(
        min_length=1, description="Files and folders below the root; a folder goes with all in it."
    )
    reason: str = Field(
        min_length=1, description="Why they go; the tracker shows it, and the gate lets their names go for it."
    )


class DeletePath(Codemod):
    """Delete files and folders. While an import, a dotted string, a document or a path refers to them, nothing is deleted."""

    Options = DeleteOptions
    resolves = ("backup-folder", "backup-file", "edited-twin")
    example = """\
codemod = "delete-path"
paths = ["src/pkg/backup", "src/pkg/edited_twin.py"]
reason = "copies; the history has them"
"""

    @classmethod
    def suggest(cls, findings: Sequence[Finding], workspace: Workspace) -> Iterable[Suggestion]:
        """Delete what looks like a leftover."""
        for finding in findings:
            path = finding.locations[0].path
            lines = sum(change.before.count(b"\n") for change in deletions(workspace, path, "") if change.before)
            options = {"paths": [str(path)], "reason": "a copy: the history has it"}
            yield Suggestion(f"Delete {path}", options, (finding,), lines)

    def run(self, workspace: Workspace) -> Outcome:
        """The deletions with a removal for each module, or a refusal for each place that still refers to them."""
        options: DeleteOptions = self.options
        gone: dict[PurePosixPath, Change] = {}
        notes = []
        for text in options.paths:
            path = PurePosixPath(text)
            try:
                check_inside(path)
            except MigrateError as error:
                return Outcome(refusals=(Refusal("outside", error.what, error.hint),))
            if unread := [
                file for file in workspace.skipped if file.is_relative_to(path) and is_unread(file, workspace)
            ]:
                return Outcome(refusals=tuple(stays(file, workspace) for file in unread))
            found = {change.path: change for change in deletions(workspace, path, self.name())}
            if not found:
                notes.append(f"{path} has gone already")
            gone |= found
        if not gone:
            return Outcome(notes=tuple(notes))
        index = Index(workspace)
        modules = gone_modules(index, gone)
        places: dict[Location, str] = {}
        for where, what in sorted(set(references(index, gone, modules))):
            places.setdefault(where, what)
        if places:
            refusals = tuple(refusal(where, what) for where, what in places.items())
            return Outcome(refusals=refusals, notes=tuple(notes))
        removals = [Removal(name, options.reason) for name in sorted(modules)]
        removals += [Removal(f"{path}::*", options.reason) for path in sorted(gone) if TEST_FILE.fullmatch(path.name)]
        notes += dict.fromkeys(in_addresses(index, gone))
        return Outcome(tuple(gone[path] for path in sorted(gone)), removals=tuple(removals), notes=tuple(notes))


def is_unread(file: PurePosixPath, workspace: Workspace) -> bool:
    """Whether the file is there and cannot be deleted, since what is not read could not be brought back. Symlinks can."""
    return workspace.disk[file].mode != 0o120000 and file not in workspace.overlay


def stays(file: PurePosixPath, workspace: Workspace) -> Refusal:
    """Why the folder cannot go with all in it."""
    reason = f"{file} would stay: {workspace.skipped[file]}"
    return Refusal("not-read", reason, "delete it by hand first", Location(file))


def deletions(workspace: Workspace, path: PurePosixPath, by: str) -> Iterator[Change]:
    """A change for the file, or for every file below the folder. A symlink goes itself; what it leads to stays."""
    for file in workspace.below(path):
        yield workspace.change(file, None, by)
    for file, entry in workspace.disk.items():
        if entry.mode == 0o120000 and file.is_relative_to(path) and file not in workspace.overlay:
            target = os.fsencode((workspace.root / file).readlink())
            yield Change(file, target, None, entry.mode, entry.mode, by)


def gone_modules(index: Index, gone: dict[PurePosixPath, Change]) -> set[str]:
    """The modules of which no file is left, and the packages of which no module is."""
    modules = {name for name, paths in index.names.paths.items() if all(path in gone for path in paths)}
    left = {name for name in index.names.paths if name not in modules}
    folders = {name for name in index.names.folders if any(module.startswith(f"{name}.") for module in modules)}
    return modules | {name for name in folders - left if not any(module.startswith(f"{name}.") for module in left)}


def references(index: Index, gone: dict[PurePosixPath, Change], modules: set[str]) -> Iterator[tuple[Location, str]]:
    """Every place outside the deleted files that refers to one of them, with what it names."""
    leaves = {name.rpartition(".")[2] for name in modules}
    for path in index.names.files_with(*leaves) if leaves else ():
        if path in gone:
            continue
        for reference in index.in_file(path):
            if reference.meaning.module in modules and (reference.form != "name" or reference.site):
                yield Location(path, reference.line), f"`{reference.spelled}`"
    for name in sorted(modules):
        for mention in index.mentions(name):
            if mention.path not in gone:
                yield Location(mention.path, mention.line), f"`{mention.written}`"
    paths = set(gone) | folders_of(index.workspace, gone)
    for mention in index.path_mentions(sorted(paths)):
        if mention.path not in gone:
            yield Location(mention.path, mention.line), f"`{mention.written}`"
    for mention in index.ends_in_strings(gone):
        if mention.path not in gone:
            yield Location(mention.path, mention.line), f"`{mention.written}`"
    yield from needed_by(index, gone)


def in_addresses(index: Index, gone: dict[PurePosixPath, Change]) -> Iterator[str]:
    """A note for each web address that may lead to what goes."""
    paths = set(gone) | folders_of(index.workspace, gone)
    for mention in index.urls(paths):
        if mention.path not in gone:
            at = Location(mention.path, mention.line)
            yield f"{at}: an address on the web that may lead to `{mention.written}`, which goes"


def folders_of(workspace: Workspace, gone: dict[PurePosixPath, Change]) -> set[PurePosixPath]:
    """The folders of which no file stays."""
    above = {parent for path in gone for parent in path.parents if parent.parts}
    return {folder for folder in above if not kept_below(workspace, folder, gone)}


def kept_below(workspace: Workspace, folder: PurePosixPath, gone: dict[PurePosixPath, Change]) -> bool:
    """Whether some file below the folder stays."""
    return any(path not in gone for path in workspace.below(folder))


def refusal(where: Location, what: str) -> Refusal:
    """Says that something is still in use."""
    return Refusal("still-referenced", f"{where} refers to {what}", "change or delete that place first", where)
