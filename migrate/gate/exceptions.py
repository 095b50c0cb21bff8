"""What exceptions do for whoever makes, catches, prints or unpickles one, asked of fresh interpreters: before, and again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from migrate.gate import fresh
from migrate.gate.judged import Judged
from migrate.gate.moved import Moved
from migrate.gate.offer import Offer
from migrate.gate.selection import can_notice
from migrate.gate.tree import Tree
from migrate.model import Json
from migrate.plan import GateTable

ENDINGS = ("Error", "Exception", "Warning", "Exit", "Interrupt")
"""Of the names of base classes from elsewhere that are taken for exceptions."""


def take(gate: GateTable, tree: Tree, runs: Path) -> dict[str, Json]:
    """Dotted name → ancestors, accepted ways of making one, what it says then, a pickle; of every exception that modules define.

    What a fresh interpreter cannot import is left out.
    """
    modules = [
        name for name, file in tree.offered.items() if not file.error and any(_exceptions(tree.names, name, file.shape))
    ]
    said = fresh.learn(gate, tree, (("exceptions", name) for name in modules), runs, "baseline-exceptions")
    return {
        f"{task[1]}.{name}": facts
        for task, found in said.items()
        if isinstance(found, dict)
        for name, facts in found.items()
    }


def _exceptions(offer: Offer, module: str, shape: Json) -> Iterator[str]:
    """The classes of a module that may be exceptions."""
    for name, one in shape["names"].items():
        if isinstance(one, dict):
            above = offer.ancestors(f"{module}.{name}", one)
            if any(base == "builtins.BaseException" or base.endswith(ENDINGS) for base in above):
                yield name


def changed(
    gate: GateTable,
    before: Mapping[str, Json],
    judged: Judged,
    tree: Tree,
    moved: Moved,
    wanted: Callable[[str, str], bool],
) -> Iterator[str]:
    """What is otherwise than `before`, a sentence each, of the exceptions that the step can have touched.

    `wanted(name, what)` says whether a difference counts: what is `call`, `str`, `args`, `pickle` or `base`.
    """
    noticing = can_notice(judged, tree) if judged.changes else None
    places = {name: moved.now(name) for name in before}
    wishes: dict[str, dict[str, Json]] = {}
    names: dict[str, str] = {}
    for name, place in places.items():
        module = tree.modules.get(place.rpartition(".")[0])
        if module is None or (noticing is not None and module.path not in noticing):
            continue
        facts = dict(before[name])
        if not moved.stays(name):
            facts["pickle"] = None  # its old place is gone, as declared
        facts["forms"] = facts["forms"] if wanted(name, "call") else []
        wishes.setdefault(module.module, {})[place] = facts
        names[place] = name
    tasks = [("as before", module, json.dumps(facts, sort_keys=True)) for module, facts in sorted(wishes.items())]
    for said in fresh.learn(gate, tree, tasks, judged.runs, "exceptions").values():
        # that one is lost, or its module broken, is told by others
        for place, found in said.items() if isinstance(said, dict) else ():
            name = names[place]
            for what, how in found["said"]:
                if wanted(name, what):
                    yield how
            for base in before[name]["mro"][1:]:
                outside = base.partition(".")[0] not in (*tree.tops, "builtins")
                if outside and base not in found["mro"] and wanted(name, "base"):
                    yield f"{place} has lost its base class {base}"
