"""The baseline of findings: a file that remembers which were there, so that only what is new counts."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import PurePosixPath

from migrate.errors import MigrateError
from migrate.model import Finding, Location, Move
from migrate.python.source import module_name

VERSION = 1


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """The places at which one thing was found. A place is a path, or `path::symbol`; it is listed as often as it was found."""

    code: str
    places: tuple[str, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run's findings against a baseline: what is new, how many were known, and what has gone."""

    new: tuple[Finding, ...]
    known: int
    fixed: tuple[Known, ...]


def key(finding: Finding) -> str:
    """What stays the same for the same thing, however often and wherever it stands."""
    return blake2b(f"{finding.code}\0{finding.identity}".encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def place(location: Location) -> str:
    """A location without its line, which any edit above would change."""
    return f"{location.path}::{location.symbol}" if location.symbol else str(location.path)


def remember(findings: Iterable[Finding]) -> tuple[Known, ...]:
    """These findings as a baseline knows them: by code and identity, with every place."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for finding in findings:
        places[finding.code, key(finding)] += map(place, finding.locations)
    return tuple(sorted(Known(code, tuple(sorted(there)), digest) for (code, digest), there in places.items()))


def dumps(known: Iterable[Known]) -> str:
    """The baseline file's text: one thing a line, sorted, without line numbers, so that its diffs are short."""
    lines = [
        json.dumps({"code": item.code, "key": item.key, "places": item.places}, ensure_ascii=True)
        for item in sorted(known)
    ]
    body = ",\n".join(f"  {line}" for line in lines)
    return (
        f'{{"version": {VERSION}, "findings": [\n{body}\n]}}\n'
        if lines
        else f'{{"version": {VERSION}, "findings": []}}\n'
    )


def loads(text: str, name: str) -> tuple[Known, ...]:
    """The baseline of that text. Raises MigrateError, naming the file, for anything else."""
    again = f"write it anew: `migrate analyze --write-baseline {name}`"
    try:
        data = json.loads(text)
        version = data["version"]
        found = tuple(Known(item["code"], tuple(item["places"]), item["key"]) for item in data["findings"])
    except (ValueError, KeyError, TypeError) as error:
        raise MigrateError(f"{name} is not a baseline of findings: {error!r}", again) from error
    if version != VERSION:
        raise MigrateError(f"{name} is a baseline of version {version}; this is version {VERSION}", again)
    return found


def compare(
    findings: Sequence[Finding], known: Iterable[Known], moves: Sequence[Move] = (), roots: Sequence[str] = ("",)
) -> Comparison:
    """What is new, by count: a further copy of a known clone is new, and its new places come first.

    A thing that stands under another name since is known if the moves say so: same code, same number, and every old place
    moves to a place of now.
    """
    before = {(item.code, item.key): item for item in known}
    now: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        now[finding.code, key(finding)].append(finding)
    gone = {which: item for which, item in before.items() if which not in now}
    for which, found in now.items():
        if which not in before and (old := _moved(found, gone.values(), moves, roots)):
            del gone[old.code, old.key]
            before[which] = replace(old, places=tuple(place(where) for item in found for where in item.locations))
    fixed = list(gone.values())
    new: set[int] = set()
    changed: dict[int, Finding] = {}
    for which, found in now.items():
        item = before.get(which)
        left = Counter(item.places if item else ())
        allowed = left.total()
        spare = allowed - sum(len(finding.locations) for finding in found)
        if item and spare > 0:
            left.subtract(place(where) for finding in found for where in finding.locations)
            fixed.append(Known(item.code, tuple(sorted((+left).elements()))[:spare], item.key))
        for finding in sorted(found, key=lambda one: len(_unknown(one, left))) if spare < 0 else ():
            if len(finding.locations) <= allowed:
                allowed -= len(finding.locations)
                left.subtract(map(place, finding.locations))
                continue
            new.add(id(finding))
            changed[id(finding)] = _with_new_places_first(finding, _unknown(finding, left), allowed)
            allowed = 0
    return Comparison(
        tuple(changed[id(finding)] for finding in findings if id(finding) in new),
        sum(id(finding) not in new for finding in findings),
        tuple(sorted(fixed)),
    )


def _unknown(finding: Finding, known: Counter[str]) -> list[Location]:
    left = +known
    unknown = []
    for location in finding.locations:
        where = place(location)
        if left[where] > 0:
            left[where] -= 1
        else:
            unknown.append(location)
    return unknown


def _with_new_places_first(finding: Finding, unknown: list[Location], known: int) -> Finding:
    if not known:
        return finding
    places = (*unknown, *(location for location in finding.locations if location not in unknown))
    return replace(finding, locations=places, message=f"{finding.message} ({known} of these places were known)")


def _moved(found: list[Finding], gone: Iterable[Known], moves: Sequence[Move], roots: Sequence[str]) -> Known | None:
    """The one thing of the baseline that became this by a recorded move, if there is one."""
    if not moves:
        return None
    here = sorted(_dotted(place(where), roots) for finding in found for where in finding.locations)
    for item in gone:
        if item.code == found[0].code and len(item.places) == len(here):
            names = [_dotted(where, roots) for where in item.places]
            after = [_follow(name, moves) for name in names]
            if after != names and sorted(after) == here:
                return item
    return None


def _dotted(where: str, roots: Sequence[str]) -> str:
    path, _, symbol = where.partition("::")
    module = module_name(PurePosixPath(path), roots) if path.endswith((".py", ".pyi")) else ""
    if not module or symbol == module or symbol.startswith(f"{module}."):
        return symbol or module or path
    return f"{module}.{symbol}" if symbol else module


def _follow(name: str, moves: Sequence[Move]) -> str:
    for move in moves:
        if name == move.old or name.startswith(f"{move.old}."):
            name = move.new + name[len(move.old) :]
    return name
