"""The check `equivalence`: a function that a step moved, merged or rewrote gives what it gave, on inputs that are made up.

The tree before the step and the tree after it are each asked in fresh interpreters, see `migrate.gate.fresh_calls`.
"""

from __future__ import annotations

import ast
import json
import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from migrate.gate import commands
from migrate.gate.fresh import hide
from migrate.gate.judged import Judged
from migrate.gate.moved import Moved
from migrate.gate.tree import Tree, parse
from migrate.model import Json, Move, Verdict
from migrate.plan import GateTable
from migrate.python.source import module_name

SCRIPT = Path(__file__).with_name("fresh_calls.py")
SHOWN = 3
"""So many differing calls are shown of one function."""
NO_HYPOTHESIS = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """One function before the step, and what answers for it now."""

    old: str
    new: str

    def __str__(self) -> str:
        return self.old if self.old == self.new else f"{self.old} → {self.new}"


def check(gate: GateTable, judged: Judged, tree: Tree, say: Callable[[str], None]) -> Verdict:
    """Red where one call gives another result, raises something else, or leaves its arguments otherwise than before.

    What is not compared is named with the reason; a verdict is never green by silence.
    """
    if judged.before is None:
        return Verdict("equivalence", True, "nothing to compare with: only a step has a tree before it")
    before = Tree(judged.before().resolve(), judged.layout)
    pairs = [pair for pair in pairs_of(judged, before, tree) if _is_wanted(pair, gate.equivalence.names)]
    if not pairs:
        return Verdict("equivalence", True, "the step moved, merged or rewrote no function")
    say(f"equivalence: {len(pairs)} function{'s' * (len(pairs) != 1)}, before and after")
    redefined = {one.name for one in judged.redefinitions}
    until = time.time() + commands.seconds(gate.timeout)
    asked = [{"pair": at, "name": pair.old} for at, pair in enumerate(pairs) if pair.new not in redefined]
    first = _ask(gate, before, asked, judged.runs, "equivalence-before", until, gate.equivalence.examples, {})
    if first is None:
        hint = "pip install hypothesis (or `migrate-plan[equivalence]`) where the tests run"
        return Verdict("equivalence", False, f"inputs are made up by hypothesis, which is not there: {hint}")
    first |= {at: "it takes something else, as declared" for at, pair in enumerate(pairs) if pair.new in redefined}
    again = [
        {"pair": at, "name": pair.new, "inputs": found["inputs"], "kind": found["kind"]}
        for at, pair in enumerate(pairs)
        if isinstance(found := first.get(at), dict)
    ]
    names = _names(judged.own)
    second = _ask(gate, tree, again, judged.runs, "equivalence-after", until, 0, names) or {}
    return _verdict(pairs, first, second, names, gate.equivalence.tolerance)


def _verdict(
    pairs: Sequence[Pair],
    first: Mapping[int, Json],
    second: Mapping[int, Json],
    names: Mapping[str, str],
    tolerance: float,
) -> Verdict:
    differing: list[str] = []
    left: list[str] = []
    calls = same = 0
    for at, pair in enumerate(pairs):
        was, now = first.get(at, "time was up"), second.get(at, "time was up")
        if not isinstance(was, dict):
            left.append(f"not compared: {pair}: {was}")
        elif not isinstance(now, dict):
            lost = now == "time was up"
            (left if lost else differing).append(f"not compared: {pair}: {now}" if lost else f"{pair}: {now}")
        elif now["kind"] != was["kind"]:
            left.append(f"not compared: {pair}: it was a {was['kind']} and is a {now['kind']}")
        else:
            found = list(_differences(was, now, names, tolerance))
            differing += [f"{pair}{line}" for line in found[:SHOWN]]
            differing += [f"{pair}: and {len(found) - SHOWN} more calls"] if len(found) > SHOWN else []
            if not found and not any(result[0] == "returns" for result in was["results"]):
                left.append(f"not compared: {pair}: every call that was tried raises, as before")
                continue
            calls += len(now["results"])
            same += not found
    metrics = {"functions": len(pairs), "calls": calls, "not_compared": len(left)}
    tail = f", {len(left)} not compared" if left else ""
    if differing:
        count = len({line.partition("(")[0].partition(":")[0] for line in differing})
        what = f"{count} of {len(pairs)} functions give something else{tail}"
        return Verdict("equivalence", False, what, (*differing, *left), metrics)
    what = f"{same} of {len(pairs)} functions give the same on {calls} calls{tail}"
    if not same:
        what = f"none of {len(pairs)} functions could be compared"
    return Verdict("equivalence", True, what, tuple(left), metrics, warning=bool(left))


