"""Who is called: the parts of `ns::f<T>`, `object.method` and `pointer->method`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from migrate.cpp.source import CppFile, Span, span_of
from migrate.cpp.texts import plain

if TYPE_CHECKING:
    from tree_sitter import Node

NAMES = frozenset({"identifier", "field_identifier", "type_identifier", "destructor_name", "operator_name"})
TEMPLATES = frozenset({"template_function", "template_method", "template_type"})


class Callee(NamedTuple):
    """`name` is the last name without template arguments; empty where a value is called (`f()()`, `(*p)()`)."""

    name: str
    scope: str
    receiver: Span | None
    template: Span | None


def callee_of(file: CppFile, node: Node) -> Callee:
    """The parts of what stands before the brackets of a call."""
    scope, receiver, template = "", None, None
    here: Node | None = node
    while here is not None:
        if here.type in NAMES:
            return Callee(plain(span_of(here).of(file.data)), scope, receiver, template)
        if here.type == "field_expression":
            argument = here.child_by_field_name("argument")
            receiver = span_of(argument) if argument is not None else None
            here = here.child_by_field_name("field")
        elif here.type == "qualified_identifier":
            above = here.child_by_field_name("scope")
            scope += "::" * bool(scope) + (plain(span_of(above).of(file.data)) if above is not None else "")
            here = here.child_by_field_name("name")
        elif here.type in TEMPLATES:
            listed = here.child_by_field_name("arguments")
            template = span_of(listed) if listed is not None else None
            here = here.child_by_field_name("name")
        elif here.type == "dependent_name":
            here = here.named_children[-1] if here.named_children else None
        else:
            here = None
    return Callee("", "", receiver, template)
