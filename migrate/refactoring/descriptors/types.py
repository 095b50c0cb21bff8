"""What type an expression of a factory is known to have; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from migrate.cpp.bodies import Body, Variable
from migrate.cpp.source import Span, span_of
from migrate.cpp.texts import last_name, plain

if TYPE_CHECKING:
    from tree_sitter import Node

LITERAL = "literal"
"""A number that the compiler sees: it fits wherever it fitted."""
NOISE = re.compile(r"\b(?:const|constexpr|static|volatile|typename)\b|\w+::|[&\s]")
LISTS = re.compile(r"(?:vector|initializer_list|span|array|set)<(.*?)(?:,\d+)?>$")
WIDTHS = {"bool": 1, "uint8_t": 8, "uint16_t": 16, "uint32_t": 32, "uint64_t": 64, "size_t": 64}

DEEP = 60


def bare_type(text: str) -> str:
    """A type without qualifiers, scopes and blanks: `vector<CoreCoord>`."""
    return NOISE.sub("", text)


class Types:
    """The types of one function's expressions, from declarations and the table of results."""

    def __init__(self, body: Body, results: Mapping[str, str | list[str]]) -> None:
        self.body = body
        self.file = body.file
        self.results = results
        self._depth = 0

    def of(self, node: Node) -> str:
        """The bare type; `literal` for constants, empty where it is not known, or where that is nested too deeply."""
        if self._depth > DEEP:
            return ""
        self._depth += 1
        try:
            return self._of(node)
        finally:
            self._depth -= 1

    def _of(self, node: Node) -> str:
        match node.type:
            case "number_literal" | "true" | "false" | "char_literal" | "qualified_identifier":
                return LITERAL
            case "parenthesized_expression" if node.named_child_count == 1:
                return self.of(node.named_children[0])
            case "identifier" | "type_identifier":
                return self._variable(node)
            case "call_expression":
                return self._call(node)
            case "compound_literal_expression":
                made = node.child_by_field_name("type")
                return bare_type(plain(span_of(made).of(self.file.data))) if made is not None else ""
            case "binary_expression":
                return self._binary(node)
            case "conditional_expression":
                return _either(*(self._field(node, name) for name in ("consequence", "alternative")))
            case "subscript_expression":
                return element(self._field(node, "argument"))
            case "field_expression":
                return self._result(plain(span_of(node).of(self.file.data)).replace("->", ".").rpartition(".")[2])
        return ""

    def fits(self, node: Node, wanted: str) -> bool:
        """Whether braces take the expression for a number of that type without a cast."""
        found = self.of(node)
        if found in (LITERAL, wanted):
            return True
        plain_name = node.type in ("identifier", "call_expression", "subscript_expression", "field_expression")
        return plain_name and 0 < WIDTHS.get(found, 0) <= WIDTHS.get(wanted, 0)

    def _field(self, node: Node, name: str) -> str:
        found = node.child_by_field_name(name)
        return self.of(found) if found is not None else ""

    def _variable(self, node: Node) -> str:
        name = plain(span_of(node).of(self.file.data))
        variable = self.body.variable(name, node.start_byte)
        if variable is None:
            return ""
        if "constexpr" in variable.type:
            return LITERAL
        written = bare_type(variable.type)
        return written if written != "auto" else self._auto(variable)

    def _auto(self, variable: Variable) -> str:
        if variable.initialiser is None:
            loop = self.file.node(variable.declared)
            right = loop.child_by_field_name("right") if loop.type == "for_range_loop" else None
            return element(self.of(right)) if right is not None else ""
        if variable.initialiser.form != "=":
            return ""
        value = self.file.node(variable.initialiser.span)
        if not variable.names:
            return self.of(value).replace(LITERAL, "")
        call = self.body.call_at(span_of(value))
        results = self.results.get(call.name) if call is not None else None
        if isinstance(results, list) and len(results) == len(variable.names):
            return bare_type(results[variable.names.index(variable.name)])
        return ""

    def _call(self, node: Node) -> str:
        call = self.body.call_at(span_of(node))
        if call is None:
            return ""
        if call.template is not None and call.name == "static_cast":
            return bare_type(plain(Span(call.template.start + 1, call.template.end - 1).of(self.file.data)))
        if found := self._result(call.name):
            return found
        own = [one for one in self.file.functions if last_name(one.name) == call.name]
        if len(own) == 1:
            return bare_type(own[0].result)
        if call.receiver is None and (call.name in WIDTHS or call.name[:1].isupper()) and not own:
            return call.name  # a constructor, as classes are named
        return ""

    def _result(self, name: str) -> str:
        found = self.results.get(name, "")
        return bare_type(found) if isinstance(found, str) else ""

    def _binary(self, node: Node) -> str:
        operator = node.child_by_field_name("operator")
        if operator is not None and operator.type in ("==", "!=", "<", ">", "<=", ">=", "&&", "||"):
            return "bool"
        left, right = self._field(node, "left"), self._field(node, "right")
        found = _either(left, right)
        return found if found == LITERAL or WIDTHS.get(found, 0) >= 32 else ""


def element(text: str) -> str:
    """The type of a list's elements."""
    match = LISTS.search(text)
    return match[1] if match else ""


def _either(left: str, right: str) -> str:
    if left == right or right == LITERAL:
        return left
    return right if left == LITERAL else ""
