"""Where every value lies: an order that needs little memory, values that share memory, and an arena with offsets.

The symbolic part, `Plan`, is drawn once: order, aliases, what is written over what. `Plan.lay(sizes)` gives the offsets for
one binding of the symbols: in an arena, and in the memory of outputs as long as those are not written yet. `runtime_edited.judge`
proves a layout without knowing how it was made.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from runtime_edited.dims import Dim, Sym, count
from runtime_edited.ir import Graph, GraphError, Node, OpType
from runtime_edited.ops import OPS, sized, slice_offset

ALIGNMENT = 64
"""Bytes: a cache line, and the widest vector."""

Kind = Literal["arena", "scratch", "input", "output", "constant"]


@dataclass(eq=False, slots=True)
class Storage:
    """One piece of memory. Several nodes may live in it, one after the other or as views of one another."""

    kind: Kind
    owner: Node
    """The node whose size it has: the first that is written there."""
    index: int = 0
    """Of an input or output: which one."""
    nodes: list[Node] = field(default_factory=list)
    first: int = -1
    """The step that writes it first; -1: it is there before."""
    last: int = -1
    """The last step that reads or writes it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A node's memory: `offset` bytes into a storage. `offset` may depend on sizes."""

    storage: Storage
    offset: Dim = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """Offsets for one binding of the symbols."""

    sizes: Mapping[str, int]
    offsets: Mapping[Storage, int]
    """Of each storage of the arena, and of the scratch where any is wanted."""
    lent: Mapping[Storage, int]
    """Those of them that lie in the memory of an output instead, and of which one: they die before it is written."""
    arena: int
    """Bytes of the arena."""
    scratch: int
    """Bytes of scratch for one thread."""
    threads: int
    """How many of these there are."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the planner may do; all of it unless an ablation asks for less."""

    order: Literal["memory", "arrival"] = "memory"
    fit: Literal["best", "first", "none"] = "best"
    alias: bool = True
    in_place: bool = True
    lend: bool = True


EVERYTHING = Choices()


class Plan:
    """Order and sharing of a graph. Raises GraphError for a graph that cannot be run."""

    def __init__(self, graph: Graph, choices: Choices = EVERYTHING) -> None:
        graph.sort()
        graph.check()
        self.graph = graph
        self.choices = choices
        self.steps: list[Node] = []
        self.places: dict[Node, Place] = {}
        self.storages: list[Storage] = []
        self.fixed = frozenset(sized(graph))
        """What depends on sizes alone: it is evaluated once for each binding, and is no step."""
        guess = dict.fromkeys(graph.symbols(), 64)
        order = [node for node in graph if node.op not in (OpType.INPUT, OpType.CONSTANT) and node not in self.fixed]
        candidates = [order]
        if choices.order == "memory":
            candidates.append(memory_order(order, guess))
        drawn = [_Drawing(graph, candidate, self.fixed, choices) for candidate in candidates]
        best = min(drawn, key=lambda one: one.peak(guess))
        self.steps, self.places, self.storages = best.steps, best.places, best.storages
        self.scratch = Storage("scratch", self.steps[0]) if self.steps else None
        """What the kernels use beside their inputs and outputs, from the first that does to the last."""
        self._sizes: list[tuple[Storage, Dim]] = [
            (storage, count(storage.owner.shape) * storage.owner.dtype.size)
            for storage in self.storages
            if storage.kind in ("arena", "output")
        ]

    def lay(self, sizes: Mapping[str, int], threads: int = 1) -> Layout:
        """The offsets for these sizes. Raises KeyError for a symbol without a size."""
        known: dict[Dim, int] = {}
        spans: list[Span] = []
        rooms: list[Span] = []
        for storage, size in self._sizes:
            if size not in known:
                known[size] = size if isinstance(size, int) else size.at(sizes)
            (rooms if storage.kind == "output" else spans).append((storage, known[size], storage.first, storage.last))
        wanted = [_aligned(OPS[node.op].scratch(node, sizes)) for node in self.steps]
        scratch = max(wanted, default=0)
        if scratch and self.scratch is not None:
            users = [step for step, size in enumerate(wanted) if size]
            spans.append((self.scratch, scratch * threads, users[0], users[-1]))
        offsets, lent, arena = fit(spans, self.choices.fit, rooms if self.choices.lend else ())
        return Layout(dict(sizes), offsets, lent, arena, scratch, threads)


