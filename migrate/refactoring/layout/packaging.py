"""Moves the metadata of a project from setup.py and setup.cfg into pyproject.toml, or says why it must not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from migrate.model import Json, Location, Removal
from migrate.python.edits import Edit
from migrate.refactoring.draft import Draft
from migrate.refactoring.layout.given import Attribute, Find, Given
from migrate.refactoring.layout.metadata import Mapping621, found_packages
from migrate.refactoring.layout.pyproject import PATH, Merging
from migrate.refactoring.layout.setup_cfg import read_cfg, without_metadata
from migrate.refactoring.layout.setup_script import Script
from migrate.refactoring.refused import Refused
from migrate.references.texts import is_history
from migrate.workspace import glob_to_regex

SCRIPT, CFG, TOML, MANIFEST = (PurePosixPath(name) for name in ("setup.py", "setup.cfg", PATH, "MANIFEST.in"))
COLUMNS = ("key", PATH, "setup.py", "becomes")


@dataclass(frozen=True)
class Wish:
    """What is asked for: `version` names what holds the version, `mentions` where setup.py may still be named; with `drop_code`
    goes what it does besides."""

    version: str = ""
    mentions: tuple[str, ...] = ()
    drop_code: bool = False


def remove_setup_py(draft: Draft, wish: Wish) -> None:
    """Write pyproject.toml, and delete setup.py (and what setup.cfg says of packaging). Raises Refused."""
    workspace = draft.workspace
    cfg: Given = read_cfg(draft.index, CFG) if workspace.exists(CFG) else {}
    if not workspace.exists(SCRIPT) and not cfg:
        draft.note("there is no setup.py, and no metadata in setup.cfg")
        return
    known = {"version": _version(draft, wish.version)} if wish.version else {}
    given = {name: replace(item, value=known.get(name, item.value)) for name, item in cfg.items()}
    if workspace.exists(SCRIPT):
        given = _with_script(Script(draft.index, SCRIPT, wish.drop_code), given, known)
    wanted = Mapping621(given).work()
    before = _text(draft, TOML) if workspace.exists(TOML) else ""
    merging = Merging(before, wanted, lambda one, other: _same_packages(draft, one, other), workspace.exists(MANIFEST))
    try:
        after = merging.merged()
    finally:
        draft.table("Metadata", COLUMNS, merging.rows)
    for note in (*wanted.notes, *merging.notes):
        draft.note(note)
    gone = _gone(draft, cfg)
    for where, written in _mentioned(draft, gone, wish.mentions):
        hint = "change that place first, or name the file in `mentions`"
        draft.refuse("still-referenced", f"{where} refers to `{written}`", hint, where)
    if after != before:
        draft.write(TOML, after.encode())
    _manifest(draft, gone)
    if SCRIPT in gone and draft.index.names.names.get(SCRIPT):
        draft.removals.append(Removal(draft.index.names.names[SCRIPT], f"its metadata stands in {PATH}"))


def _text(draft: Draft, path: PurePosixPath) -> str:
    try:
        return draft.workspace.read(path).decode()
    except UnicodeDecodeError as error:
        raise Refused("syntax-error", f"{path} is not UTF-8", "mend the file first", Location(path)) from error


def _with_script(script: Script, cfg: Given, known: Mapping[str, Json]) -> Given:
    """What setup.cfg says, and setup.py. Raises Refused where the two say different things."""
    said = script.given(known)
    for name in sorted(said.keys() & cfg.keys()):
        if said[name].value and said[name].value != cfg[name].value:
            where = said[name].where
            reason = f"{where}: `{name}` stands in {cfg[name].where} too, and says something else there"
            raise Refused("conflict", reason, "keep one of them first", where)
    given = {**cfg, **{name: item for name, item in said.items() if item.value or name not in cfg}}
    if script.version_tests and "python_requires" not in given:
        where = script.version_tests[0]
        reason = f"{where}: it tests which Python runs it"
        raise Refused("other-code", reason, "say `python_requires` instead first", where)
    return given


def _version(draft: Draft, dotted: str) -> Attribute:
    meaning = draft.index.names.meaning(dotted)
    if meaning is None or not meaning.name:
        raise Refused("no-such-name", f"the tree has no `{dotted}`", "name what holds the version, dotted")
    return Attribute(dotted)


def _same_packages(draft: Draft, one: Json, other: Json) -> bool:
    """Whether two ways to list packages list the same ones of this tree."""
    folders = {
        str(folder): draft.workspace.exists(folder / "__init__.py")
        for path in draft.workspace.files
        for folder in path.parents
        if folder.parts and path.suffix in (".py", ".pyi", ".so", ".typed")
    }
    sets = []
    for value in (one, other):
        if isinstance(value, list):
            sets.append(frozenset(value))
        else:
            said = value.get("find", {})
            find = Find(
                tuple(said.get("where", (".",))),
                tuple(said.get("include", ("*",))),
                tuple(said.get("exclude", ())),
                said.get("namespaces", True),
            )
            sets.append(found_packages(find, folders))
    return sets[0] == sets[1]


def _gone(draft: Draft, cfg: Given) -> list[PurePosixPath]:
    """Deletes what is no longer needed, and says which files are gone."""
    gone = []
    if draft.workspace.exists(SCRIPT):
        draft.write(SCRIPT, None)
        gone.append(SCRIPT)
    if cfg:
        rest = without_metadata(draft.workspace.read(CFG))
        draft.write(CFG, rest)
        if rest is None:
            gone.append(CFG)
    return gone


def _mentioned(draft: Draft, gone: Sequence[PurePosixPath], allowed: Sequence[str]) -> Iterator[tuple[Location, str]]:
    """Every place in the tree that names a file which goes; tales of the past and plans are not read."""
    workspace = draft.workspace
    passed = [glob_to_regex(pattern) for pattern in allowed]
    for name in map(str, gone):
        word = re.compile(rb"(?P<before>[\w./${}~-]*/)?(?<![\w.-])" + re.escape(name.encode()) + rb"(?![\w-]|\.\w)")
        for path in workspace.files:
            if path in (SCRIPT, CFG, MANIFEST) or is_history(path) or any(item.match(str(path)) for item in passed):
                continue
            data = workspace.read(path)
            if name.encode() not in data or b"\0" in data[:8000] or b"[[phase" in data or _is_generated(path):
                continue
            for match in word.finditer(data):
                before = (match["before"] or b"").decode(errors="replace").removeprefix("./")
                if not before or not _elsewhere(workspace.exists, before, name):
                    yield (
                        Location(path, data.count(b"\n", 0, match.start()) + 1),
                        match.group().decode(errors="replace"),
                    )
    if SCRIPT in gone and (module := draft.index.names.names.get(SCRIPT)):
        for reference in draft.index.references(module):
            if reference.path != SCRIPT and not any(item.match(str(reference.path)) for item in passed):
                yield Location(reference.path, reference.line), reference.spelled


def _elsewhere(exists: object, before: str, name: str) -> bool:
    """Whether the path is that of another file of this name."""
    try:
        return bool(exists(PurePosixPath(before) / name))  # type: ignore[operator]
    except (ValueError, TypeError):
        return False


def _is_generated(path: PurePosixPath) -> bool:
    return any(part.endswith(".egg-info") for part in path.parts) or path.name == "PKG-INFO"


def _manifest(draft: Draft, gone: Sequence[PurePosixPath]) -> None:
    """MANIFEST.in no longer lists what goes."""
    if not draft.workspace.exists(MANIFEST):
        return
    data = draft.workspace.read(MANIFEST)
    for name in map(str, gone):
        for match in re.finditer(rb"^include((?:[ \t]+[^\s#]+)+)[ \t]*(\r?\n|\Z)", data, re.MULTILINE):
            words = match.group(1).split()
            if name.encode() in words:
                if len(words) == 1:
                    draft.edit(MANIFEST, Edit(match.start(), match.end(), b""))
                else:
                    found = re.compile(rb"[ \t]+" + re.escape(name.encode()) + rb"(?!\S)").search(data, match.start())
                    assert found is not None
                    draft.edit(MANIFEST, Edit(*found.span(), b""))
