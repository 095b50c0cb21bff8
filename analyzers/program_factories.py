"""Program factories in C++: functions that build a `Program` call by call, and how far each is from being a descriptor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

from migrate.analyzers import Analyzer, Facts, Worklist
from migrate.cpp.api import COUNTED, Api
from migrate.cpp.factories import HelperCall, Obstacle, Part, parts
from migrate.cpp.source import SUFFIXES, parser
from migrate.cpp.texts import last_name
from migrate.model import Finding, Json, Location, Rule, Severity
from migrate.python.source import Source
from migrate.workspace import Workspace, glob_to_regex

CODES = {"old": "program-factory", "mixed": "mixed-factory", "new": "descriptor-factory"}
UNSORTED = "other"


@dataclass(frozen=True)
class Category:
    """The operations below some paths; the first whose globs match a file is its category."""

    name: str
    paths: tuple[str, ...]
    priority: str = ""
    excluded: str = ""


@dataclass(frozen=True)
class Options(Api):
    """`[analyze.program-factories]`: the names of the host API, the categories, and what is complex."""

    categories: tuple[Category, ...] = field(
        default=(),
        metadata={
            "help": "`{ name, paths = globs, priority, excluded = reason }`; the first that matches a file. In their order."
        },
    )
    medium: int = field(default=14, metadata={"help": "From so many points on a factory is of medium complexity."})
    high: int = field(default=32, metadata={"help": "From so many points on its complexity is high."})


class Known(NamedTuple):
    """A part, where it is, and the parts that it calls."""

    path: PurePosixPath
    part: Part


class ProgramFactories(Analyzer):
    """One finding for each function with a body that owns a local program or descriptor, in whichever class or namespace.

    What helpers build (functions that are given the program, in this file or another of the tree) counts for each call of
    them. Points: one a call that builds, two a helper, a loop or a condition around one, three an obstacle. Names are what
    is written: nothing is preprocessed, and a program that a macro hides is not found. Not reported: helpers by themselves,
    and functions that only patch a program.
    """

    Options = Options
    version = 2
    rules = (
        Rule(CODES["old"], "A function that builds a program by calls"),
        Rule(CODES["mixed"], "A function that builds a program by calls and fills a descriptor"),
        Rule(CODES["new"], "A function that fills a descriptor of a program", Severity.INFO),
    )
    suffixes = SUFFIXES
    facts_alone = True
    on_request = True
    worklist = Worklist(
        "Program factories",
        {CODES["old"]: "todo", CODES["mixed"]: "todo", CODES["new"]: "done"},
        ("style", "complexity", "buffers", "kernels", "semaphores", "arguments"),
    )

    def prepare(self) -> None:
        """Load the grammar before processes part."""
        parser()

    def collect(self, source: Source) -> Facts:
        return [part.to_json() for part in parts(source.data, self.options)] or None

    def conclude(self, facts: Mapping[PurePosixPath, Facts], workspace: Workspace) -> Iterable[Finding]:
        told: Mapping[PurePosixPath, Json] = facts
        known = [Known(path, Part.from_json(row)) for path, rows in told.items() for row in rows]
        resolving = _Resolving(known)
        shared = Counter(one.part.key for one in known if one.part.role == "owner")
        globs = [(one, [glob_to_regex(glob) for glob in one.paths]) for one in self.options.categories]
        for one in known:
            if one.part.role == "owner":
                category = next(
                    (kind for kind, tests in globs if any(test.fullmatch(str(one.path)) for test in tests)), None
                )
                yield self.finding(one, resolving, category, shared[one.part.key] > 1)

    def finding(self, one: Known, resolving: _Resolving, category: Category | None, shared: bool) -> Finding:
        """What is told of one factory. A key that several functions have is told with the file."""
        path, part = one
        whole = resolving.whole(one)
        style = "mixed" if whole.old and part.describes else "new" if part.describes else "old"
        counts = {kind: whole.old[kind] + whole.new[kind] for kind in COUNTED}
        obstacles = sorted({*part.obstacles, *whole.obstacles}, key=lambda item: (item.line, item.code, item.text))
        points = sum(counts.values()) + 2 * (len(part.helpers) + part.loops + part.conditions) + 3 * len(obstacles)
        wanted = self.options
        complexity = "high" if points >= wanted.high else "medium" if points >= wanted.medium else "simple"
        overrides = part.overrides + resolving.overrides(one)
        key = f"{part.key} in {path}" if shared else part.key
        metrics = {
            "key": key,
            "style": style,
            "complexity": complexity,
            "points": points,
            **counts,
            "helpers": [
                f"{helper.scope}::{helper.name}".removeprefix("::").replace(".::", ".") for helper in part.helpers
            ],
            "loops": part.loops,
            "conditions": part.conditions,
            "lambdas": part.lambdas,
            "overrides": overrides,
            "mesh": part.mesh,
            "category": category.name if category else UNSORTED,
            "priority": category.priority if category else "",
            "order": self.options.categories.index(category) if category else len(self.options.categories),
            "excluded": category.excluded if category else "",
            "obstacles": [{"code": item.code, "line": item.line, "text": item.text} for item in obstacles],
            "digest": part.digest,
            "signature": part.signature,
        }
        said = [f"{part.name} is {complexity}", _counted(counts)]
        said += [f"{len(part.helpers)} through helpers"] * bool(part.helpers) + ["with an override"] * bool(overrides)
        message = ", ".join(text for text in said if text)
        if obstacles and style != "new":
            message += f"; in the way: {obstacles[0].text}" + (
                f" and {len(obstacles) - 1} more" if obstacles[1:] else ""
            )
        place = Location(path, part.line, part.end_line, part.name)
        severity = Severity.INFO if style == "new" or (category and category.excluded) else Severity.WARNING
        return Finding(CODES[style], message, (place,), key, severity, metrics)


def _counted(counts: Mapping[str, int]) -> str:
    words = {"buffers": "buffer", "kernels": "kernel", "semaphores": "semaphore", "arguments": "setting of arguments"}
    return " + ".join(f"{n} {words[kind]}{'s' * (n != 1 and kind != 'arguments')}" for kind, n in counts.items() if n)


class _Whole(NamedTuple):
    """What a function builds with all that it calls."""

    old: Counter[str]
    new: Counter[str]
    obstacles: tuple[Obstacle, ...]


class _Resolving:
    """Which function a call of a helper means, by its name, its scope and the number of its arguments."""

    def __init__(self, known: Sequence[Known]) -> None:
        self.helpers: dict[str, list[Known]] = {}
        self.patching: Counter[str] = Counter()
        for one in known:
            if one.part.takes:
                self.helpers.setdefault(last_name(one.part.name), []).append(one)
            if one.part.role == "override":
                self.patching[one.part.name.rpartition("::")[0]] += 1
        self.done: dict[tuple[PurePosixPath, str, int], _Whole] = {}

    def overrides(self, one: Known) -> int:
        """How many methods of the same class patch what it built."""
        scope = one.part.name.rpartition("::")[0]
        return self.patching[scope] if scope else 0

    def whole(self, one: Known) -> _Whole:
        """What a function builds, with its helpers and theirs. A ring of helpers counts once."""
        place = one.path, one.part.key, one.part.line
        if place in self.done:
            return self.done[place]
        old, new = Counter(one.part.old), Counter(one.part.new)
        self.done[place] = _Whole(Counter(), Counter(), ())  # what a ring finds
        obstacles: list[Obstacle] = []
        for call in one.part.helpers:
            found = self.meant(one, call)
            if len(found) == 1:
                below = self.whole(found[0])
                old += below.old
                new += below.new
                if found[0].path != one.path:
                    text = f"`{call.name}` is in {found[0].path}"
                    obstacles.append(Obstacle("helper-elsewhere", call.line, text))
                obstacles += self._handed_up(call, found[0], below)
            elif found:
                text = f"`{call.name}` may be any of {len(found)} functions"
                obstacles.append(Obstacle("ambiguous-helper", call.line, text))
            else:
                text = f"the program is given to `{call.name}`, which is nowhere in this tree"
                obstacles.append(Obstacle("escape", call.line, text))
        self.done[place] = _Whole(old, new, tuple(obstacles))
        return self.done[place]

    def _handed_up(self, call: HelperCall, helper: Known, below: _Whole) -> Iterator[Obstacle]:
        for item in (*helper.part.obstacles, *below.obstacles):
            if item.code != "helper-elsewhere":
                yield Obstacle(item.code, call.line, f"{item.text} (through `{call.name}`)")

    def meant(self, caller: Known, call: HelperCall) -> list[Known]:
        """The functions that a call may mean: those of its own file first, then those of the nearest scope."""
        found = [
            one
            for one in self.helpers.get(call.name, ())
            if call.arguments <= one.part.accepted
            and (one.path == caller.path or not one.part.internal)
            and one is not caller
        ]
        # Defaults may stand in a declaration: where none takes so few arguments, any that takes as many will do.
        found = [one for one in found if one.part.required <= call.arguments] or found
        if call.scope == ".":
            found = [one for one in found if "::" in one.part.name]
        elif call.scope:
            scope = call.scope.removeprefix("::")
            found = [one for one in found if f"::{one.part.name}".endswith(f"::{scope}::{call.name}")]
        if here := [one for one in found if one.path == caller.path]:
            found = here
        if len(found) > 1:
            nearest = max(_common(one.part.name, caller.part.name) for one in found)
            found = [one for one in found if _common(one.part.name, caller.part.name) == nearest]
        return found


def _common(name: str, other: str) -> int:
    """How many scopes two names share from the outside in."""
    count = 0
    for mine, theirs in zip(name.split("::")[:-1], other.split("::")[:-1], strict=False):
        if mine != theirs:
            break
        count += 1
    return count
