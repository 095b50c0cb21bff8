"""Proves a memory plan: it replays the steps and looks at every byte. It shares no code with the planner.

A plan is right when every input of every step still holds, in all of its bytes, what was written there as that very value,
and when at the end every output does. That is checked on intervals, with the sizes of one binding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from runtime_edited.ir import DType, GraphError, Node, OpType
from runtime_edited.ops import OPS
from runtime_edited.planner import Layout, Plan, Storage


@dataclass(frozen=True, slots=True)
class _Written:
    """The bytes `start` to `stop` of one memory hold those of `node` from its byte `at` on."""

    start: int
    stop: int
    node: Node
    at: int


def judge(plan: Plan, layout: Layout) -> None:
    """Raise GraphError where a step would read what another value has overwritten, or write over what it reads."""
    memory: dict[object, list[_Written]] = {}
    space = dict(layout.sizes)

    def where(node: Node) -> tuple[object, int, int]:
        place = plan.places[node]
        offset = place.offset if isinstance(place.offset, int) else place.offset.at(space)
        storage, size = place.storage, bytes_of(node)
        if storage.kind == "arena":
            return within(storage, offset, size, f"%{node.name}")
        return ("output", storage.index) if storage.kind == "output" else storage, offset, offset + size

    def within(storage: Storage, offset: int, size: int, what: str) -> tuple[object, int, int]:
        """A part of something for which the layout has found a place: in the arena, or in an output."""
        start = layout.offsets[storage] + offset
        if storage in layout.lent:
            index = layout.lent[storage]
            room, name = bytes_of(plan.graph.outputs[index]), f"the output %{plan.graph.outputs[index].name}"
        else:
            index, room, name = None, layout.arena, "an arena"
        if start + size > room:
            raise GraphError(f"{what} ends at byte {start + size} of {name} of {room}")
        return "arena" if index is None else ("output", index), start, start + size

    def bytes_of(node: Node) -> int:
        size = node.dtype.size
        for dim in node.shape:
            size *= dim if isinstance(dim, int) else dim.at(space)
        return size

    def write(node: Node) -> None:
        put(*where(node), node)

    def put(key: object, start: int, stop: int, node: Node) -> None:
        kept = []
        for piece in memory.get(key, []):
            if piece.stop <= start or piece.start >= stop:
                kept.append(piece)
                continue
            if piece.start < start:
                kept.append(_Written(piece.start, start, piece.node, piece.at))
            if piece.stop > stop:
                kept.append(_Written(stop, piece.stop, piece.node, piece.at + stop - piece.start))
        memory[key] = [*kept, _Written(start, stop, node, 0)]

    def holds(node: Node) -> str:
        """Empty where the memory of `node` holds it; else what is there instead."""
        key, start, stop = where(node)
        source, offset = node, 0
        while source not in written:
            given = source.inputs[0]
            if source.op is OpType.SLICE:
                inner = given.dtype.size
                for dim in given.shape[source.attrs["axis"] + 1 :]:
                    inner *= dim if isinstance(dim, int) else dim.at(space)
                begin = source.attrs["start"]
                offset += inner * (begin if isinstance(begin, int) else begin.at(space))
            elif source.op is not OpType.RESHAPE:
                return f"%{source.name}, which no step writes"
            source = given
        reached = start
        for piece in sorted(memory.get(key, []), key=lambda piece: piece.start):
            if piece.stop <= start or piece.start >= stop:
                continue
            if (
                piece.node is not source
                or piece.at + (max(piece.start, start) - piece.start) != offset + max(piece.start, start) - start
            ):
                return f"%{piece.node.name}"
            if piece.start > reached:
                return "nothing"
            reached = piece.stop
        return "" if reached >= stop or start == stop else "nothing"

    written: set[Node] = set()
    for node in _there_before(plan):
        write(node)
        written.add(node)
    for step in plan.steps:
        noise = OPS[step.op].scratch(step, space)
        used: tuple[object, int, int] = (None, 0, 0)
        if noise and plan.scratch is not None:
            if noise > layout.scratch:
                raise GraphError(f"%{step.name} wants {noise} bytes of scratch, the layout has {layout.scratch}")
            used = within(plan.scratch, 0, layout.scratch * layout.threads, "the scratch")
            put(*used, SCRATCH)
        for given in step.inputs:
            if instead := holds(given):
                raise GraphError(f"%{step.name} reads %{given.name}, and finds {instead} in its place")
        key, start, stop = where(step)
        if key == used[0] and start < used[2] and used[1] < stop:
            raise GraphError(f"%{step.name} is written over its own scratch")
        for at, given in enumerate(step.inputs):
            other, begin, end = where(given)
            if other != key or begin >= stop or start >= end:
                continue
            if (begin, end) != (start, stop) or at not in OPS[step.op].in_place or given.shape != step.shape:
                raise GraphError(f"%{step.name} is written over %{given.name}, or a part of it, which it reads")
        write(step)
        written.add(step)
    for node in plan.graph.outputs:
        if instead := holds(node):
            raise GraphError(f"the output %{node.name} is {instead} at the end")
    for node in plan.graph.inputs:
        if instead := holds(node):
            raise GraphError(f"the caller's input %{node.name} was overwritten by {instead}")


SCRATCH = Node("the scratch", OpType.INPUT, [], (), DType.I8)
"""Stands for whatever kernels leave in their scratch."""


def _there_before(plan: Plan) -> Iterator[Node]:
    """Inputs, constants, and what is made of constants and sizes alone."""
    known: set[Node] = set()
    for node in plan.graph:
        if node.op is OpType.CONSTANT or (node.op is not OpType.INPUT and known.issuperset(node.inputs)):
            known.add(node)
        if node.op is OpType.INPUT or node in known:
            yield node
