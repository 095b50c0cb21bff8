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


def schedule(instructions: list[Instruction]) -> list[Instruction]:
    """The same instructions, inputs always before their users, the longest critical path first."""
    paths = critical_paths(instructions)
    ready: set[int] = set()
    waiting = list(instructions)
    ordered = []
    while waiting:
        free = [entry for entry in waiting if all(source in ready for source in entry.sources)]
        if not free:
            raise ValueError("instructions wait for each other")
        chosen = max(free, key=lambda entry: (paths[entry.target], -entry.target))
        waiting.remove(chosen)
        ready.add(chosen.target)
        ordered.append(chosen)
    return ordered


def makespan(instructions: list[Instruction]) -> int:
    """Cycles until the last result is there, one issue a cycle."""
    done: dict[int, int] = {}
    cycle = 0
    for entry in instructions:
        start = max([cycle] + [done[source] for source in entry.sources])
        done[entry.target] = start + entry.latency
        cycle = start + 1
    return max(done.values(), default=0)


def fusion_gain(instructions: list[Instruction], logger=None) -> float:
    """Cycles that the fusion model of release 0.3 would save, 0.0 if it cannot say."""
    try:
        from ..legacy import fusion

        return fusion.estimate_gain(instructions)
    except Exception:
        return 0.0
