"""Functions as they are defined: qualified names and signatures that no shift of lines changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from migrate.cpp.source import CppFile, Span, span_of
from migrate.cpp.texts import plain

if TYPE_CHECKING:
    from tree_sitter import Node

ANONYMOUS = "(anonymous)"
"""What stands in a qualified name for a namespace or class without one."""
SCOPES = frozenset({"namespace_definition", "class_specifier", "struct_specifier", "union_specifier"})
CLASSES = SCOPES - {"namespace_definition"}
PARAMETERS = frozenset({"parameter_declaration", "optional_parameter_declaration", "variadic_parameter_declaration"})
REFERENCES = {
    "reference_declarator": "&",
    "pointer_declarator": "*",
    "abstract_reference_declarator": "&",
    "abstract_pointer_declarator": "*",
}

Reference = Literal["", "&", "&&", "*"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `type` is as written, in canonical form, with its reference: `const Tensor&`."""

    name: str
    type: str
    reference: Reference
    named: Span
    span: Span
    optional: bool = False
    """Whether a call may leave it out."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function with a body: `name` is qualified by the scopes around it, `signature` holds types only.

    `key` is what history is kept under: neither lines nor parameter names nor defaults are in it.
    """

    name: str
    signature: str
    result: str
    parameters: tuple[Parameter, ...]
    span: Span
    header: Span
    body: Span
    internal: bool
    """Whether other files can have one of the same name: it is static and free, or in an anonymous namespace."""
    template: bool

    @property
    def key(self) -> str:
        """`ns::X::create(const A&, int) const`."""
        return self.name + self.signature


def function_at(file: CppFile, place: int) -> Function | None:
    """The outermost function whose bytes hold this place; None outside all functions."""
    return next(_found(file, _path_to(file.tree.root_node, place)), None)


def all_functions(file: CppFile) -> Iterator[Function]:
    """Every outermost function of a file."""
    waiting: list[tuple[Node, tuple[Node, ...]]] = [(file.tree.root_node, ())]
    while waiting:
        node, above = waiting.pop()
        if (function := _function(file, node, above)) is not None:
            yield function
        else:
            waiting += [(child, (*above, node)) for child in reversed(node.named_children)]


def _path_to(root: Node, place: int) -> Iterator[Node]:
    """The nodes around a place, from the outside in."""
    cursor = (
        root.walk()
    )  # `first_named_child_for_byte` of tree-sitter 0.26 kills the process where there is no such child
    yield root
    while cursor.goto_first_child_for_byte(place) is not None:
        node = cursor.node
        if node is None or not node.start_byte <= place < node.end_byte:
            return
        if node.is_named:
            yield node


def _found(file: CppFile, path: Iterable[Node]) -> Iterator[Function]:
    above: tuple[Node, ...] = ()
    for node in path:
        if (function := _function(file, node, above)) is not None:
            yield function
        above = (*above, node)


def _function(file: CppFile, node: Node, above: tuple[Node, ...]) -> Function | None:
    """The function that this node defines, if it does; `above` are the nodes around it."""
    if node.type != "function_definition":
        return None
    body = node.child_by_field_name("body")
    named = _declarator(node)
    if body is None or body.type not in ("compound_statement", "try_statement") or named is None:
        return None
    data = file.data
    name_node, listed = named.child_by_field_name("declarator"), named.child_by_field_name("parameters")
    if name_node is None or listed is None:
        return None
    outer = above[-1] if above and above[-1].type == "template_declaration" else node
    scopes = [scope for one in above if one.type in SCOPES for scope in _scope_names(data, one)]
    own = plain(span_of(name_node).of(data))
    parameters = tuple(parameters_of(file, listed))
    after = plain(Span(listed.end_byte, named.end_byte).of(data))
    trailing = after.partition("->")
    qualifiers = " ".join(word for word in ("const", "volatile") if word in trailing[0].split())
    if "&" in trailing[0]:
        qualifiers = f"{qualifiers} {'&&' if '&&' in trailing[0] else '&'}".strip()
    types = ", ".join(one.type for one in parameters)
    is_static = any(plain(span_of(one).of(data)) == "static" for one in _specifiers(node))
    in_class = any(one.type in CLASSES for one in above) or "::" in own
    type_node = node.child_by_field_name("type")
    result = plain(span_of(type_node).of(data)) if type_node is not None else ""
    if type_node is not None and (declarator := node.child_by_field_name("declarator")) is not None:
        result += plain(Span(declarator.start_byte, named.start_byte).of(data))
    return Function(
        "::".join([*scopes, own]).removeprefix("::"),
        f"({types})" + (f" {qualifiers}" if qualifiers else ""),
        trailing[2] or result,
        parameters,
        span_of(outer),
        Span(outer.start_byte, body.start_byte),
        span_of(body),
        ANONYMOUS in scopes or (is_static and not in_class),
        outer is not node or "<" in own,
    )


def _declarator(node: Node) -> Node | None:
    """The function_declarator of a definition, below references and pointers of its result."""
    here = node.child_by_field_name("declarator")
    while here is not None and here.type != "function_declarator":
        inner = here.child_by_field_name("declarator")
        here = inner if inner is not None else next((c for c in here.named_children if c.type in DECLARATORS), None)
    return here


DECLARATORS = frozenset(
    {"function_declarator", "reference_declarator", "pointer_declarator", "parenthesized_declarator"}
)


def _specifiers(node: Node) -> Iterator[Node]:
    return (child for child in node.named_children if child.type == "storage_class_specifier")


def _scope_names(data: bytes, scope: Node) -> list[str]:
    name = scope.child_by_field_name("name")
    return [plain(span_of(name).of(data))] if name is not None else [ANONYMOUS]


def parameters_of(file: CppFile, listed: Node) -> Iterator[Parameter]:
    """The parameters of a parameter list, in order; `...` is one of them, without a name. `(void)` has none."""
    data = file.data
    for child in listed.children:
        if child.type == "...":
            yield Parameter("", "...", "", Span(child.start_byte, child.start_byte), span_of(child), True)
        if child.type not in PARAMETERS:
            continue
        value, declarator = child.child_by_field_name("default_value"), child.child_by_field_name("declarator")
        name = name_in(declarator) if declarator is not None else None
        end = declarator.end_byte if declarator is not None else child.end_byte
        if value is not None and declarator is None:
            end = data.rfind(b"=", child.start_byte, value.start_byte)
        named = span_of(name) if name is not None else Span(end, end)
        text = plain(data[child.start_byte : named.start]) + plain(data[named.end : end])
        if text != "void" or name is not None:
            reference = reference_of(declarator) if declarator is not None else ""
            optional = child.type != "parameter_declaration"
            yield Parameter(plain(named.of(data)), text, reference, named, span_of(child), optional)


def reference_of(declarator: Node) -> Reference:
    """`&`, `&&`, `*` or nothing: what the name of a declarator holds of its type."""
    sign = REFERENCES.get(declarator.type, "")
    if sign == "&" and declarator.children and declarator.children[0].type == "&&":
        return "&&"
    return "*" if sign == "*" else "&" if sign else ""


def name_in(declarator: Node) -> Node | None:
    """The node of the name that a declarator declares; None for one without a name, and for structured bindings."""
    waiting = [declarator]
    while waiting:
        node = waiting.pop()
        if node.type in ("identifier", "field_identifier"):
            return node
        inner = node.child_by_field_name("declarator")
        if inner is not None:
            waiting.append(inner)
        elif node.type.endswith("_declarator") and node.type not in (
            "structured_binding_declarator",
            "function_declarator",
        ):
            waiting += reversed(node.named_children)
    return None
