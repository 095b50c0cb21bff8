"""What is made of a variable at one place: passed on, called on, assigned to, returned …"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrate.cpp.bodies import Body, Call, Named, Use, UseKind
from migrate.cpp.source import span_of

if TYPE_CHECKING:
    from tree_sitter import Node


def use_of(body: Body, one: Named) -> Use:
    """What is made of a variable at one place."""
    kind, call, position = _kind_of(body, one)
    return Use(one.span, kind, one.statement, one.around, call, position)


def _kind_of(body: Body, one: Named) -> tuple[UseKind, Call | None, int]:
    node, parent = one.node, one.node.parent
    while parent is not None and (parent.type == "parenthesized_expression" or _is_sign(parent, "*")):
        node, parent = parent, parent.parent
    if parent is None:
        return "read", None, -1
    above = parent.parent
    match parent.type:
        case "argument_list" | "initializer_list" if above is not None:
            return _in_list(body, node, above, "argument")
        case "field_expression" if parent.child_by_field_name("argument") == node and above is not None:
            if above.type == "call_expression" and above.child_by_field_name("function") == parent:
                return "method", body.call_at(span_of(above)), -1
            return _path_use(body, parent, "member-assigned", "member")
        case "subscript_expression" if parent.child_by_field_name("argument") == node:
            return _path_use(body, parent, "element-assigned", "element")
        case "assignment_expression" if parent.child_by_field_name("left") == node:
            return "assigned", None, -1
        case "update_expression":
            return "assigned", None, -1
        case "pointer_expression" if _is_sign(parent, "&") and above is not None:
            outer = above.parent
            if above.type in ("argument_list", "initializer_list") and outer is not None:
                return _in_list(body, parent, outer, "address")
            return "address", None, -1
        case "return_statement":
            return "returned", None, -1
        case "init_declarator" | "parameter_declaration":  # the latter: `T x(y);` reads as a function
            return "initialiser", None, -1
        case kind if kind.startswith("lambda_capture"):
            return "captured", None, -1
    return "read", None, -1


def _is_sign(node: Node, sign: str) -> bool:
    return node.type == "pointer_expression" and bool(node.children) and node.children[0].type == sign


def _in_list(body: Body, node: Node, call_node: Node, kind: UseKind) -> tuple[UseKind, Call | None, int]:
    """An element of `f(…)` or `T{…}`, or of what a variable starts with."""
    call = body.call_at(span_of(call_node))
    if call is None:
        return ("initialiser" if call_node.type == "init_declarator" else "read"), None, -1
    position = next((at for at, one in enumerate(call.arguments) if one.span == span_of(node)), -1)
    moves = kind == "argument" and call.name == "move" and call.scope in ("std", "")
    return ("moved" if moves else kind), call, position


def _path_use(body: Body, node: Node, assigned: UseKind, read: UseKind) -> tuple[UseKind, Call | None, int]:
    """Whether `x.a.b[c]`, of which this is the innermost step, is assigned to, called on, or only read."""
    here, parent = node, node.parent
    while parent is not None and (
        parent.type in ("field_expression", "subscript_expression") and parent.child_by_field_name("argument") == here
    ):
        here, parent = parent, parent.parent
    if parent is None:
        return read, None, -1
    if parent.type == "update_expression" or (
        parent.type == "assignment_expression" and parent.child_by_field_name("left") == here
    ):
        return assigned, None, -1
    if parent.type == "call_expression" and parent.child_by_field_name("function") == here:
        return "member-called", body.call_at(span_of(parent)), -1
    return read, None, -1
