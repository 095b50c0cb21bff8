"""Which files go where, as a plan's `move` table says it; refused where a place is taken, outside, or found by its name."""

from __future__ import annotations

import os
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from migrate.errors import MigrateError, nearest
from migrate.model import Location
from migrate.refactoring.refused import Refused
from migrate.workspace import Workspace, check_inside

GLOB = re.compile(r"[*?\[]")
FOUND_BY_NAME = frozenset({
    "__init__.py", "__main__.py", "conftest.py", "setup.py", "manage.py", "noxfile.py", "fabfile.py", "wsgi.py", "asgi.py",
    "pyproject.toml", "setup.cfg", "tox.ini", "pytest.ini", "MANIFEST.in", "requirements.txt", "Makefile", "Dockerfile",
    "CMakeLists.txt", "meson.build", "package.json", "Cargo.toml", "go.mod", "mkdocs.yml", "py.typed", "Jenkinsfile",
    "docker-compose.yml", "compose.yml", "Procfile", "codecov.yml", "CODEOWNERS",
})  # fmt: skip
"""Files that tools look for under this very name, where they are."""
FOUND_IN = (".github", ".gitlab", ".circleci", ".vscode", ".devcontainer")
"""Folders in which programs look for everything."""


@dataclass(frozen=True, eq=False)
class FileMoves:
    """Old path → new path of every file that moves, and of every folder that moves as a whole."""

    files: Mapping[PurePosixPath, PurePosixPath]
    folders: Mapping[PurePosixPath, PurePosixPath]
    done: tuple[str, ...] = ()
    """What the table asks for and has been done."""

    @cached_property
    def names(self) -> list[bytes]:
        """The last names of all that moves; a folder's own stands for all below it."""
        tops = [path for path in (*self.files, *self.folders) if self.folders.keys().isdisjoint(path.parents)]
        return [name.encode() for name in sorted({path.name for path in tops})]

    def now(self, path: PurePosixPath) -> PurePosixPath:
        """Where a file or folder lies afterwards."""
        if path in self.files:
            return self.files[path]
        for folder in (path, *path.parents):
            if folder in self.folders:
                return self.folders[folder] / path.relative_to(folder)
        return path


def planned(workspace: Workspace, table: Mapping[str, str], force: bool = False) -> FileMoves:
    """The moves of such a table. Raises Refused where one cannot be made."""
    files: dict[PurePosixPath, PurePosixPath] = {}
    folders: dict[PurePosixPath, PurePosixPath] = {}
    done = []
    for old, new in table.items():
        found, whole = _of_entry(workspace, old, new)
        if not found:
            done.append(_not_there(workspace, old, new))
        for path, target in found.items():
            if files.setdefault(path, target) != target:
                raise Refused("ambiguous", f"{path} would go to two places", "let one entry of `move` name it")
        folders |= {folder: target for folder, target in whole.items() if folder != target}
    files = {path: target for path, target in files.items() if path != target}
    _check(workspace, files, folders, force)
    whole_folders = dict(_whole(workspace, files)) | folders
    return FileMoves(files, whole_folders, tuple(done))


def _of_entry(
    workspace: Workspace, old: str, new: str
) -> tuple[dict[PurePosixPath, PurePosixPath], dict[PurePosixPath, PurePosixPath]]:
    """The files that one entry moves, and the folder that it names, if it names one."""
    target = _inside(new)
    into = new.endswith("/")
    if GLOB.search(old):
        fixed = PurePosixPath(*_fixed_parts(old))
        return {path: target / path.relative_to(fixed) for path in workspace.glob([old])}, {}
    path = _inside(old)
    if workspace.exists(path) or path in workspace.skipped:
        return {path: target / path.name if into or workspace.is_folder(target) else target}, {}
    if into:
        target /= path.name
    inside = {file: target / file.relative_to(path) for file in workspace.below(path)}
    inside |= {file: target / file.relative_to(path) for file in workspace.skipped if file.is_relative_to(path)}
    return inside, {path: target} if inside else {}


def _fixed_parts(pattern: str) -> Iterator[str]:
    for part in pattern.removeprefix("./").split("/")[:-1]:
        if GLOB.search(part):
            return
        yield part


