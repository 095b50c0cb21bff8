"""Judges a tree: the list of checks, and the one walk through them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from migrate.errors import MigrateError
from migrate.gate import api, command, commands, cycles, equivalence, exceptions, imports, loads, parse, probe, tests
from migrate.gate.fresh import hide, imported
from migrate.gate.holding import holding
from migrate.gate.judged import Baseline, Judged, TestIds
from migrate.gate.moved import Moved
from migrate.gate.tree import Tree
from migrate.model import Verdict
from migrate.plan import GateTable
from migrate.workspace import Layout

CHECKS: Mapping[str, str] = {
    "parse": "every touched Python file compiles",
    "imports": "what could be imported still can, and needs no package that it did not need before",
    "api": "public names, signatures, base classes, pickles and exceptions are as before, or as a move or removal declares",
    "cycles": "no new import cycle",
    "tests": "every test that passed still passes; none vanished, none is newly skipped or expected to fail",
    "command": "every command of `[gate.commands]` ends with 0",
    "equivalence": "functions that the step moved, merged or rewrote give what they gave, on inputs that are made up",
    "probe": "the tests notice where what the step moved is broken on purpose",
}
RUNNING = frozenset({"tests", "command", "equivalence", "probe"})
"""Checks that are left out where a cheap one already says that nothing can run."""

CHEAPEST = ("parse", "cycles", "api", "imports", "equivalence", "tests", "command", "probe")
"""The checks by what they cost."""

Say = Callable[[str], None]


def take_baseline(gate: GateTable, root: Path, layout: Layout, runs: Path, say: Say) -> Baseline:
    """What holds on this tree. Raises MigrateError where the tests do not run at all.

    What `gate.checks` does not name is left out where it costs a run: the tests, and the imports in fresh interpreters.
    """
    tree = Tree(root.resolve(), layout)
    if gate.prepare and (red := _prepare(gate, tree, runs, say)):
        raise MigrateError(f"{red.summary}\n  " + "\n  ".join(red.evidence[-15:]), "mend `[gate] prepare`")
    fresh, absent = None, frozenset[str]()
    if {"imports", "api"}.intersection(gate.checks):
        say(f"imports: {len(tree.offered)} modules, each in a fresh interpreter")
        fresh = imported(gate, tree, tree.offered, runs, "baseline-imports")
        absent = imports.absent(gate, tree, runs)
    known = exceptions.take(gate, tree, runs) if "api" in gate.checks else None
    say("api, cycles: reading the tree")
    return Baseline(
        files={str(path): file.digest for path, file in tree.files.items()},
        broken=parse.broken_files(tree),
        internal=tree.tops,
        unresolved=imports.all_unresolved(tree, tree.tops),
        unimportable=frozenset(fresh.failing) if fresh else None,
        loaded=imports.named(tree, fresh.loads) if fresh else None,
        standard=fresh.standard if fresh and gate.imports.standard_library else None,
        absent=absent,
        needs=imports.needs(tree),
        loads=loads.loads(tree),
        cycles=cycles.cycles(tree),
        api=api.shapes(tree),
        exceptions=known,
        tests=tests.take(gate, tree, runs, say) if "tests" in gate.checks else None,
    )


def judge(
    gate: GateTable, checks: Sequence[str], baseline: Baseline, judged: Judged, say: Say, *, until_red: bool = False
) -> tuple[Verdict, ...]:
    """The verdicts of these checks, in their order. A check that could not say anything sensible is left out:
    the tests where files do not compile or import, everything where the preparation failed (its verdict is `prepare`).

    With `until_red` the cheap ones come first, and the first red one is the last.
    """
    if unknown := [name for name in checks if name not in CHECKS]:
        raise MigrateError(f"no check is called {unknown[0]}", f"the checks are {', '.join(CHECKS)}")
    tree, moved = Tree(judged.root.resolve(), judged.layout), Moved(judged.moves, judged.removals)
    if gate.prepare and (red := _prepare(gate, tree, judged.runs, say)):
        return (red,)
    walk: dict[str, Callable[[], Verdict]] = {
        "parse": lambda: parse.check(baseline, judged, tree),
        "imports": lambda: imports.check(gate, baseline, judged, tree, moved),
        "api": lambda: api.check(gate, baseline, judged, tree, moved),
        "cycles": lambda: cycles.check(baseline, tree, moved),
        "tests": lambda: tests.check(gate, baseline, judged, tree, moved, say),
        "command": lambda: command.check(gate, judged, tree, say),
        "equivalence": lambda: equivalence.check(gate, judged, tree, say),
        "probe": lambda: probe.check(gate, judged, tree, say),
    }
    verdicts: list[Verdict] = []
    cost = CHEAPEST.index if until_red else RUNNING.__contains__
    for name in sorted(dict.fromkeys(checks), key=cost):
        if name in RUNNING and any(not v.ok for v in verdicts if v.check in ("parse", "imports")):
            continue
        verdict = walk[name]()
        say(f"{name}: {'green' if verdict.ok else 'RED'}, {verdict.summary}")
        verdicts.append(verdict)
        if until_red and not verdict.ok:
            break
    return tuple(verdicts)


def _prepare(gate: GateTable, tree: Tree, runs: Path, say: Say) -> Verdict | None:
    say(f"prepare: {gate.prepare}")
    ran = commands.run(
        gate.prepare,
        tree.root,
        runs / "prepare.log",
        commands.seconds(gate.timeout),
        commands.environment(tree.import_paths()),
    )
    if ran.exit == 0:
        return None
    tail = tuple(hide(line, tree.root) for line in ran.tail())
    return Verdict("prepare", False, f"`{gate.prepare}`: {ran.ended}", tail)


__all__ = ["CHECKS", "Baseline", "Judged", "TestIds", "holding", "judge", "take_baseline"]