class _Drawing:
    """Storages and places for one order of the steps."""

    def __init__(self, graph: Graph, order: Sequence[Node], fixed: Set[Node], choices: Choices) -> None:
        self.choices = choices
        self.places: dict[Node, Place] = {}
        self.storages: list[Storage] = []
        self.steps: list[Node] = []
        self._uses = _compute_lifetimes(graph, order)
        for index, node in enumerate(graph.inputs):
            self._settle(node, Storage("input", node, index))
        outputs: dict[Node, int] = {}
        for index, node in enumerate(graph.outputs):
            outputs.setdefault(node, index)
        roots: dict[Node, int] = {}
        for node, index in outputs.items():
            roots.setdefault(self._root(node), index)
        for node in graph:
            if node.op is OpType.CONSTANT or node in fixed:
                self._settle(node, Storage("constant", node))
        for node in order:
            self._place(node, outputs, roots)
        for storage in self.storages:
            if storage.kind == "output":
                storage.last = len(self.steps)

    def peak(self, sizes: Mapping[str, int]) -> int:
        """The most bytes of the arena that are alive at one step: no arena can be smaller."""
        change = [0] * (len(self.steps) + 1)
        for storage in self.storages:
            if storage.kind == "arena":
                change[storage.first] += node_bytes(storage.owner, sizes)
                change[storage.last + 1 if storage.last < len(self.steps) else storage.last] -= node_bytes(
                    storage.owner, sizes
                )
        most = now = 0
        for step in change:
            now += step
            most = max(most, now)
        return most

    def _root(self, node: Node) -> Node:
        """The node in whose memory this one is a view, if views are allowed."""
        return _resolve_alias(node) if self.choices.alias else node

    def _place(self, node: Node, outputs: Mapping[Node, int], roots: Mapping[Node, int]) -> None:
        at = OPS[node.op].alias(node) if self.choices.alias else None
        if at is not None and self._may_alias(node, outputs, roots):
            seen = self.places[node.inputs[at]]
            offset = slice_offset(node) * node.dtype.size if node.op is OpType.SLICE and node.attrs["axis"] else 0
            self.places[node] = Place(seen.storage, seen.offset + offset)
            seen.storage.nodes.append(node)
            self._extend(seen.storage, node)
            return
        step = len(self.steps)
        self.steps.append(node)
        index = outputs.get(node)
        if index is None and (at_root := roots.get(node)) is not None and self._whole_alias(node, outputs, at_root):
            index = at_root
        over = self._overwritten(node, step) if index is None and self.choices.in_place else None
        if over is not None:
            storage = over
            storage.nodes.append(node)
            self.places[node] = Place(storage)
        else:
            storage = Storage("arena", node) if index is None else Storage("output", node, index)
            self._settle(node, storage)
            storage.first = step
        self._extend(storage, node)
        storage.last = max(storage.last, step)
        for given in node.inputs:
            used = self.places[given].storage
            used.last = max(used.last, step)

    def _settle(self, node: Node, storage: Storage) -> None:
        storage.nodes.append(node)
        self.storages.append(storage)
        self.places[node] = Place(storage)

    def _extend(self, storage: Storage, node: Node) -> None:
        storage.last = max(storage.last, len(self.steps) - 1)

    def _may_alias(self, node: Node, outputs: Mapping[Node, int], roots: Mapping[Node, int]) -> bool:
        """An output has memory of its own: it is a view only of what is written into that very memory, from its start."""
        if node not in outputs:
            return True
        root = self._root(node)
        storage = self.places[root].storage
        return storage.kind != "arena" and storage.index == outputs[node] and count(root.shape) == count(node.shape)

    def _whole_alias(self, root: Node, outputs: Mapping[Node, int], index: int) -> bool:
        """Whether the output of that index is all of `root`, seen in another shape."""
        node = next(node for node, at in outputs.items() if at == index)
        return node is not root and count(node.shape) == count(root.shape) and self._is_reshaped(node, root)

    def _is_reshaped(self, node: Node, root: Node) -> bool:
        while node is not root:
            if node.op is not OpType.RESHAPE:
                return False
            node = node.inputs[0]
        return True

    def _overwritten(self, node: Node, step: int) -> Storage | None:
        """The storage of an input over which this node may be written: nobody reads it later, and it is just as large."""
        for at in OPS[node.op].in_place:
            if at >= len(node.inputs):
                continue
            given = node.inputs[at]
            place = self.places[given]
            storage = place.storage
            if storage.kind != "arena" or place.offset != 0 or given.dtype.size != node.dtype.size:
                continue
            if given.shape != node.shape or count(storage.owner.shape) != count(node.shape):
                continue
            if storage.owner.dtype.size != node.dtype.size or any(
                self._uses[one] > self._uses_at(node) for one in storage.nodes
            ):
                continue
            others = [other for other in node.inputs if other is not given and self.places[other].storage is storage]
            if not others:
                return storage
        return None

    def _uses_at(self, node: Node) -> int:
        return self._uses.at[node]


def _resolve_alias(node: Node) -> Node:
    """The node in whose memory this one is a view, of whatever kind."""
    while (at := OPS[node.op].alias(node)) is not None:
        node = node.inputs[at]
    return node


