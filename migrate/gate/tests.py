"""The check `tests`: every test that passed before passes, under its old id or the one that a recorded move gives it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from migrate.errors import MigrateError
from migrate.gate import commands
from migrate.gate.fresh import hide
from migrate.gate.judged import Baseline, Judged, TestIds
from migrate.gate.moved import Moved
from migrate.gate.selection import can_notice
from migrate.gate.suite import Suite, run_tests
from migrate.gate.tree import Tree
from migrate.model import Verdict
from migrate.plan import GateTable
from migrate.python.source import module_name

RERUN = 20
"""So many broken tests are run again; where there are more, the rest is blamed with them."""
ALONE = 5
CONTROLS = 3
"""Passing tests that must pass on the tree before as well, or that tree says nothing about the others."""
SHOWN = 50


def take(gate: GateTable, tree: Tree, runs: Path, say: Callable[[str], None]) -> TestIds:
    """How the tests end on this tree. Raises MigrateError where they do not run at all, or test something else."""
    say(f"tests: `{gate.run}`, the whole suite, for the baseline")
    suite = run_tests(gate, tree, runs, "baseline-tests")
    if suite.problem or not suite.ids("passed"):
        what = suite.problem or (f"no test of `{gate.run}` passes" if suite.states else f"`{gate.run}` ran no test")
        raise MigrateError(
            "\n  ".join([f"no baseline can be taken: {what}", *filter(None, suite.ran.tail(15))]),
            "[gate] run must run the project's tests from its root (without tests: leave `tests` out of [gate] checks); "
            "[gate] timeout may need to be longer",
        )
    if strangers := _strangers(suite, tree):
        raise MigrateError(
            f"no baseline can be taken: the tests do not test this tree: {strangers[0]}",
            "give the import roots in [project] source, or uninstall the other copy",
        )
    say("tests: collecting once more, to know ids that change from run to run")
    again = run_tests(gate, tree, runs, "baseline-collect", collect=True)
    unstable = suite.ids("passed") - again.collected if again.collected and not again.problem else frozenset()
    return TestIds(
        passed=suite.ids("passed") - unstable,
        failed=suite.ids("failed"),
        skipped=suite.ids("skipped"),
        xfailed=suite.ids("xfailed"),
        unstable=unstable,
        exit=suite.ran.exit or 0,
    )


@dataclass
class _Judgement:
    """What became of the tests, id by id."""

    broken: dict[str, str] = field(default_factory=dict)
    """Id as it is now → what is wrong with it."""
    origin: dict[str, str] = field(default_factory=dict)
    """Id as it is now → as it was in the baseline."""
    notes: list[str] = field(default_factory=list)


def check(
    gate: GateTable, baseline: Baseline, judged: Judged, tree: Tree, moved: Moved, say: Callable[[str], None]
) -> Verdict:
    """Red for a test that passed and does not any more, however it hides that; and for a new one that fails."""
    before = baseline.tests
    if before is None:
        return Verdict("tests", False, "the baseline holds no tests", ("`migrate gate --rebaseline` takes it anew",))
    files = None if judged.full or gate.select == "all" else can_notice(judged, tree)
    if files is None:
        say(f"tests: `{gate.run}`, the whole suite")
    else:
        told = _files_of(before.passed | before.failed | before.skipped | before.xfailed)
        ids = Ids(tree, moved)
        chosen = {file for file in files if file in told or _is_test(file)}
        vanished = {
            file
            for file in told
            if not moved.removed(str(file)) and not any((tree.root / place).exists() for place in ids.files(file))
        }
        if not chosen and not vanished:
            return Verdict("tests", True, "no test can notice the step", (), {"passed": 0, "failed": 0, "gained": []})
        say(f"tests: `{gate.run}`, {len(chosen)} test files can notice")
    suite = run_tests(gate, tree, judged.runs, "tests", files=files)
    log = tuple(f"| {hide(line, judged.root)}" for line in suite.ran.tail())
    if suite.problem:
        return Verdict("tests", False, hide(suite.problem, judged.root), log)
    if files is None and not suite.states:
        return Verdict("tests", False, f"`{gate.run}` ran no test", log)
    if strangers := _strangers(suite, tree):
        return Verdict("tests", False, "the tests do not test this tree", tuple(strangers[:SHOWN]))
    judgement = _compare(before, suite, tree, moved, files)
    if judgement.broken:
        _second_opinion(gate, judged, tree, judgement, suite, say)
    passed, failed = suite.ids("passed"), suite.ids("failed")
    images = {image for name in before.passed for image in Ids(tree, moved).now(name)}
    gained = sorted(passed - images - before.passed - before.unstable)
    metrics = {
        "passed": len(passed),
        "failed": len(failed),
        "skipped": len(suite.ids("skipped")),
        "files": None if files is None else len(_files_of(suite.states)),
        "gained": gained,
    }
    what = "" if files is None else ", those that can notice the step"
    if judgement.broken:
        shown = [f"{name}: {why}" for name, why in sorted(judgement.broken.items())]
        more = [f"… and {len(shown) - SHOWN} more"] if len(shown) > SHOWN else []
        return Verdict(
            "tests",
            False,
            f"{len(shown)} tests broken, {len(passed)} pass{what}",
            (*shown[:SHOWN], *more, *judgement.notes, *log),
            metrics,
        )
    if files is None and suite.ran.exit != 0 and before.exit == 0:
        return Verdict("tests", False, f"`{gate.run}`: {suite.ran.ended}, though the tests pass", log, metrics)
    return Verdict("tests", True, f"{len(passed)} tests pass{what}", tuple(judgement.notes), metrics)


def _strangers(suite: Suite, tree: Tree) -> list[str]:
    """Modules of the project that the tests took from somewhere else."""
    root = tree.root.resolve()
    return [
        f"{module} was imported from {origin}"
        for module, origin in sorted(suite.origins.items())
        if module in tree.offered and not Path(origin).is_relative_to(root)
    ]


def _is_test(path: PurePosixPath) -> bool:
    return path.name.startswith("test") or path.stem.endswith("_test") or "tests" in path.parts


def _files_of(ids: Iterable[str]) -> set[PurePosixPath]:
    return {PurePosixPath(name.partition("::")[0]) for name in ids}


class Ids:
    """Test ids of the baseline as they may be called now."""

    def __init__(self, tree: Tree, moved: Moved) -> None:
        self.tree = tree
        self.moved = moved
        self.roots = tuple(dict.fromkeys(["", *tree.all_roots]))

    def now(self, name: str) -> list[str]:
        """Every id that the test may have, the likeliest first; itself among them only where nothing moved it."""
        path, colons, rest = name.partition("::")
        if not colons:
            return [str(file) for file in self.files(PurePosixPath(path))]
        plain, bracket, parameters = rest.partition("[")
        found = [
            f"{file}::{names}{bracket}{spelt}"
            for file, names in self._moved(path, plain)
            for spelt in dict.fromkeys([parameters, self._parameters(parameters)])
        ]
        return list(dict.fromkeys(found))

    def files(self, path: PurePosixPath) -> list[PurePosixPath]:
        """The file, or the one that it was moved to."""
        return [PurePosixPath(file) for file, _ in self._moved(str(path), "")]

    def dotted(self, name: str) -> list[str]:
        """The id as dotted names, one for each import root it lies below."""
        path, _, rest = name.partition("::")
        parts = [part for part in rest.partition("[")[0].split("::") if part]
        if not path.endswith(".py"):
            return []
        names = (module_name(PurePosixPath(path), (root,)) for root in self.roots)
        return [".".join([module, *parts]) for module in dict.fromkeys(names) if module]

    def _moved(self, path: str, names: str) -> list[tuple[str, str]]:
        here = self.moved.now(path)
        if here != path:
            return [(here, names)]
        for root in self.roots:
            module = module_name(PurePosixPath(path), (root,)) if path.endswith(".py") else ""
            if not module:
                continue
            dotted = ".".join([module, *filter(None, names.split("::"))])
            new = self.moved.now(dotted)
            if new != dotted and (place := self._place(new, root)) is not None:
                return [place]
        return [(path, names)]

    def _place(self, dotted: str, root: str) -> tuple[str, str] | None:
        parts = dotted.split(".")
        for cut in range(len(parts), 0, -1):
            stem = PurePosixPath(root, *parts[:cut])
            for file in (stem.with_name(f"{stem.name}.py"), stem / "__init__.py"):
                if file in self.tree.files:
                    return str(file), "::".join(parts[cut:])
        return None

    def _parameters(self, text: str) -> str:
        """Parameters of a test may be dotted names that were moved."""
        return re.sub(r"[A-Za-z_]\w*(?:\.\w+)+", lambda found: self.moved.now(found.group()), text)


def _compare(
    before: TestIds, suite: Suite, tree: Tree, moved: Moved, files: frozenset[PurePosixPath] | None
) -> _Judgement:
    judgement, ids = _Judgement(), Ids(tree, moved)
    known_bad = {image for name in before.failed for image in ids.now(name)}
    for name in sorted(before.passed):
        path = name.partition("::")[0]
        images = ids.now(name)
        if any(suite.states.get(image) == "passed" for image in images):
            continue
        image = next((image for image in images if image in suite.states), images[0])
        file = PurePosixPath(image.partition("::")[0])
        if files is not None and file.suffix == ".py" and file not in files and (tree.root / file).exists():
            continue  # it cannot notice, and did not run
        if moved.removed(name, path, *ids.dotted(name), *images):
            continue
        judgement.broken[image] = _what(image, suite)
        judgement.origin[image] = name
    for image in sorted(suite.ids("failed")):
        if image not in judgement.broken and image not in known_bad and image not in before.failed:
            judgement.broken[image] = f"fails, and did not before: {suite.why.get(image, '')}".rstrip(": ")
    return judgement


def _what(image: str, suite: Suite) -> str:
    """What became of a test that passed."""
    why = suite.why.get(image, "")
    state = suite.states.get(image)
    if state is None:
        above = image
        while "::" in above or "/" in above:
            above = above.rpartition("::")[0] or above.rpartition("/")[0]
            if above in suite.states and suite.states[above] in ("failed", "skipped"):
                verb = "cannot be collected" if suite.states[above] == "failed" else "is skipped as a whole"
                return f"vanished: {above} {verb}: {suite.why.get(above, '')}".rstrip(": ")
        return "vanished"
    verb = {"failed": "fails", "skipped": "is skipped now", "xfailed": "is expected to fail now"}[state]
    return f"{verb}: {why}" if why else verb


def _second_opinion(
    gate: GateTable, judged: Judged, tree: Tree, judgement: _Judgement, suite: Suite, say: Callable[[str], None]
) -> None:
    """Run broken tests again, here and on the tree before the step; what is not the step's fault becomes a note."""
    asked = sorted(judgement.broken)[:RERUN]
    again = [name for name in asked if "::" in name and name in suite.states]
    if again:
        say(f"tests: running {len(again)} broken tests again")
        second = run_tests(gate, tree, judged.runs, "rerun", ids=again)
        passing = set(again) & second.ids("passed")
        for name in [name for name in again if name not in passing][:ALONE]:
            if name in run_tests(gate, tree, judged.runs, "rerun-alone", ids=[name]).ids("passed"):
                passing.add(name)
        for name in sorted(passing):
            judgement.notes.append(f"flaky: {name} passes when it is run again ({judgement.broken.pop(name)})")
    asked = [name for name in asked if name in judgement.broken]
    if not asked or judged.before is None:
        return
    say(f"tests: running {len(asked)} broken tests on the tree before the step")
    there = Tree(judged.before(), judged.layout)
    if gate.prepare:
        commands.run(
            gate.prepare,
            there.root,
            judged.runs / "before-prepare.log",
            commands.seconds(gate.timeout),
            commands.environment(there.import_paths()),
        )
    files = _files_of(asked)
    passing_here = sorted(
        suite.ids("passed"), key=lambda name: (PurePosixPath(name.partition("::")[0]) not in files, name)
    )
    controls = [name for name in passing_here if (there.root / name.partition("::")[0]).exists()][:CONTROLS]
    wanted = {name: {name, judgement.origin.get(name, name)} for name in asked}
    other = run_tests(
        gate,
        there,
        judged.runs,
        "before",
        ids={image for images in wanted.values() for image in images} | set(controls),
    )
    passed = other.ids("passed")
    if other.problem or not passed.issuperset(controls) or not controls:
        return  # that tree cannot run the tests at all, so it excuses nothing
    for name in asked:
        was_there = any(image in other.states for image in wanted[name])
        if not passed & wanted[name] and (was_there or judgement.origin.get(name)):
            judgement.notes.append(
                f"not this step's fault: {name} does not pass on the tree before it either ({judgement.broken.pop(name)})"
            )


__all__ = ["Ids", "check", "take"]
