"""The check `command`: every command that `[gate.commands]` names ends with 0."""

from __future__ import annotations

import re
from collections.abc import Callable

from migrate.gate import commands
from migrate.gate.fresh import hide
from migrate.gate.judged import Judged
from migrate.gate.tree import Tree
from migrate.model import Verdict
from migrate.plan import GateTable


def check(gate: GateTable, judged: Judged, tree: Tree, say: Callable[[str], None]) -> Verdict:
    """Red with the tail of the log of every command that did not end with 0 in time."""
    evidence: list[str] = []
    red = []
    for name, command in sorted(gate.commands.items()):
        say(f"command {name}: {command}")
        log = judged.runs / ("command-" + re.sub(r"[^\w.-]", "_", name) + ".log")
        ran = commands.run(
            command, judged.root, log, commands.seconds(gate.timeout), commands.environment(tree.import_paths())
        )
        if ran.exit != 0:
            red.append(name)
            evidence += [f"{name}: `{command}`: {ran.ended}", *(hide(line, judged.root) for line in ran.tail())]
    if red:
        return Verdict("command", False, f"{', '.join(red)} did not end with 0", tuple(evidence))
    return Verdict("command", True, f"{len(gate.commands)} commands ended with 0")
