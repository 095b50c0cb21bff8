"""Numbers that Python and C must agree on: an `IntEnum` beside an `enum` or `#define`s of the same names."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

from migrate.analyzers import Analyzer, Facts
from migrate.model import Finding, Json, Location, Rule, Severity
from migrate.python.source import Source
from migrate.workspace import Workspace

C_SUFFIXES = (".c", ".h", ".cc", ".cpp", ".cxx", ".hh", ".hpp", ".cu", ".cuh", ".inc")
ENUMS = frozenset({"IntEnum", "IntFlag", "Enum", "Flag"})
OF_PYTHON = re.compile(rb"\b(?:Int)?(?:Enum|Flag)\b")
"""One of them by its own name: `undefined` and `enumerate` stand in every second file, and spare no parse."""
FEWEST = 3
"""So many names must be the same for an enum and a list of C to be taken for copies of each other."""
NEARLY = 0.9
"""From this share of common names on, the others are taken for forgotten."""
SKIPPED = re.compile(rb"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)
ENUM = re.compile(
    rb"\benum\b(?:\s+(?:class|struct)\b)?(?:\s+(?P<name>\w+))?(?:\s*:\s*[\w:\s]+?)?\s*\{(?P<body>[^{}]*)\}"
)
DEFINE = re.compile(rb"^[ \t]*#[ \t]*define[ \t]+(?P<name>\w+)[ \t]+(?P<value>[^\n\\]+?)[ \t\r]*$", re.MULTILINE)
MEMBER = re.compile(rb"\s*(?P<name>[A-Za-z_]\w*)\s*(?:=(?P<value>.*))?\s*\Z", re.DOTALL)
SUFFIX = re.compile(r"(?<=[0-9a-fA-F])[uUlL]+\b")
OCTAL = re.compile(r"\b0([0-7]+)\b")


class Member(NamedTuple):
    """A name with its number, if that can be told, and its line."""

    name: str
    value: int | None
    line: int


class Group(NamedTuple):
    """The members of one `IntEnum`, of one `enum` of C, or all `#define`s of a file."""

    path: PurePosixPath
    name: str
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Pair:
    """An enum of Python and the file of C that has its numbers."""

    python: str
    c: str
    prefix: str = ""
    missing: bool = True


@dataclass(frozen=True)
class Options:
    """`[analyze.enum-sync]`: what belongs together, where the names do not tell."""

    pairs: tuple[Pair, ...] = field(
        default=(),
        metadata={
            "help": '`{ python = "pkg.ir.Op", c = "csrc/ops.h", prefix = "OP_", missing = true }`: these belong together; with'
            " `missing = false` either may have names that the other lacks. What no pair names is found by its names."
        },
    )


class EnumSync(Analyzer):
    """An enum and a list of C are taken for copies of each other where three names and half of the smaller one are the same,
    but for a prefix; of several enums of such names the one whose numbers fit best. A copy of a part is one as well.

    Names that only one side has are reported where nine of ten are the same, and for the pairs of the plan. Nothing is
    preprocessed: `#if` is not decided, a list that a macro makes is not seen, and a number that is no plain arithmetic is
    not compared.
    """

    Options = Options
    rules = (
        Rule("enum-drift", "A name has one number in Python and another in C", Severity.ERROR),
        Rule("enum-missing", "A name of an enum that its copy in the other language lacks"),
        Rule("enum-unpaired", "A pair of the plan that is not there", Severity.ERROR),
    )
    needles = (b"Enum", b"Flag", b"enum", b"define")
    suffixes = (".py", *C_SUFFIXES)
    turn = 1
    facts_alone = True

    def collect(self, source: Source) -> Facts:
        if source.path.suffix != ".py":
            groups = c_lists(source.data)
        elif OF_PYTHON.search(source.data):
            groups = python_enums(source)
        else:
            return None
        return [[name, [list(member) for member in members]] for name, members in groups] or None

    def conclude(self, facts: Mapping[PurePosixPath, Facts], workspace: Workspace) -> Iterable[Finding]:
        known: Mapping[PurePosixPath, Json] = facts
        enums: list[Group] = []
        lists: list[Group] = []
        for path, rows in known.items():
            for name, members in rows:
                group = Group(path, name, tuple(Member(*member) for member in members))
                (enums if path.suffix == ".py" else lists).append(group)
        paired: set[tuple[Group, Group]] = set()
        for pair in self.options.pairs:
            found = [
                (one, two) for one in enums for two in lists if one.name == pair.python and str(two.path) == pair.c
            ]
            found = [(one, two) for one, two in found if common(one, two, pair.prefix)]
            if not found:
                yield _unpaired(pair, enums, lists)
            for one, two in found:
                paired.add((one, two))
                yield from differences(one, two, pair.prefix, pair.missing)
        for two in lists:
            if any(two is other for _, other in paired):
                continue
            for one, prefix in partners(two, enums):
                same = common(one, two, prefix)
                named = [member for member in two.members if member.name.startswith(prefix)] if prefix else two.members
                nearly = len(same) >= NEARLY * len(one.members) and len(same) >= NEARLY * len(named)
                yield from differences(one, two, prefix, nearly)


def partners(two: Group, enums: Sequence[Group]) -> Iterator[tuple[Group, str]]:
    """The enums of which a list of C is a copy, each with the prefix: one for each name of a class."""
    best: dict[str, tuple[tuple[int, int], Group, str]] = {}
    for one in enums:
        prefix, count = likeliest(one, two)
        if count < FEWEST or 2 * count < min(len(one.members), len(two.members)):
            continue
        values = {member.name: member.value for member in one.members}
        fits = sum(values[member.name.removeprefix(prefix)] == member.value for member in common(one, two, prefix))
        leaf = one.name.rpartition(".")[2]
        if leaf not in best or (fits, count) > best[leaf][0]:
            best[leaf] = ((fits, count), one, prefix)
    for _, one, prefix in best.values():
        yield one, prefix


def likeliest(one: Group, two: Group) -> tuple[str, int]:
    """The prefix with which most names of the list are those of the enum, and how many."""
    names = {member.name for member in one.members}
    count: Counter[str] = Counter()
    for member in two.members:
        parts = member.name.split("_")
        for cut in range(len(parts)):
            if "_".join(parts[cut:]) in names:
                count["".join(f"{part}_" for part in parts[:cut])] += 1
    if not count:
        return "", 0
    return min(count.items(), key=lambda item: (-item[1], item[0]))


def common(one: Group, two: Group, prefix: str) -> list[Member]:
    """The members of the list that the enum has too."""
    names = {member.name for member in one.members}
    return [item for item in two.members if item.name.startswith(prefix) and item.name.removeprefix(prefix) in names]


def differences(one: Group, two: Group, prefix: str, missing: bool) -> Iterator[Finding]:
    """Where the two do not agree, with a place on both sides."""
    ours = {member.name: member for member in one.members}
    theirs = {member.name.removeprefix(prefix): member for member in two.members if member.name.startswith(prefix)}
    identity = f"{one.name} {two.path} {prefix}"
    for name, member in ours.items():
        other = theirs.get(name)
        here = Location(one.path, member.line, member.line, one.name)
        if other is None:
            if missing:
                said = f"{one.name}.{name} is not in {two.path}: no `{prefix}{name}`"
                places = (here, Location(two.path, min(item.line for item in two.members)))
                yield Finding("enum-missing", said, places, f"{identity}{name}")
        elif None not in (member.value, other.value) and member.value != other.value:
            said = f"{one.name}.{name} is {member.value}, {other.name} of {two.path} is {other.value}"
            there = Location(two.path, other.line, other.line)
            values = {"python": member.value, "c": other.value}
            yield Finding("enum-drift", said, (here, there), f"{identity}{name}", Severity.ERROR, values)
    for name, member in theirs.items() if missing else ():
        if name not in ours:
            said = f"{member.name} of {two.path} is not in {one.name}"
            places = (
                Location(two.path, member.line, member.line),
                Location(one.path, one.members[0].line, 0, one.name),
            )
            yield Finding("enum-missing", said, places, f"{identity}{name}")


def _unpaired(pair: Pair, enums: Sequence[Group], lists: Sequence[Group]) -> Finding:
    there = next((one for one in enums if one.name == pair.python), None)
    beside = next((two for two in lists if str(two.path) == pair.c), None)
    if there is None:
        said = f"no enum is called `{pair.python}`"
    elif beside is None:
        said = f"{pair.c} has no numbers"
    else:
        said = f"{pair.c} has none of the names of `{pair.python}`" + (
            f" behind `{pair.prefix}`" if pair.prefix else ""
        )
    path = there.path if there else PurePosixPath(pair.c)
    return Finding("enum-unpaired", said, (Location(path),), f"{pair.python} {pair.c}", Severity.ERROR)


# Python


def python_enums(source: Source) -> Iterator[tuple[str, list[Member]]]:
    """The enums of a file with whole numbers, each by its dotted name."""
    waiting: list[tuple[str, ast.ClassDef]] = [
        (node.name, node) for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef) and _is_enum(node)
    ]
    for name, node in waiting:
        members: list[Member] = []
        known: dict[str, int] = {}
        for item in node.body:
            if isinstance(item, ast.Assign) and len(item.targets) == 1 and isinstance(item.targets[0], ast.Name):
                target, given = item.targets[0].id, item.value
                if target.startswith("_"):
                    continue
                value = next_value(members) if _is_auto(given) else number(given, known)
                members.append(Member(target, value, item.lineno))
                if value is not None:
                    known[target] = value
        if any(member.value is not None for member in members):
            yield f"{source.module}.{name}" if source.module else name, members


def _is_enum(node: ast.ClassDef) -> bool:
    names = [base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "") for base in node.bases]
    return not ENUMS.isdisjoint(names)


def _is_auto(node: ast.expr) -> bool:
    if not isinstance(node, ast.Call) or node.args:
        return False
    return (node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")) == "auto"


def next_value(members: Sequence[Member]) -> int | None:
    """What `auto()` gives: one more than the greatest so far, if all are known."""
    values = [member.value for member in members]
    return None if None in values else max((value for value in values if value is not None), default=0) + 1


def number(node: ast.AST | None, known: Mapping[str, int]) -> int | None:
    """The value of plain arithmetic on whole numbers and known names; None where it is something else."""
    match node:
        case ast.Constant(value=int() as value) if not isinstance(value, bool):
            return value
        case ast.Name(id=name):
            return known.get(name)
        case ast.UnaryOp(op=op, operand=operand):
            inner = number(operand, known)
            if inner is None or not isinstance(op, ast.USub | ast.UAdd | ast.Invert):
                return None
            return -inner if isinstance(op, ast.USub) else ~inner if isinstance(op, ast.Invert) else inner
        case ast.BinOp(left=left, op=op, right=right):
            one, two = number(left, known), number(right, known)
            if one is None or two is None:
                return None
            match op:
                case ast.Add():
                    return one + two
                case ast.Sub():
                    return one - two
                case ast.Mult():
                    return one * two
                case ast.BitOr():
                    return one | two
                case ast.LShift() if 0 <= two < 128:
                    return one << two
    return None


# C


def c_lists(data: bytes) -> Iterator[tuple[str, list[Member]]]:
    """The enums of a C or C++ file, and its `#define`s of numbers as one list more."""
    text = SKIPPED.sub(lambda match: re.sub(rb"[^\n]", b" ", match[0]), data)
    ends = [match.start() for match in re.finditer(rb"\n", text)]
    defined: dict[str, int] = {}
    members: list[Member] = []
    for match in DEFINE.finditer(text):
        name, value = match["name"].decode(), c_number(match["value"], defined)
        if value is not None:
            defined[name] = value
            members.append(Member(name, value, bisect_right(ends, match.start("name")) + 1))
    if members:
        yield "", members
    for match in ENUM.finditer(text):
        found = list(_c_members(match, dict(defined), ends))
        if found:
            yield (match["name"] or b"").decode(), found


def _c_members(match: re.Match[bytes], known: dict[str, int], ends: Sequence[int]) -> Iterator[Member]:
    """The members of one enum. After an `#if` in it, only what says its number itself is known."""
    last: int | None = -1
    offset = match.start("body")
    for part in match["body"].split(b","):
        plain = re.sub(rb"^[ \t]*#[^\n]*", lambda line: b" " * len(line[0]), part, flags=re.MULTILINE)
        last = last if plain == part else None
        item = MEMBER.match(plain)
        if item:
            given = item["value"]
            last = c_number(given, known) if given is not None else None if last is None else last + 1
            name = item["name"].decode()
            if last is not None:
                known[name] = last
            yield Member(name, last, bisect_right(ends, offset + item.start("name")) + 1)
        offset += len(part) + 1


def c_number(text: bytes, known: Mapping[str, int]) -> int | None:
    """The value of a constant expression of C; None for what is no plain arithmetic."""
    plain = OCTAL.sub(r"0o\1", SUFFIX.sub("", text.decode("latin-1").strip()))
    try:
        return number(ast.parse(plain, mode="eval").body, known)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
