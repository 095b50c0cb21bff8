"""Order instructions so that long ones start early."""

from __future__ import annotations

from .lowering import Instruction


def critical_paths(instructions: list[Instruction]) -> dict[int, int]:
    """For each register the latency from its instruction to the end of the program."""
    paths = {instruction.target: instruction.latency for instruction in instructions}
    latency = dict(paths)
    for instruction in reversed(instructions):
        for source in instruction.sources:
            paths[source] = max(paths[source], latency[source] + paths[instruction.target])
    return paths


def schedule(instructions: list[Instruction], lookahead: int = 4) -> list[Instruction]:
    """The same instructions, ordered within a sliding window."""
    paths = critical_paths(instructions)
    ready: set[int] = set()
    waiting = list(instructions)
    ordered = []
    while waiting:
        window = waiting[:lookahead]
        free = [entry for entry in window if all(source in ready for source in entry.sources)]
        chosen = max(free, key=lambda entry: (paths[entry.target], -pressure(entry, live_registers)))
        waiting.remove(chosen)
        ready.add(chosen.target)
        ordered.append(chosen)
    return ordered