def _inside(text: str) -> PurePosixPath:
    path = PurePosixPath(text)
    try:
        check_inside(path)
    except MigrateError as error:
        raise Refused("outside", error.what, error.hint) from error
    return path


def _not_there(workspace: Workspace, old: str, new: str) -> str:
    """Says that the move has been made. Raises Refused where there is neither the one nor the other."""
    target = PurePosixPath(new)
    there = target / PurePosixPath(old).name if new.endswith("/") else target
    if GLOB.search(old) or workspace.exists(there) or workspace.is_folder(there):
        if not workspace.is_folder(target) and GLOB.search(old):
            raise Refused("no-such-path", f"nothing matches `{old}`", "give a glob of files below the root")
        return f"`{old}` is `{new}` already"
    known = [*map(str, workspace.files), *{str(path.parent) for path in workspace.files}]
    raise Refused("no-such-path", f"the tree has no `{old}`", nearest(old, known, "give a path below the root"))


def _check(
    workspace: Workspace,
    files: Mapping[PurePosixPath, PurePosixPath],
    folders: Mapping[PurePosixPath, PurePosixPath],
    force: bool,
) -> None:
    taken: dict[PurePosixPath, PurePosixPath] = {}
    for path, target in files.items():
        where = Location(path)
        if path in workspace.skipped and path not in workspace.overlay:
            code = "symlink" if workspace.disk[path].mode == 0o120000 else "not-read"
            reason = f"{path} cannot be moved: {workspace.skipped[path]}"
            raise Refused(code, reason, "move it by hand first", where)
        if target in files:
            raise Refused("chain", f"{target} moves as well", "make two steps of it", where)
        blocked = next((item for item in target.parents if workspace.exists(item)), None)
        ignored = target not in workspace.overlay and os.path.lexists(workspace.root / target)
        known = workspace.exists(target) or workspace.is_folder(target) or ignored
        if known or blocked or target in taken:
            raise Refused("name-taken", f"{blocked or target} is there already", "choose another place", where)
        if target.suffix in (".py", ".pyi") and path.suffix != target.suffix:
            raise Refused("bad-name", f"{path} would become a Python module", "keep its suffix", where)
        taken[target] = path
        if not force:
            _check_name(path, target, folders)
    for link, entry in workspace.disk.items():
        if entry.mode == 0o120000 and link not in workspace.overlay and link not in files:
            led = PurePosixPath(posixpath.normpath(link.parent / (workspace.root / link).readlink()))
            if led in files or any(led == folder or led in folder.parents for folder in folders):
                raise Refused(
                    "symlink", f"{link} leads to {led}, which moves", "move the link by hand first", Location(link)
                )


def _check_name(path: PurePosixPath, target: PurePosixPath, folders: Mapping[PurePosixPath, PurePosixPath]) -> None:
    with_folder = any(folder in path.parents for folder in folders)
    hint = "leave it, or say `force = true` and tell the tool"
    if path.parts[0] in FOUND_IN or target.parts[0] in FOUND_IN:
        raise Refused("found-by-name", f"programs look for {path} where it is", hint, Location(path))
    if not with_folder and FOUND_BY_NAME.intersection((path.name, target.name)):
        raise Refused("found-by-name", f"tools find {path} by its name and place", hint, Location(path))


def _whole(
    workspace: Workspace, files: Mapping[PurePosixPath, PurePosixPath]
) -> Iterator[tuple[PurePosixPath, PurePosixPath]]:
    """The folders of which every file goes to the same other folder, under its own name; one further down leaves it standing."""
    inside: defaultdict[PurePosixPath, list[PurePosixPath]] = defaultdict(list)
    above = {parent for path in files for parent in path.parents if parent.parts}
    for path in workspace.files:
        for parent in path.parents:
            if parent in above:
                inside[parent].append(path)
    for folder, paths in sorted(inside.items()):
        first, depth = files.get(paths[0]), len(paths[0].parts) - len(folder.parts)
        if first is not None and len(first.parts) > depth:
            target = first.parents[depth - 1]
            if folder not in target.parents and all(
                files.get(path) == target / path.relative_to(folder) for path in paths
            ):
                yield folder, target
