"""All factories of a step's files: converted, or left alone with the reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from migrate.cpp.functions import Function
from migrate.cpp.source import SUFFIXES, CppFile, Span
from migrate.model import Change, Outcome, Refusal, Table
from migrate.python.edits import Edit, apply_edits, newline_of
from migrate.refactoring.descriptors.api import Api
from migrate.refactoring.descriptors.converting import convert
from migrate.refactoring.descriptors.finding import Group, groups_of
from migrate.refactoring.descriptors.layout import layout_of
from migrate.refactoring.descriptors.scene import Scene
from migrate.refactoring.refused import Refused
from migrate.workspace import Workspace

INCLUDE = re.compile(rb'^[ \t]*#[ \t]*include[ \t]*(["<])([^">\r\n]+)[">][^\r\n]*', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Converted:
    """What becomes of one file, the factories that were converted, and a refusal for each that was not."""

    path: PurePosixPath
    after: bytes
    factories: tuple[Function, ...]
    refusals: tuple[Refusal, ...]


def convert_file(workspace: Workspace, path: PurePosixPath, api: Api, macros: frozenset[str]) -> Converted | None:
    """The file with every factory converted that can be; None where it has none in the old style."""
    data = workspace.read(path)
    if api.program.encode() not in data or not any(name.encode() in data for name in api.names):
        return None
    file = CppFile(data)
    text = data.decode("utf-8", "surrogateescape")
    layout = layout_of(workspace, path, text, newline_of(data).decode())
    groups = groups_of(Scene(path, file, api, layout))
    edits: list[Edit] = []
    done: list[Function] = []
    refusals: list[Refusal] = []
    for group in groups:
        scene = Scene(path, file, api, layout)
        try:
            _ready(workspace, scene, group, macros)
            convert(scene, group)
            found = scene.text.edits()
            _judge(scene, group, apply_edits(data, found))
        except Refused as refused:
            refusals += [_about(factory.function.name, refused.refusal) for factory in group.factories]
            continue
        edits += found
        done += [factory.function for factory in group.factories]
    if not groups:
        return None
    if edits:
        edits += included(data, api.includes)
    return Converted(path, apply_edits(data, edits), tuple(done), tuple(refusals))


def _about(name: str, refusal: Refusal) -> Refusal:
    return Refusal(refusal.code, f"`{name}`: {refusal.reason}", refusal.next, refusal.where)


def _ready(workspace: Workspace, scene: Scene, group: Group, macros: frozenset[str]) -> None:
    """Raise Refused for what was found in the way, for macros that hide calls, and for helpers that other files call."""
    for owner in group.owners:
        if owner.refusal is not None:
            raise owner.refusal
        if hidden := sorted(scene.words(owner.function.body) & macros):
            at = re.search(rb"\b%s\b" % hidden[0].encode(), owner.function.body.of(scene.file.data))
            assert at is not None
            place = owner.function.body.start + at.start()
            scene.refuse(
                "macro", f"`{hidden[0]}` is a macro that builds programs", "write out what it stands for",
                Span(place, place + len(hidden[0])),
            )  # fmt: skip
    for owner in group.owners:
        if owner.is_factory or (owner.function.internal and scene.path.suffix in (".cpp", ".cc", ".cxx", ".cu")):
            continue
        name = owner.function.name.rpartition("::")[2]
        word = re.compile(rb"\b%s\b" % name.encode())
        for other in cpp_files(workspace):
            if other != scene.path and word.search(workspace.read(other)):
                scene.refuse(
                    "helper-shared", f"`{name}` stands in {other}, too",
                    "make it static, or convert those by hand first", owner.function.header,
                )  # fmt: skip


def _judge(scene: Scene, group: Group, after: bytes) -> None:
    """Raise Refused where the result is not what it should be: a mistake of ours, and nothing is changed."""
    before, now = scene.file, CppFile(after)
    where = group.factories[0].function.header
    if len(now.errors) > len(before.errors):
        scene.refuse("broken-result", "the result would not parse", "report this as a bug", where)
    if _comments(before) != _comments(now):
        scene.refuse("broken-result", "a comment would be lost", "move the comments out of the calls", where)
    left = {owner.function.name for owner in group.owners}
    for again in groups_of(Scene(scene.path, now, scene.api, scene.layout)):
        for owner in again.owners:
            if owner.function.name in left and owner.function.name not in _others(scene, group):
                scene.refuse(
                    "broken-result", "a call of the old interface would be left", "report this as a bug", where
                )


def _others(scene: Scene, group: Group) -> set[str]:
    """Names of functions in the file that are not in the group: overloads of its own may be among them."""
    own = {owner.function.span for owner in group.owners}
    return {function.name for function in scene.file.functions if function.span not in own}


def _comments(file: CppFile) -> Counter[bytes]:
    found: Counter[bytes] = Counter()
    waiting = [file.tree.root_node]
    while waiting:
        node = waiting.pop()
        if node.type == "comment":
            found[file.data[node.start_byte : node.end_byte].rstrip(b"\r")] += 1
        waiting += node.children
    return found


def included(data: bytes, headers: Sequence[str]) -> list[Edit]:
    """Edits that include these headers behind the last `#include` outside any `#if`; none for those that are there."""
    there = list(INCLUDE.finditer(data))
    known = {match[2].decode("utf-8", "replace") for match in there}
    missing = [name for name in headers if name not in known]
    if not missing:
        return []
    newline = newline_of(data)
    depth_at = _depths(data)
    free = [match for match in there if not depth_at(match.start())]
    lines = b"".join(newline + b'#include "%s"' % name.encode() for name in missing)
    if free:
        quoted = [match for match in free if match[1] == b'"']
        after = (quoted or free)[-1]
        return [Edit(after.end(), after.end(), lines)]
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    return [Edit(start, start, lines.removeprefix(newline) + newline)]


def _depths(data: bytes) -> Callable[[int], int]:
    """How many `#if`s are open at a byte."""
    marks = [(m.start(), 1 if m[1] in (b"if", b"ifdef", b"ifndef") else -1)
             for m in re.finditer(rb"^[ \t]*#[ \t]*(ifdef|ifndef|if|endif)\b", data, re.MULTILINE)]  # fmt: skip
    return lambda place: sum(change for at, change in marks if at < place)


def cpp_files(workspace: Workspace) -> Iterable[PurePosixPath]:
    """Every C and C++ file of the tree."""
    return [path for path in workspace.files if path.suffix in SUFFIXES]


DEFINE = re.compile(rb"^[ \t]*#[ \t]*define[ \t]+(\w+)((?:[^\\\r\n]|\\\r?\n|\\.)*)", re.MULTILINE)


def hiding_macros(workspace: Workspace, api: Api) -> frozenset[str]:
    """Macros of the tree whose text calls the old interface or names a program."""
    words = re.compile(rb"\b(?:%s|program)\b" % b"|".join(re.escape(name).encode() for name in sorted(api.names)))
    found = set()
    for path in cpp_files(workspace):
        data = workspace.read(path)
        if b"define" in data and words.search(data):
            found |= {match[1].decode() for match in DEFINE.finditer(data) if words.search(match[2])}
    return frozenset(found)


def convert_tree(
    workspace: Workspace, patterns: Sequence[str], api: Api, target: str, by_hand: Mapping[str, str], by: str
) -> Outcome:
    """Every factory of these files converted that can be; a refusal for each of the others, a note for those left by hand."""
    macros = hiding_macros(workspace, api)
    changes: list[Change] = []
    refusals: list[Refusal] = []
    notes: list[str] = []
    rows: list[tuple[str, str, str]] = []
    for path in sorted(workspace.glob(patterns)):
        if path.suffix not in SUFFIXES:
            continue
        found = convert_file(workspace, path, api, macros)
        if found is None:
            continue
        if found.after != workspace.read(path):
            changes.append(workspace.change(path, found.after, by))
        refusals += found.refusals
        rows += [(function.name, str(path), "converted") for function in found.factories]
    table = Table("Factories", ("factory", "file", "what became of it"), tuple(rows))
    return Outcome(tuple(changes), refusals=tuple(refusals), notes=tuple(notes), tables=(table,) if rows else ())