def _is_wanted(pair: Pair, globs: Sequence[str]) -> bool:
    return not globs or any(fnmatchcase(name, glob) for name in (pair.old, pair.new) for glob in globs)


def pairs_of(judged: Judged, before: Tree, tree: Tree) -> Iterator[Pair]:
    """The functions that the step touched, each with what it is now: moved ones, and those whose text is another.

    Tests and scripts are not among them: nobody imports those.
    """
    moved = Moved(judged.own, ())
    old: dict[str, str] = {}
    new: dict[str, str] = {}
    for change in judged.changes:
        if change.path.suffix != ".py":
            continue
        for data, found, there in ((change.before, old, before), (change.after, new, tree)):
            module = module_name(change.path, there.all_roots)
            if data is not None and module in there.offered:
                found.update(_functions(data, module))
    for name, text in sorted(old.items()):
        now = moved.now(name)
        if now != name:
            if tree.names.find(now).what == "shape":
                yield Pair(name, now)
        elif name in new and new[name] != text:
            yield Pair(name, name)


def _functions(data: bytes, module: str) -> dict[str, str]:
    """Dotted name → what the function says, without its decorators' and docstring's place; of whole classes' methods too."""
    try:
        tree = parse(data, module)
    except SyntaxError:
        return {}
    return dict(_in(tree.body, module))


def _in(body: Iterable[ast.stmt], around: str) -> Iterator[tuple[str, str]]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            special = node.name.startswith("__") and node.name != "__call__"
            if not special:
                yield f"{around}.{node.name}", ast.dump(node)
        elif isinstance(node, ast.ClassDef):
            yield from _in(node.body, f"{around}.{node.name}")


def _names(moves: Iterable[Move]) -> dict[str, str]:
    """What classes are called in the tree after the step, for recipes that name them."""
    moved = Moved(moves, ())
    return {move.old: moved.now(move.old) for move in moved.moves if move.kind == "symbol"}


def _ask(
    gate: GateTable,
    tree: Tree,
    tasks: Sequence[Json],
    runs: Path,
    name: str,
    until: float,
    examples: int,
    names: Mapping[str, str],
) -> dict[int, Json] | None:
    """Pair → inputs with results, or why there are none; None where hypothesis is missing."""
    answers = runs / f"{name}.jsonl"
    answers.unlink(missing_ok=True)
    if not tasks:
        return {}
    paths = tree.import_paths()
    table = gate.equivalence
    told = {
        "paths": [str(path) for path in paths],
        "tasks": tasks,
        "answers": str(answers),
        "until": until,
        "examples": examples,
        "seconds": commands.seconds(table.timeout),
        "seed": table.seed,
        "names": dict(names),
    }
    ran = commands.run(
        [*commands.interpreter(gate.run, tree.root), "-W", "ignore", str(SCRIPT)],
        tree.root,
        runs / f"{name}.log",
        max(1.0, until - time.time()),
        commands.environment(paths, {"PYTHONWARNINGS": "ignore"}),
        json.dumps(told).encode(),
    )
    if ran.exit == NO_HYPOTHESIS:
        return None
    found: dict[int, Json] = {}
    for line in answers.read_text("utf-8").splitlines() if answers.exists() else ():
        try:
            pair, said = json.loads(line)
        except ValueError:
            continue  # its process was ended as it wrote
        found[pair] = hide(said, tree.root) if isinstance(said, str) else said
    if ran.exit not in (0, None) and not found:
        return dict.fromkeys((task["pair"] for task in tasks), f"the interpreter {ran.ended}: {' '.join(ran.tail(2))}")
    return found


