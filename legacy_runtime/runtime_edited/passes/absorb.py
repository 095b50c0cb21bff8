"""What stands before or after a product becomes a flag or a factor of it."""

from __future__ import annotations

from runtime_edited.ir import Graph, Node, OpType
from runtime_edited.passes.fold import scalar


def linear_from_matmul(graph: Graph) -> int:
    """A MATMUL by a constant of two axes is a LINEAR: its weight can be packed."""
    made = 0
    for node in list(graph):
        if node.op is not OpType.MATMUL or node.attrs.get("transpose_a"):
            continue
        weight = node.inputs[1]
        if weight.op is OpType.CONSTANT and len(weight.shape) == 2:
            attrs = {"transpose_w": bool(node.attrs.get("transpose_b")), "alpha": node.attrs.get("alpha", 1.0)}
            graph.replace(node, graph.add(OpType.LINEAR, node.inputs, attrs, node.name, before=node))
            made += 1
    return made


def absorb_into_products(graph: Graph) -> int:
    """A swap of the last two axes before a MATMUL becomes its flag; a factor after a product, or before a MATMUL, its alpha.

    A LINEAR takes a factor only while it has neither bias nor activation nor residual: those come after alpha.
    """
    made = 0
    for node in list(graph):
        if node.op is OpType.MATMUL:
            for at, flag in enumerate(("transpose_a", "transpose_b")):
                given = node.inputs[at]
                if given.op is OpType.TRANSPOSE and _swaps_last(given.attrs["order"]):
                    node.inputs[at] = given.inputs[0]
                    node.attrs[flag] = not node.attrs.get(flag, False)
                    made += 1
    users = graph.users()
    for node in list(graph):
        if node.op not in (OpType.MUL, OpType.DIV):
            continue
        product, factor = node.inputs
        if node.op is OpType.MUL and product.op is OpType.CONSTANT:
            product, factor = factor, product
        number = scalar(factor)
        if number is None or number == 0 or product.shape != node.shape or not _takes_factor(product):
            continue
        if len(users[product]) != 1 or product in graph.outputs:
            continue
        by = number if node.op is OpType.MUL else 1 / number
        product.attrs["alpha"] = product.attrs.get("alpha", 1.0) * by
        graph.replace(node, product)
        users[product] = users[node]
        made += 1
    return made


def _swaps_last(order: tuple[int, ...]) -> bool:
    rank = len(order)
    return rank >= 2 and tuple(order) == (*range(rank - 2), rank - 1, rank - 2)


def _takes_factor(node: Node) -> bool:
    if node.op is OpType.MATMUL:
        return True
    return node.op is OpType.LINEAR and not (
        node.attrs.get("bias") or node.attrs.get("residual") or node.attrs.get("activation")
    )
