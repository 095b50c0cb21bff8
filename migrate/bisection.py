"""What of a red step's changes is green: files by themselves or with their partners, then hunks. Knows no gate and no disk."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import PurePosixPath

from migrate.model import Change, Verdict
from migrate.python.source import Source

WHOLE = -1
TOO_LONG = 20_000
"""A file of more lines is not cut into hunks."""
LEAVE_ONE_OUT = 8
"""In a group of partners of no more than so many, each is tried as the one that spoils the others."""
WORD = re.compile(rb"[^\W\d]\w*")


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A file's whole change, or one hunk of it."""

    path: PurePosixPath
    hunk: int = WHOLE


Judge = Callable[[tuple[Change, ...]], tuple[Verdict, ...]]
"""The verdicts on a tree with these changes only; it may stop at the first red one."""


class _Spent(Exception):
    """All runs of the gate that were allowed have been made."""


@dataclass
class Bisection:
    """The search. `judge` is asked no more than `runs` times, and never twice for the same changes."""

    changes: Mapping[PurePosixPath, Change]
    judge: Judge
    runs: int
    kept: frozenset[Part] = frozenset()
    """What is green together, as far as has been found."""
    verdicts: tuple[Verdict, ...] = ()
    """On exactly that."""
    made: int = 0
    _known: dict[frozenset[Part], tuple[Verdict, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, changes: Iterable[Change], red: tuple[Verdict, ...], judge: Judge, runs: int) -> Bisection:
        """A search among changes that are red all together."""
        found = cls({change.path: change for change in changes}, judge, runs)
        found._known[frozenset(map(Part, found.changes))] = red
        return found

    def run(self) -> None:
        """Keep files, then hunks of those that are left, as long as the gate may be asked."""
        try:
            self._search(partners(self.changes.values()))
            self._search(self._hunks())
        except _Spent:
            return

    @property
    def green(self) -> tuple[Change, ...]:
        """The changes that are kept, file by file."""
        return self._changes(self.kept)

    @property
    def left(self) -> tuple[Change, ...]:
        """What has to be changed on top of `green` to come to all changes."""
        found = []
        kept = {change.path: change for change in self.green}
        for path, change in sorted(self.changes.items()):
            there = kept.get(path)
            if there != change:
                found.append(replace(change, before=there.after, before_mode=there.after_mode) if there else change)
        return tuple(found)

    def why(self, path: PurePosixPath) -> Verdict | None:
        """The red verdict on the fewest changes with one of this file that is not kept."""
        tries = [
            (len(parts - self.kept), len(parts), verdicts)
            for parts, verdicts in self._known.items()
            if any(part.path == path and part not in self.kept for part in parts)
        ]
        _, _, verdicts = min(tries, key=lambda item: item[:2], default=(0, 0, ()))
        return next((verdict for verdict in verdicts if not verdict.ok), None)

    def is_tried(self, path: PurePosixPath) -> bool:
        """Whether the gate has judged less than the whole step with a change of this file in it."""
        whole = frozenset(map(Part, self.changes))
        return any(part.path == path for parts in self._known if parts != whole for part in parts)

    def _search(self, groups: Sequence[Sequence[Part]]) -> None:
        for group in groups:
            self._land(group)
        left = None
        while left != self._left(groups):  # what landed since may be what another one waited for
            left = self._left(groups)
            for group in left:
                self._together(group)

    def _left(self, groups: Sequence[Sequence[Part]]) -> list[list[Part]]:
        left = [[part for part in group if part not in self.kept] for group in groups]
        return [group for group in left if group]

    def _land(self, parts: Sequence[Part]) -> None:
        """Keep all of these if they are green on top of what is kept, or look at each half."""
        if not self._try(parts) and len(parts) > 1:
            middle = len(parts) // 2
            self._land(parts[:middle])
            self._land(parts[middle:])

    def _together(self, group: Sequence[Part]) -> None:
        """What is red by itself may be green with its partners, or with all of them but one; or now that others have landed."""
        if self._try(group):
            return
        if 2 < len(group) <= LEAVE_ONE_OUT:
            for culprit in group:
                if self._try([part for part in group if part != culprit]):
                    return
        if len(group) > 1:
            for part in group:
                self._try([part])

    def _try(self, parts: Collection[Part]) -> bool:
        wanted = self.kept.union(parts)
        if wanted == self.kept:
            return True
        if wanted not in self._known:
            if self.made >= self.runs:
                raise _Spent
            self.made += 1
            self._known[wanted] = self.judge(self._changes(wanted))
        if not all(verdict.ok for verdict in self._known[wanted]):
            return False
        self.kept, self.verdicts = wanted, self._known[wanted]
        return True

    def _changes(self, parts: Collection[Part]) -> tuple[Change, ...]:
        chosen: dict[PurePosixPath, set[int]] = {}
        for part in parts:
            chosen.setdefault(part.path, set()).add(part.hunk)
        return tuple(
            self.changes[path] if WHOLE in hunks else with_hunks(self.changes[path], hunks)
            for path, hunks in sorted(chosen.items())
        )

    def _hunks(self) -> list[list[Part]]:
        whole = {part.path for part in self.kept}
        found = []
        for path, change in sorted(self.changes.items()):
            count = len(hunks_of(change)) if path not in whole else 0
            if count > 1:
                found.append([Part(path, at) for at in range(count)])
        return found


Hunk = tuple[int, int, int, int]
"""Lines from, to (excluded) before; lines from, to after."""


@lru_cache(maxsize=64)
def hunks_of(change: Change) -> list[Hunk]:
    """The runs of lines that the change replaces; none for a file that comes or goes, is binary, a link or too long."""
    before, after = change.before, change.after
    if (
        before is None
        or after is None
        or b"\0" in before + after
        or 0o120000 in (change.before_mode, change.after_mode)
    ):
        return []
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if max(len(old), len(new)) > TOO_LONG:
        return []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [(a, b, c, d) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"]


def with_hunks(change: Change, chosen: Collection[int]) -> Change:
    """The change with these of its hunks only; the mode changes with the last of them."""
    assert change.before is not None
    assert change.after is not None
    old, new = change.before.splitlines(keepends=True), change.after.splitlines(keepends=True)
    hunks, text, at = hunks_of(change), [], 0
    for number, (start, end, first, last) in enumerate(hunks):
        text += old[at:start]
        text += new[first:last] if number in chosen else old[start:end]
        at = end
    text += old[at:]
    mode = change.after_mode if len(chosen) == len(hunks) else change.before_mode
    return replace(change, after=b"".join(text), after_mode=mode)


def partners(changes: Iterable[Change]) -> list[list[Part]]:
    """The files in groups: two are partners where one defines, or no longer defines, what the other's changed lines name."""
    changes = sorted(changes, key=lambda change: change.path)
    makes = [defined_by(change) for change in changes]
    names = [_words(change) for change in changes]
    group = list(range(len(changes)))
    for one in range(len(changes)):
        for other in range(len(changes)):
            if one != other and not makes[one].isdisjoint(names[other]) and group[one] != group[other]:
                old, new = max(group[one], group[other]), min(group[one], group[other])
                group = [new if number == old else number for number in group]
    found: dict[int, list[Part]] = {}
    for number, change in zip(group, changes, strict=True):
        found.setdefault(number, []).append(Part(change.path))
    return list(found.values())


def defined_by(change: Change) -> set[bytes]:
    """The names of what the change adds, takes away or gives other parameters: of modules, functions, classes, values."""
    before, after = dict(_definitions(change.before)), dict(_definitions(change.after))
    names = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    stem = change.path.parent.name if change.path.stem == "__init__" else change.path.stem
    return {name.encode() for name in names} | ({stem.encode()} if None in (change.before, change.after) else set())


def _definitions(data: bytes | None) -> Iterator[tuple[str, str]]:
    """Name → what a caller sees of it."""
    try:
        tree = Source(PurePosixPath("changed.py"), data or b"").tree
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, ast.dump(node.args)
        elif isinstance(node, ast.ClassDef):
            yield node.name, ""
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        for target in targets:
            if isinstance(target, ast.Name):
                yield target.id, ""


def _words(change: Change) -> set[bytes]:
    """The words in lines that the change adds or takes away."""
    old, new = ((text or b"").splitlines() for text in (change.before, change.after))
    lines = set(old) ^ set(new)
    return {word for line in lines for word in WORD.findall(line)}
