"""Reads a function's body in one walk."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from migrate.cpp.bodies import (
    Argument,
    Around,
    Assignment,
    Body,
    Call,
    Directive,
    Initialiser,
    Lambda,
    Named,
    Return,
    Variable,
)
from migrate.cpp.callees import callee_of
from migrate.cpp.functions import Function, Parameter, name_in, parameters_of, reference_of
from migrate.cpp.source import CppFile, Span, errors_in, span_of
from migrate.cpp.texts import plain

if TYPE_CHECKING:
    from tree_sitter import Node


class _Place(NamedTuple):
    """Where the walk is: what is around, the statement, the block that ends what is declared here."""

    around: tuple[Around, ...]
    statement: Span
    block: Span

    def inside(self, around: Around, block: Span | None = None) -> _Place:
        return self._replace(around=(*self.around, around), block=block or self.block)


PREPROCESSOR = frozenset({"preproc_if", "preproc_ifdef", "preproc_else", "preproc_elif", "preproc_elifdef"})
LOOPS = frozenset({"for_statement", "for_range_loop", "while_statement", "do_statement"})
STATEMENTS = frozenset({"declaration", "field_declaration", "for_range_loop", "alias_declaration", "type_definition"})


def read_body(file: CppFile, function: Function, places: Sequence[int] | None = None) -> Body:
    """What this function of the file does; with (sorted) places only what holds one of these bytes, and what is around it."""
    walk = _Walk(file, places)
    for one in function.parameters:
        walk.parameter(one, Span(one.span.start, function.span.end), ())
    root = file.tree.root_node.descendant_for_byte_range(function.body.start, function.body.end - 1)
    while root is not None and span_of(root) != function.body:
        root = root.parent
    assert root is not None
    definition = root.parent or root
    lists = [child for child in definition.named_children if child.type == "field_initializer_list"]
    walk.run([*lists, root], _Place((), function.body, function.body))
    return Body(
        file,
        function,
        tuple(sorted(walk.calls, key=lambda call: (call.span.start, call.span.end))),
        tuple(walk.variables),
        tuple(walk.lambdas),
        tuple(walk.assignments),
        tuple(walk.returns),
        tuple(walk.directives),
        tuple(errors_in(definition)) if definition.has_error else (),
        walk.names,
    )


class _Walk:
    """One walk over a function, without recursion: nothing is too deep."""

    def __init__(self, file: CppFile, places: Sequence[int] | None) -> None:
        self.file = file
        self.places = places
        self.data = file.data
        self.calls: list[Call] = []
        self.variables: list[Variable] = []
        self.lambdas: list[Lambda] = []
        self.assignments: list[Assignment] = []
        self.returns: list[Return] = []
        self.directives: list[Directive] = []
        self.names: dict[str, list[Named]] = {}
        self.waiting: list[tuple[Node, _Place]] = []

    def run(self, roots: list[Node], place: _Place) -> None:
        self.waiting = [(root, place) for root in reversed(roots)]
        while self.waiting:
            node, here = self.waiting.pop()
            self.visit(node, here)

    def visit(self, node: Node, here: _Place) -> None:
        kind = node.type
        if kind in ("identifier", "this"):
            self.name(node, here)
            return
        if not node.named_child_count:
            return
        if kind in STATEMENTS or (kind.endswith("_statement") and kind != "compound_statement"):
            here = here._replace(statement=span_of(node))
        reader = getattr(self, f"_{kind}", None)
        if reader is not None:
            reader(node, here)
        elif kind in LOOPS:
            self.loop(node, here)
        elif kind in PREPROCESSOR:
            self.preprocessor(node, here)
        else:
            if kind.startswith("preproc_"):
                self.directives.append(Directive(self.first_word(node), span_of(node)))
            self.into(node.named_children, here)

    def name(self, node: Node, here: _Place) -> None:
        name = self.data[node.start_byte : node.end_byte].decode("utf-8", "backslashreplace")
        self.names.setdefault(name, []).append(Named(span_of(node), node, here.statement, here.around))

    def into(self, nodes: list[Node], here: _Place) -> None:
        self.waiting += [(node, here) for node in reversed(nodes) if self.wants(node)]

    def wants(self, node: Node) -> bool:
        """Whether anything that is asked for stands in the node."""
        if (places := self.places) is None:
            return True
        at = bisect_left(places, node.start_byte)
        return at < len(places) and places[at] < node.end_byte

    def fields(self, node: Node, here: _Place, places: dict[str, _Place]) -> None:
        """Go on in the children, each at its field's place; those without one `here`."""
        listed = [
            (child, places.get(node.field_name_for_child(at) or "", here))
            for at, child in enumerate(node.children)
            if child.is_named and self.wants(child)
        ]
        self.waiting += reversed(listed)

    def first_word(self, node: Node) -> str:
        return self.data[node.start_byte : node.end_byte].split(None, 1)[0].decode("utf-8", "replace")

    # --- what is around -----------------------------------------------------------------------------------------------

    def _compound_statement(self, node: Node, here: _Place) -> None:
        self.into(node.named_children, here._replace(block=span_of(node)))

    def loop(self, node: Node, here: _Place) -> None:
        span = span_of(node)
        body = node.child_by_field_name("body")
        header = Span(span.start, body.start_byte) if body is not None and node.type != "do_statement" else span
        inside = here.inside(Around("loop", span, header), span)
        once = here._replace(block=span)
        if node.type == "for_range_loop":
            self.declare_loop_variable(node, inside)
        self.fields(node, inside, {"initializer": once, "right": once})

    def declare_loop_variable(self, node: Node, here: _Place) -> None:
        type_node, declarator = node.child_by_field_name("type"), node.child_by_field_name("declarator")
        if type_node is not None and declarator is not None:
            self.declare(declarator, self.type_text(node, declarator), span_of(node), here, None, True)

    def _if_statement(self, node: Node, here: _Place) -> None:
        span, condition = span_of(node), node.child_by_field_name("condition")
        header = Span(span.start, condition.end_byte) if condition is not None else span
        once = here._replace(block=span)
        branches = {
            "consequence": once.inside(Around("condition", span, header, "then")),
            "alternative": once.inside(Around("condition", span, header, "else")),
        }
        self.fields(node, once, branches)

    def _conditional_expression(self, node: Node, here: _Place) -> None:
        span, condition = span_of(node), node.child_by_field_name("condition")
        header = span_of(condition) if condition is not None else span
        branches = {
            "consequence": here.inside(Around("condition", span, header, "then")),
            "alternative": here.inside(Around("condition", span, header, "else")),
        }
        self.fields(node, here, branches)

    def _switch_statement(self, node: Node, here: _Place) -> None:
        span, condition = span_of(node), node.child_by_field_name("condition")
        header = Span(span.start, condition.end_byte) if condition is not None else span
        self.fields(node, here, {"body": here.inside(Around("switch", span, header, "case"))})

    def _try_statement(self, node: Node, here: _Place) -> None:
        span = span_of(node)
        self.into(node.named_children, here.inside(Around("try", span, Span(span.start, span.start + 3))))

    def _catch_clause(self, node: Node, here: _Place) -> None:
        span, listed = span_of(node), node.child_by_field_name("parameters")
        around = Around("catch", span, Span(span.start, listed.end_byte if listed is not None else span.end))
        self.into(node.named_children, here.inside(around, span))

    def preprocessor(self, node: Node, here: _Place) -> None:
        span, word = span_of(node), self.first_word(node)
        first_line = self.data.find(b"\n", span.start, span.end)
        header = Span(span.start, first_line if first_line >= 0 else span.end)
        if node.type in ("preproc_if", "preproc_ifdef"):
            self.directives.append(Directive(word, span))
        self.into(node.named_children, here.inside(Around("preprocessor", span, header, word)))

    def _function_definition(self, node: Node, here: _Place) -> None:
        span = span_of(node)
        self.into(node.named_children, here.inside(Around("function", span, span), span))

    # --- what is declared ---------------------------------------------------------------------------------------------

    def parameter(self, one: Parameter, visible: Span, around: tuple[Around, ...]) -> None:
        if one.name:
            bare = one.type.rstrip("&*") if one.reference else one.type
            self.variables.append(
                Variable(one.name, bare, one.reference, one.named, one.span, one.span, visible, around, parameter=True)
            )

    def type_text(self, node: Node, declarator: Node) -> str:
        """The type before a declarator, without `static` and the like."""
        parts = [
            plain(span_of(child).of(self.data))
            for child in node.named_children
            if child.end_byte <= declarator.start_byte
            and child.type not in ("storage_class_specifier", "attribute_declaration", "attribute_specifier", "comment")
        ]
        return " ".join(parts)

    def _declaration(self, node: Node, here: _Place) -> None:
        declarators = node.children_by_field_name("declarator")
        if declarators:
            type_text = self.type_text(node, declarators[0])
            for one in declarators:
                self.declarator(one, type_text, span_of(node), here, len(declarators) == 1)
        self.into(node.named_children, here)

    def declarator(self, node: Node, type_text: str, declared: Span, here: _Place, alone: bool) -> None:
        if node.type == "init_declarator":
            inner, value = node.child_by_field_name("declarator"), node.child_by_field_name("value")
            if inner is None or value is None:
                return
            form: Literal["=", "()", "{}"] = "="
            if value.type == "argument_list":
                form = "()"
            elif value.type == "initializer_list" and not any(child.type == "=" for child in node.children):
                form = "{}"
            self.declare(inner, type_text, declared, here, Initialiser(form, span_of(value)), alone, span_of(node))
        elif node.type == "function_declarator":
            # `Program program(descriptor);` reads as a function whose parameter has the type `descriptor`.
            name, listed = node.child_by_field_name("declarator"), node.child_by_field_name("parameters")
            if name is not None and listed is not None and _are_values(listed):
                self.declare(name, type_text, declared, here, Initialiser("()", span_of(listed)), alone, span_of(node))
                for part in listed.named_children:
                    if part.type != "comment" and self.wants(part):
                        self.name(part.named_children[0], here)
        else:
            self.declare(node, type_text, declared, here, None, alone)

    def declare(
        self,
        node: Node,
        type_text: str,
        declared: Span,
        here: _Place,
        initialiser: Initialiser | None,
        alone: bool,
        whole: Span | None = None,
    ) -> None:
        reference, inner = reference_of(node), node
        while reference_of(inner) and inner.named_children:
            inner = inner.named_children[-1]
        if inner.type == "structured_binding_declarator":
            nodes = [child for child in inner.named_children if child.type == "identifier"]
        else:
            name = name_in(inner)
            nodes = [name] if name is not None else []
        names = tuple(plain(span_of(one).of(self.data)) for one in nodes)
        span = whole or span_of(node)
        visible = Span(span_of(node).start, here.block.end)
        for one, name_text in zip(nodes, names, strict=True):
            self.variables.append(
                Variable(
                    name_text,
                    type_text,
                    reference,
                    span_of(one),
                    declared,
                    span,
                    visible,
                    here.around,
                    initialiser,
                    names if inner.type == "structured_binding_declarator" else (),
                    alone,
                )
            )

    def _init_declarator(self, node: Node, here: _Place) -> None:
        value = node.child_by_field_name("value")
        if value is not None and value.type == "lambda_expression" and not self.wants(value):
            self.waiting.append((value, here))  # who asks for its name asks for its parameters
        self.into(node.named_children, here)

    def _lambda_expression(self, node: Node, here: _Place) -> None:
        span, body = span_of(node), node.child_by_field_name("body")
        if body is None:
            self.into(node.named_children, here)
            return
        captures = node.child_by_field_name("captures")
        declarator = node.child_by_field_name("declarator")
        listed = declarator.child_by_field_name("parameters") if declarator is not None else None
        inside = here.inside(Around("lambda", span, Span(span.start, body.start_byte)), span)
        parameters = tuple(parameters_of(self.file, listed)) if listed is not None else ()
        for one in parameters:
            self.parameter(one, Span(one.span.start, span.end), inside.around)
        texts, default = [], ""
        for child in captures.named_children if captures is not None else ():
            text = plain(span_of(child).of(self.data))
            if child.type == "lambda_default_capture":
                default = text
            elif child.type != "comment":
                before = self.data[captures.start_byte : child.start_byte].rstrip() if captures is not None else b""
                texts.append(f"&{text}" if before.endswith(b"&") and not text.startswith("&") else text)
        parent = node.parent
        name = ""
        if parent is not None and parent.type == "init_declarator" and parent.child_by_field_name("value") == node:
            held = name_in(parent.child_by_field_name("declarator") or parent)
            name = plain(span_of(held).of(self.data)) if held is not None else ""
        self.lambdas.append(Lambda(span, tuple(texts), default, parameters, span_of(body), here.around, name))
        self.fields(node, inside, {"captures": here})

    # --- what is done -------------------------------------------------------------------------------------------------

    def _call_expression(self, node: Node, here: _Place) -> None:
        function, listed = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if function is not None and listed is not None:
            self.call(node, function, listed, here, braces=False)
        self.into(node.named_children, here)

    def _compound_literal_expression(self, node: Node, here: _Place) -> None:
        made, listed = node.child_by_field_name("type"), node.child_by_field_name("value")
        if made is not None and listed is not None and not made.is_missing:
            self.call(node, made, listed, here, braces=True)
        self.into(node.named_children, here)

    def call(self, node: Node, function: Node, listed: Node, here: _Place, *, braces: bool) -> None:
        callee = callee_of(self.file, function)
        arguments = tuple(self.argument(child) for child in listed.named_children if child.type != "comment")
        self.calls.append(
            Call(
                span_of(node),
                span_of(function),
                *callee,
                arguments,
                span_of(listed),
                here.statement,
                here.around,
                braces,
            )
        )

    def argument(self, node: Node) -> Argument:
        if node.type == "initializer_pair":
            name, value = node.child_by_field_name("designator"), node.child_by_field_name("value")
            if name is not None and value is not None:
                text = plain(span_of(name).of(self.data)).removeprefix(".")
                return Argument(span_of(value), value.type, text)
        return Argument(span_of(node), node.type)

    def _assignment_expression(self, node: Node, here: _Place) -> None:
        target, value = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = node.child_by_field_name("operator")
        if target is not None and value is not None:
            sign = plain(span_of(operator).of(self.data)) if operator is not None else "="
            self.assignments.append(Assignment(span_of(target), sign, span_of(value), here.statement, here.around))
        self.into(node.named_children, here)

    def _update_expression(self, node: Node, here: _Place) -> None:
        target, operator = node.child_by_field_name("argument"), node.child_by_field_name("operator")
        if target is not None and operator is not None:
            sign = plain(span_of(operator).of(self.data))
            self.assignments.append(Assignment(span_of(target), sign, span_of(target), here.statement, here.around))
        self.into(node.named_children, here)

    def _return_statement(self, node: Node, here: _Place) -> None:
        value = next((child for child in node.named_children if child.type != "comment"), None)
        self.returns.append(Return(span_of(node), span_of(value) if value is not None else None, here.around))
        self.into(node.named_children, here)


def _are_values(listed: Node) -> bool:
    """Whether what reads as a parameter list is a list of plain names, so that inside a function it is one of arguments."""
    parts = [child for child in listed.named_children if child.type != "comment"]
    return bool(parts) and all(
        part.type == "parameter_declaration"
        and part.named_child_count == 1
        and part.named_children[0].type in ("type_identifier", "qualified_identifier")
        for part in parts
    )