def _differences(was: Json, now: Json, names: Mapping[str, str], tolerance: float) -> Iterator[str]:
    """`(a=1) returned 2 and returns 3` of every call that differs."""
    short = {old.rpartition(".")[2]: new.rpartition(".")[2] for old, new in names.items()}
    for recipe, before, after in zip(was["inputs"], was["results"], now["results"], strict=False):
        renamed = _renamed(before, short)
        if not same(renamed, after, tolerance):
            yield f"({_call(recipe)}): {_told(renamed, after, tolerance)}"


def _renamed(said: Json, short: Mapping[str, str]) -> Json:
    """The result with the names that classes have now."""
    if isinstance(said, list):
        if said[:1] == ["raises"]:
            return [said[0], short.get(said[1], said[1]), *(_renamed(item, short) for item in said[2:])]
        return [_renamed(item, short) for item in said]
    if isinstance(said, dict):
        if isinstance(said.get("enum"), list):
            return {"enum": [short.get(said["enum"][0], said["enum"][0]), said["enum"][1]]}
        told = {key: _renamed(item, short) for key, item in said.items()}
        return {key: short.get(item, item) if key in ("object", "named") else item for key, item in told.items()}
    return said


def same(one: Json, other: Json, tolerance: float, loose: bool = False) -> bool:
    """Whether two results are equal; numbers in arrays may differ by the tolerance, all others not at all."""
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys():
            return False
        if "float" in one:
            return one == other or (loose and _near(one["float"], other["float"], tolerance))
        return all(same(item, other[key], tolerance, loose or key == "array") for key, item in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(a, b, tolerance, loose) for a, b in zip(one, other, strict=True))
    return type(one) is type(other) and bool(one == other)


def _near(one: str, other: str, tolerance: float) -> bool:
    if "nan" in (one, other):
        return False
    return math.isclose(float.fromhex(one), float.fromhex(other), rel_tol=tolerance, abs_tol=tolerance)


def _told(before: Json, after: Json, tolerance: float) -> str:
    if not same(before[:-2], after[:-2], tolerance):
        return f"{_outcome(before, was=True)} and {_outcome(after, was=False)}"
    return f"left its arguments as {_short(before[-2:])} and leaves them as {_short(after[-2:])}"


def _outcome(result: Json, *, was: bool) -> str:
    if result[0] == "raises":
        return f"{'raised' if was else 'raises'} {result[1]}({result[2]!r})"
    if result[0] == "unmade":
        return f"{'could' if was else 'can'} not be called: {result[1]}"
    return f"{'returned' if was else 'returns'} {_short(result[1])}"


def _call(recipe: Json) -> str:
    made, (args, kwargs), shape = recipe
    parts = [f"of an object of {_short(made, 40)}"] if made else []
    parts += [_short(item, 30) for item in args]
    parts += [f"{name}={_short(item, 30)}" for name, item in sorted(kwargs.items())]
    if any(kind in json.dumps(recipe) for kind in ('"array"', '"tensor"')):
        parts.append(f"shape {shape}")
    return ", ".join(parts)


def _short(said: Json, most: int = 80) -> str:
    text = _plain(said)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _plain(said: Json) -> str:
    """A recipe or a result as a reader would write it."""
    if isinstance(said, dict):
        if "float" in said:
            return "nan" if said["float"] == "nan" else repr(float.fromhex(said["float"]))
        for kind, opening, closing in (("list", "[", "]"), ("tuple", "(", ")"), ("set", "{", "}")):
            if isinstance(said.get(kind), list):
                return f"{opening}{', '.join(map(_plain, said[kind]))}{closing}"
        if "make" in said:
            name, args, kwargs = said["make"]
            parts = [*map(_plain, args), *(f"{key}={_plain(item)}" for key, item in kwargs.items())]
            return f"{name.rpartition('.')[2]}({', '.join(parts)})"
        if "says" in said:
            return str(said["says"]) if "(" in said["says"] else f"{said['object']}({said['says']!r})"
        if isinstance(said.get("dict"), list):
            return "{" + ", ".join(f"{_plain(key)}: {_plain(item)}" for key, item in said["dict"]) + "}"
        return ", ".join(f"{key} {_plain(item)}" for key, item in said.items())
    if isinstance(said, list):
        return f"[{', '.join(map(_plain, said))}]"
    return repr(said)