class _Uses(dict[Node, int]):
    """For each node the position in the order of the last one that reads it; an output is read at the very end."""

    at: dict[Node, int]


def _compute_lifetimes(graph: Graph, order: Sequence[Node]) -> _Uses:
    uses = _Uses(dict.fromkeys(graph, -1))
    uses.at = {node: at for at, node in enumerate(order)}
    for at, node in enumerate(order):
        for given in node.inputs:
            uses[given] = at
    for node in graph.outputs:
        uses[node] = len(order)
    return uses


Span: TypeAlias = tuple[Storage, int, int, int]
"""A storage, its bytes, and the first and the last step of its life."""


def memory_order(order: Sequence[Node], sizes: Mapping[str, int]) -> list[Node]:
    """A topological order that, step by step, takes the node that adds least to what is alive.

    The heap keeps old scores; one that is popped is scored again, and goes back where it got worse (lazy re-scoring).
    """
    members = set(order)
    place = {node: at for at, node in enumerate(order)}
    users: dict[Node, list[Node]] = {node: [] for node in order}
    waiting: dict[Node, int] = {}
    unread: dict[Node, int] = {}
    for node in order:
        own = {given for given in node.inputs if given in members}
        waiting[node] = len(own)
        for given in own:
            users[given].append(node)
    for node in order:
        unread[node] = len(users[node])

    def score(node: Node) -> int:
        freed = sum(node_bytes(given, sizes) for given in set(node.inputs) if given in members and unread[given] == 1)
        return node_bytes(node, sizes) - freed

    heap = [(score(node), place[node], node) for node in order if not waiting[node]]
    heapq.heapify(heap)
    found = []
    while heap:
        old, at, node = heapq.heappop(heap)
        now = score(node)
        if heap and (now, at) > (old, at) and (now, at) > heap[0][:2]:
            heapq.heappush(heap, (now, at, node))
            continue
        found.append(node)
        for given in {given for given in node.inputs if given in members}:
            unread[given] -= 1
        for user in users[node]:
            waiting[user] -= 1
            if not waiting[user]:
                heapq.heappush(heap, (score(user), place[user], user))
    if len(found) != len(order):
        raise GraphError("a cycle among the nodes to order")
    return found


def fit(
    spans: Iterable[Span], how: Literal["best", "first", "none"], rooms: Sequence[Span] = ()
) -> tuple[dict[Storage, int], dict[Storage, int], int]:
    """Offsets for storages of a size that live from one step to another, which of them lie in which room, and the size of
    the arena for the others.

    The largest is placed first, of equal ones the last, since rooms are taken at the end; each one goes into the gap between
    those alive with it that fits it best, or first (offline bin packing by size, as in Y. Pisarchyk and J. Lee, Efficient
    Memory Management for Deep Neural Net Inference, 2020). A room is an output's memory, which is there anyway: it is
    taken before the arena, by what dies before the output is written. `none` gives each one memory of its own.
    """
    todo = sorted(spans, key=lambda span: (-span[1], -span[3], span[0].owner.name))
    offsets: dict[Storage, int] = {}
    lent: dict[Storage, int] = {}
    placed: list[Placed] = []
    within: list[list[Placed]] = [[(0, size, first, last)] for _, size, first, last in rooms]
    arena = 0
    for storage, exact, first, last in todo:
        size = _aligned(exact)
        if how == "none":
            offsets[storage] = arena
            arena += size
            continue
        for held, (room, space, _, _) in zip(within, rooms, strict=True):
            at = _gap(held, size, first, last, how)
            if at + exact <= space:
                held.append((at, at + size, first, last))
                offsets[storage], lent[storage] = at, room.index
                break
        else:
            at = _gap(placed, size, first, last, how)
            placed.append((at, at + size, first, last))
            offsets[storage] = at
            arena = max(arena, at + size)
    return offsets, lent, arena


Placed: TypeAlias = tuple[int, int, int, int]
"""Where something begins and ends, in bytes, and the first and the last step of its life."""


def _gap(placed: Sequence[Placed], size: int, begin: int, end: int, how: Literal["best", "first", "none"]) -> int:
    """Where something of this size fits between what is alive from `begin` to `end`; behind all of it if nowhere else."""
    best, tightest, reached = None, None, 0
    for start, stop, _, _ in sorted(span for span in placed if span[2] <= end and begin <= span[3]):
        room = start - reached
        if room >= size and (tightest is None or room < tightest):
            best, tightest = reached, room
            if how == "first":
                break
        reached = max(reached, stop)
    return reached if best is None else best


def node_bytes(node: Node, sizes: Mapping[str, int]) -> int:
    """How large its value is."""
    size = count(node.shape)
    return (size.at(sizes) if isinstance(size, Sym) else size) * node.dtype.size


def _aligned(size: int) -> int:
    return -(-size // ALIGNMENT) * ALIGNMENT
