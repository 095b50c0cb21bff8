"""What becomes of the statements of a function: lines before them and behind them, and blocks where one becomes several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from migrate.cpp.bodies import Call
from migrate.cpp.source import Span, span_of
from migrate.refactoring.descriptors.finding import Owner
from migrate.refactoring.descriptors.scene import Scene

if TYPE_CHECKING:
    from tree_sitter import Node

BODIES = frozenset(
    {
        "if_statement",
        "else_clause",
        "for_statement",
        "for_range_loop",
        "while_statement",
        "do_statement",
        "case_statement",
    }
)
"""Nodes that have one statement as a part, and a block where there are more."""


MACRO = re.compile(r"[A-Z][A-Z0-9_]+")
"""How macros are called; nobody knows whether they evaluate what they are given."""


@dataclass(slots=True)
class Pending:
    """What becomes of one statement: lines before it, lines after it, and whether it goes itself."""

    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    whole: bool = False


class Statements:
    """The statements of one function that change."""

    def __init__(self, scene: Scene, owner: Owner) -> None:
        self.scene = scene
        self.owner = owner
        self.body = owner.body
        self.file = scene.file
        self.text = scene.text
        self.layout = scene.layout
        self.pending: dict[Span, Pending] = {}

    def of(self, statement: Span) -> Pending:
        """What becomes of that statement, so far."""
        return self.pending.setdefault(statement, Pending())

    def write(self) -> None:
        """Put all of it into the text."""
        for statement, pending in self.pending.items():
            self.settle(statement, pending)

    def at(self, call: Call) -> Pending:
        """The statement that a call stands in. Raises Refused where it is not evaluated once, first and always."""
        statement = self.file.node(call.statement)
        parent = statement.parent
        if (
            statement.type not in ("expression_statement", "declaration", "return_statement")
            or parent is None
            or parent.type not in BODIES | {"compound_statement"}
            or parent.child_by_field_name("initializer") == statement
        ):
            self.in_expression(call)
        pending = self.of(call.statement)
        node = self.file.node(call.span)
        if statement.type == "expression_statement" and span_of(statement.named_children[0]) == call.span:
            pending.whole = True
            return pending
        here = node.parent
        while here is not None and here != statement:
            if here.type in ("conditional_expression", "lambda_expression") or (
                here.type == "binary_expression" and re.search(r"&&|\|\|", self.scene.plain(span_of(here)))
            ):
                self.in_expression(call)
            around = self.body.call_at(span_of(here))
            if around is not None and MACRO.fullmatch(around.name) and around.span != call.span:
                self.in_expression(call)
            here = here.parent
        others = [
            site.call for site in self.owner.sites
            if site.call is not None and site.call.statement == call.statement and site.call.span != call.span
            and not site.call.span.holds(call.span) and not call.span.holds(site.call.span)
        ]  # fmt: skip
        nested = [
            site for site in self.owner.sites
            if site.call is not None and site.kind == "helper" and site.call.statement == call.statement
        ]  # fmt: skip
        changes = [
            one for one in self.body.assignments
            if one.statement == call.statement and call.statement.holds(one.target) and one.value != call.span
            and not call.span.holds(one.target)
        ]  # fmt: skip
        lambdas = {one.name for one in self.body.lambdas if one.name}
        run = [one for one in self.body.within(call.statement) if one.name in lambdas and one.receiver is None]
        declared = [one for one in self.body.variables if one.declared == call.statement]
        if any(call.span.holds(use.span) for one in declared for use in self.body.uses(one)):
            self.in_expression(call)  # it would stand before what it names
        if nested or changes or run or not all(in_order(node, self.file.node(other.span)) for other in others):
            self.in_expression(call)
        return pending

    def in_expression(self, call: Call) -> NoReturn:
        self.scene.refuse(
            "call-in-expression", f"`{call.name}` is evaluated in the middle of something else",
            "put its value into a variable first", call.span,
        )  # fmt: skip

    def indent(self, statement: Span) -> str:
        """The indent of the statement's line; one unit more for what follows something else on its line."""
        found = self.text.indent(statement.start)
        if not self.text.is_first(statement.start):
            return found + self.layout.unit
        return found

    def settle(self, statement: Span, pending: Pending) -> None:
        """Write what becomes of one statement."""
        indent = self.indent(statement)
        own = [] if pending.whole else [self.text.of(statement)]
        lines: Sequence[str] = [*pending.before, *own, *pending.after]
        node = self.file.node(statement)
        parent = node.parent if node.type != "declaration" else None
        joined = f"{self.layout.newline}{indent}"
        if parent is not None and parent.type in BODIES and self.needs_block(parent, lines):
            self.block(statement, parent, lines, indent)
        elif not own:
            self.text.replace(statement, joined.join(lines))
        else:
            self.text.insert(statement.start, "".join(f"{line}{joined}" for line in pending.before))
            self.text.insert(statement.end, "".join(f"{joined}{line}" for line in pending.after))

    def needs_block(self, parent: Node, lines: Sequence[str]) -> bool:
        """Whether these lines are more than one statement; below a `case` that matters where they declare something."""
        return len(lines) > 1 and (parent.type != "case_statement" or any(line.startswith("const ") for line in lines))

    def block(self, statement: Span, parent: Node, lines: Sequence[str], indent: str) -> None:
        """Put what was one statement into a block, its brace behind what is before, if the style has it there."""
        data, start, end = self.file.data, statement.start, statement.end
        before = data[:start].rstrip()
        line = before.rsplit(b"\n", 1)[-1]
        above = self.text.is_first(start)
        if parent.type == "case_statement" or not above or self.layout.own_line or line.endswith(b"\\"):
            outer = indent
            if parent.type != "case_statement" or not above:
                outer = indent.removesuffix(self.layout.unit)
            text = self.layout.block([self.layout.shifted(one, indent, outer) for one in lines], outer)
            moved = above and outer != indent
            self.text.replace(Span(start - len(indent) if moved else start, end), (outer if moved else "") + text)
            return
        if b"//" in line or line.endswith(b"*/"):
            self.text.replace(statement, self.layout.block(lines, indent))
            return
        outer = indent.removesuffix(self.layout.unit)
        text = self.layout.block([self.layout.shifted(one, indent, outer) for one in lines], outer)
        after = data[end:].lstrip()
        if after.startswith(b"else") and not after[4:5].isalnum() and data[end:].strip():
            end = len(data) - len(after)
            text += " "
        self.text.replace(Span(len(before), end), f" {text}")


def in_order(one: Node, other: Node) -> bool:
    """Whether two parts of a statement are evaluated in the order of the text: elements in braces, declarators."""
    above: Node | None = one
    while above is not None and not (above.start_byte <= other.start_byte and other.end_byte <= above.end_byte):
        above = above.parent
    return above is not None and above.type in ("initializer_list", "declaration")
