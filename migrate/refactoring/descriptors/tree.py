"""All factories of a step's files: converted, or left alone with the reason."""

from __future__ import annotations

import fnmatch
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from migrate.cpp.source import SUFFIXES, CppFile, Span
from migrate.model import Location, Outcome, Refusal, Table
from migrate.python.edits import Edit, apply_edits, newline_of
from migrate.refactoring.descriptors.api import Api
from migrate.refactoring.descriptors.converting import convert
from migrate.refactoring.descriptors.creating import describe
from migrate.refactoring.descriptors.finding import Group, groups_of
from migrate.refactoring.descriptors.layout import layout_of
from migrate.refactoring.descriptors.scene import Scene
from migrate.refactoring.refused import Refused
from migrate.workspace import Workspace

INCLUDE = re.compile(rb'^(?:\xef\xbb\xbf)?[ \t]*#[ \t]*include[ \t]*(["<])([^">\r\n]+)[">][^\r\n]*', re.MULTILINE)


@dataclass(slots=True)
class Conversion:
    """What becomes of the tree: edits by file, the factories that were converted, a refusal for each that was not."""

    workspace: Workspace
    api: Api
    target: str
    by_hand: Mapping[str, str]
    macros: frozenset[str]
    edits: dict[PurePosixPath, list[Edit]] = field(default_factory=dict)
    done: list[tuple[str, PurePosixPath]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def file(self, path: PurePosixPath) -> None:
        """Convert every factory of this file that can be."""
        api, data = self.api, self.workspace.read(path)
        if api.program.encode() not in data or not any(name.encode() in data for name in api.names):
            return
        file = CppFile(data)
        newline = newline_of(data).decode()
        layout = layout_of(self.workspace, path, data.decode("utf-8", "surrogateescape"), newline)
        for group in groups_of(Scene(path, file, api, layout)):
            if not self.is_left(group, path):
                self.group(Scene(path, file, api, layout), group)
        if path in self.edits:
            self.include(path)

    def is_left(self, group: Group, path: PurePosixPath) -> bool:
        """Whether the plan leaves a factory of the group by hand, and so all of it."""
        names = [factory.function.name for factory in group.factories]
        left = [(name, why) for name in names for glob, why in self.by_hand.items() if fnmatch.fnmatchcase(name, glob)]
        self.notes += [f"left by hand: {name} ({path}): {why}" for name, why in left]
        if left:
            self.refusals += [
                Refusal("helper-shared", f"`{name}` shares helpers with `{left[0][0]}`, which is left by hand",
                        "leave it by hand, too, or give each its own helpers", Location(path))
                for name in names if name not in {one for one, _ in left}
            ]  # fmt: skip
        return bool(left)

    def group(self, scene: Scene, group: Group) -> None:
        """Convert one group, whole, or refuse it."""
        try:
            _ready(self.workspace, scene, group, self.macros)
            headers: dict[PurePosixPath, list[Edit]] = {}
            if self.target == "create-descriptor":
                headers = describe(self.workspace, scene, group)
            convert(scene, group, returns_descriptor=self.target == "create-descriptor")
            found = scene.text.edits()
            _judge(scene, group, apply_edits(scene.file.data, found))
        except Refused as refused:
            self.refusals += [_about(factory.function.name, refused.refusal) for factory in group.factories]
            return
        self.edits.setdefault(scene.path, []).extend(found)
        for path, edits in headers.items():
            self.edits.setdefault(path, []).extend(edits)
            self.include(path)
        self.done += [(factory.function.name, scene.path) for factory in group.factories]

    def include(self, path: PurePosixPath) -> None:
        """Have the headers of the new interface included."""
        self.edits[path] += included(self.workspace.read(path), self.api.includes)


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
    gone = _comments(before)
    for span in scene.removed:
        gone.subtract(before.data[one.start : one.end].rstrip(b"\r") for one in scene.text.comments(span))
    if +gone != _comments(now):
        scene.refuse("broken-result", "a comment would be lost", "move the comments out of the calls", where)
    converted = sum(site.kind == "call" for owner in group.owners for site in owner.sites)
    removed = sum(span.holds(place) for span in scene.removed for place in _calls(scene.api, before))
    if len(_calls(scene.api, now)) != len(_calls(scene.api, before)) - converted - removed:
        scene.refuse("broken-result", "a call of the old interface would be left", "report this as a bug", where)


def _calls(api: Api, file: CppFile) -> list[Span]:
    """Every call of the old interface in a file."""
    found = []
    for function in file.functions:
        text = function.span.of(file.data)
        if any(name.encode() in text for name in api.names):
            found += [call.span for call in file.body(function).calls if call.name in api.names]
    return found


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
    """Macros of the tree whose text calls the old interface, names a program, or opens what it does not close."""
    words = re.compile(rb"\b(?:%s|program)\b" % b"|".join(re.escape(name).encode() for name in sorted(api.names)))
    found = set()
    for path in cpp_files(workspace):
        data = workspace.read(path)
        if b"define" in data:
            found |= {match[1].decode() for match in DEFINE.finditer(data) if _hides(match[2], words)}
    return frozenset(found)


def _hides(text: bytes, words: re.Pattern[bytes]) -> bool:
    bare = STRING.sub(b"", text)
    odd = any(bare.count(opening) != bare.count(closing) for opening, closing in ((b"{", b"}"), (b"(", b")")))
    return odd or words.search(text) is not None


STRING = re.compile(rb'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|/\*.*?\*/|//[^\n]*', re.DOTALL)


def convert_tree(
    workspace: Workspace, patterns: Sequence[str], api: Api, target: str, by_hand: Mapping[str, str], by: str
) -> Outcome:
    """Every factory of these files converted that can be; a refusal for each of the others, a note for those left by hand."""
    conversion = Conversion(workspace, api, target, by_hand, hiding_macros(workspace, api))
    for path in sorted(workspace.glob(patterns)):
        if path.suffix in SUFFIXES:
            conversion.file(path)
    changes = [
        workspace.change(path, apply_edits(workspace.read(path), edits), by)
        for path, edits in sorted(conversion.edits.items())
    ]
    rows = tuple((name, str(path), "converted") for name, path in conversion.done)
    table = Table("Factories", ("factory", "file", "what became of it"), rows)
    told = tuple(conversion.refusals), tuple(conversion.notes), (table,) if rows else ()
    return Outcome(tuple(changes), refusals=told[0], notes=told[1], tables=told[2])
