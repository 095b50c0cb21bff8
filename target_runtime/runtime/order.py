"""Which node runs next: an order that needs little memory."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence

from runtime.dims import Sym, count
from runtime.ir import GraphError, Node


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


def node_bytes(node: Node, sizes: Mapping[str, int]) -> int:
    """How large its value is."""
    size = count(node.shape)
    return (size.at(sizes) if isinstance(size, Sym) else size) * node.dtype.size
