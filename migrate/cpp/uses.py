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
    while parent is not None and parent.type == "parenthesized_expression":
        node, parent = parent, parent.parent
    if parent is None:
        return "read", None, -1
    above = parent.parent
    match parent.type:
        case "argument_list" if above is not None:
            if above.type == "call_expression":
                return _as_argument(body, node, above)
            return ("initialiser" if above.type == "init_declarator" else "read"), None, -1
        case "field_expression" if parent.child_by_field_name("argument") == node and above is not None:
            if above.type == "call_expression" and above.child_by_field_name("function") == parent:
                return "method", body.call_at(span_of(above)), -1
            return _path_use(parent, "member-assigned", "member")
        case "subscript_expression" if parent.child_by_field_name("argument") == node:
            return _path_use(parent, "element-assigned", "element")
        case "assignment_expression" if parent.child_by_field_name("left") == node:
            return "assigned", None, -1
        case "update_expression":
            return "assigned", None, -1
        case "pointer_expression" if parent.children and parent.children[0].type == "&":
            return "address", None, -1
        case "return_statement":
            return "returned", None, -1
        case "init_declarator":
            return "initialiser", None, -1
        case kind if kind.startswith("lambda_capture"):
            return "captured", None, -1
        case "initializer_list" if above is not None and above.type == "compound_literal_expression":
            return _as_argument(body, node, above)
    return "read", None, -1


def _as_argument(body: Body, node: Node, call_node: Node) -> tuple[UseKind, Call | None, int]:
    call = body.call_at(span_of(call_node))
    if call is None:
        return "read", None, -1
    position = next((at for at, one in enumerate(call.arguments) if one.span == span_of(node)), -1)
    kind: UseKind = "moved" if call.name == "move" and call.scope in ("std", "") else "argument"
    return kind, call, position


def _path_use(node: Node, assigned: UseKind, read: UseKind) -> tuple[UseKind, None, int]:
    """Whether `x.a.b[c]`, of which this is the innermost step, is assigned to or only read."""
    here, parent = node, node.parent
    while parent is not None and (
        parent.type in ("field_expression", "subscript_expression") and parent.child_by_field_name("argument") == here
    ):
        here, parent = parent, parent.parent
    if parent is not None and (
        parent.type == "update_expression"
        or (parent.type == "assignment_expression" and parent.child_by_field_name("left") == here)
    ):
        return assigned, None, -1
    return read, None, -1
