"""Edits of one parameter list or argument list: every byte that is not the parameter's or argument's own stays."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from migrate.model import Location
from migrate.python.edits import Edit, Positions, Unplaced, newline_of
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import Function
from migrate.references.names import Module

COMMENT = re.compile(rb"#[^\r\n]*")
TRIVIA = re.compile(rb"(?:[ \t\f]|\\?(?:\r\n|\r|\n)|#[^\r\n]*)*")
REST_OF_LINE = re.compile(rb"[ \t\f]*(?:#[^\r\n]*)?(?:\r\n|\r|\n)")
TYPE_COMMENT = re.compile(rb"[ \t]*#[ \t]*type:[ \t]*\(([^\r\n]*)\)[ \t]*->")
NARROW, WIDE = 88, 120
"""A line is wrapped where it becomes longer than the file's longest, as far as that lies between these two."""


@dataclass(frozen=True, slots=True)
class Part:
    """What stands between two commas, without the blanks and comments around it. `comma` is the one after it."""

    start: int
    end: int
    comma: int | None


class Arguments:
    """The parentheses of one `def` or call, cut at their commas.

    `/` and `*` of a parameter list are parts of their own. A call without parentheses of its own, `f(x for x in y)`, has
    one part that shares them. Raises Unplaced where the bytes are not what the tree says.
    """

    def __init__(self, module: Module, start: int, solid: Sequence[tuple[int, int]], end: int | None = None) -> None:
        """`start` is a byte before the opening parenthesis, `solid` are the spans that hold names and expressions."""
        self.module = module
        self.data = module.source.data
        self.at: Positions = module.positions
        self.solid = dict(solid)
        self.open = self._find_open(start)
        self.parts: list[Part] = []
        self.close = self._cut()
        if end is not None and self.close + 1 != end:
            raise Unplaced(f"{module.path}: the parentheses at byte {self.open} do not close where they should")

    def __len__(self) -> int:
        return len(self.parts)

    def text(self, index: int) -> str:
        """What is written in that part."""
        return self.at.decode(self.data[self.parts[index].start : self.parts[index].end])

    def at_node(self, node: ast.AST) -> int:
        """The index of the part in which the node stands."""
        start = self.at.start(node)
        return next(count for count, part in enumerate(self.parts) if part.start <= start < part.end)

    def _find_open(self, at: int) -> int:
        while at < len(self.data):
            match = TRIVIA.match(self.data, at)
            at = match.end() if match else at
            if self.data[at : at + 1] == b"(":
                return at
            if self.data[at : at + 1] not in (b")", b"]", b","):
                break
            at += 1
        raise Unplaced(f"{self.module.path}: no parenthesis at byte {at}")

    def _cut(self) -> int:
        depth, at = 1, self.open + 1
        first: int | None = None
        last = at
        while at < len(self.data):
            if at in self.solid:
                first, at = (at if first is None else first), self.solid[at]
                last = at
                continue
            char = self.data[at : at + 1]
            if char in b" \t\f\r\n\\":
                at += 1
                continue
            if char == b"#":
                match = COMMENT.match(self.data, at)
                assert match
                at = match.end()
                continue
            if depth == 1 and char in b",)":
                if first is not None:
                    self.parts.append(Part(first, last, at if char == b"," else None))
                first = None
                if char == b")":
                    return at
                at += 1
                continue
            depth += (char in b"([{") - (char in b")]}")
            first = at if first is None else first
            at += 1
            last = at
        raise Unplaced(f"{self.module.path}: the parenthesis at byte {self.open} does not close")

    # where a new one goes

    def insert(self, index: int, *texts: str) -> list[Edit]:
        """New parts before that index, laid out as their neighbours are: in the line, or on lines of their own."""
        new = [self.at.encode(text) for text in texts]
        whole = b", ".join(new)
        if not self.parts:
            return [Edit(self.open + 1, self.open + 1, whole)]
        if self._is_stacked():
            found = self._insert_lines(index, new)
            if found:
                return found
        if index == 0:
            return [Edit(self.parts[0].start, self.parts[0].start, whole + b", ")]
        end = self.parts[index - 1].end
        gap = self._gap(len(whole) + 2) if index == len(self.parts) else b" "
        return [Edit(end, end, b"," + gap + whole)]

    def _insert_lines(self, index: int, new: list[bytes]) -> list[Edit]:
        line = newline_of(self.data)
        indent = self._indent(min(max(index, 1), len(self.parts) - 1))
        if index == 0 and not self._begins_line(self.parts[0]):
            return [
                Edit(self.parts[0].start, self.parts[0].start, b"".join(item + b"," + line + indent for item in new))
            ]
        lines = b"".join(indent + item + b"," + line for item in new)
        if index == 0:
            below = self._next_line(self.open + 1)
            return [Edit(below, below, lines)] if below else []
        before = self.parts[index - 1]
        if before.comma is not None:
            below = self._next_line(before.comma + 1)
            return [Edit(below, below, lines)] if below else []
        below = self._next_line(before.end)
        if below:
            last = lines.removesuffix(b"," + line) + line
            return [Edit(before.end, before.end, b","), Edit(below, below, last)]
        return [Edit(before.end, before.end, b"".join(b"," + line + indent + item for item in new))]

    def _is_stacked(self) -> bool:
        """Whether each part stands on a line of its own (the first may stand beside the parenthesis)."""
        return all(map(self._begins_line, self.parts[1:] or self.parts))

    def _begins_line(self, part: Part) -> bool:
        start = self.at.line_start(self.at.line_of(part.start))
        return not self.data[start : part.start].strip()

    def _indent(self, index: int) -> bytes:
        part = self.parts[index]
        start = self.at.line_start(self.at.line_of(part.start))
        before = self.data[start : part.start]
        return before if not before.strip() else b" " * len(before)

    def _next_line(self, at: int) -> int | None:
        """The start of the next line, where the rest of this one is blank or a comment."""
        match = REST_OF_LINE.match(self.data, at)
        return match.end() if match else None

    def _gap(self, more: int) -> bytes:
        """What stands between two parts in one line: a blank; a line break where the line would become too long."""
        number = self.at.line_of(self.open)
        start = self.at.line_start(number)
        rest = self.data[self.close : self.at.line_start(number + 1)]
        if self.at.line_of(self.close) != number or b"(" in rest:
            return b" "
        longest = max(map(len, self.module.source.lines), default=0)
        here = len(self.at.decode(self.data[start : self.at.line_start(number + 1)]).rstrip("\r\n"))
        limit = min(max(longest, NARROW), WIDE)
        if here > limit or here + more <= limit:
            return b" "
        lead = re.match(rb"[ \t]*", self.data[start:])
        indent = lead.group() if lead else b""
        column = len(self.at.decode(self.data[start + len(indent) : self.parts[0].start]))
        return newline_of(self.data) + indent + b" " * column

    # what goes

    def replace(self, first: int, last: int, text: str) -> list[Edit]:
        """These parts (both included) become one."""
        part = self.parts[first]
        found = [Edit(part.start, part.end, self.at.encode(text))]
        return found + (self.remove(first + 1, last) if last > first else [])

    def remove(self, first: int, last: int) -> list[Edit]:
        """These parts (both included) go, with the comments beside them where they have lines of their own."""
        head, tail = self.parts[first], self.parts[last]
        line = self.at.line_start(self.at.line_of(head.start))
        below = self._next_line(tail.end if tail.comma is None else tail.comma + 1)
        if below and all(self._begins_line(part) for part in self.parts[first : last + 1]):
            return [Edit(line, below, b"")]
        if last + 1 < len(self.parts):
            return [Edit(head.start, self.parts[last + 1].start, b"")]
        if first:
            return [Edit(self.parts[first - 1].end, tail.end, b"")]
        return [Edit(head.start, tail.end if tail.comma is None else tail.comma + 1, b"")]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter that a function is to gain. `place` is `first`, `last`, or the name of the parameter before it."""

    name: str
    default: str | None = None
    annotation: str | None = None
    keyword_only: bool = False
    place: str = "last"

    def written(self, default: str | None) -> str:
        """How a parameter list says it, with this default."""
        hint = f": {self.annotation}" if self.annotation else ""
        if default is None:
            return f"{self.name}{hint}"
        return f"{self.name}{hint} = {default}" if hint else f"{self.name}={default}"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a parameter goes in one parameter list."""

    part: int
    """Its index among the parts of the list."""
    order: int
    """Its index among the parameters, `self` counted."""
    index: int | None
    """Its index among those that can be given by position; None for a keyword-only one."""
    star: bool = False
    """Whether a bare `*` has to go before it."""
    positional_only: bool = False


def names_of(parameters: ast.arguments) -> list[str]:
    """The names of all parameters in the order of the text, `*args` and `**kwargs` among them."""
    everyone = [*parameters.posonlyargs, *parameters.args, parameters.vararg, *parameters.kwonlyargs, parameters.kwarg]
    return [item.arg for item in everyone if item]


def spot_for(parameters: ast.arguments, new: Parameter, implicit: int) -> Spot | str:
    """Where the parameter goes in this list, whose first `implicit` parameters are `self` or `cls`; or why it cannot."""
    positional = [item.arg for item in (*parameters.posonlyargs, *parameters.args)]
    kwonly = [item.arg for item in parameters.kwonlyargs]
    slash = bool(parameters.posonlyargs)
    star = bool(parameters.vararg or kwonly)
    if new.keyword_only:
        index = _keyword_index(new, positional, kwonly, parameters.vararg)
        if index is None:
            return f"a keyword-only parameter cannot follow `{new.place}`"
        before = len(positional) + (parameters.vararg is not None)
        return Spot(len(positional) + slash + star + index, before + index, None, not star)
    if parameters.vararg:
        return "it takes `*args`, which would lose its first argument to the new parameter"
    if new.place not in ("first", "last", *positional):
        return f"it has no positional parameter `{new.place}`"
    index = {"first": implicit, "last": len(positional)}.get(new.place, -1)
    index = positional.index(new.place) + 1 if index < 0 else index
    required = len(positional) - len(parameters.defaults)
    if new.default is None and index > required:
        return "a parameter without a default cannot follow one with a default"
    if new.default is not None and index < required:
        return f"`{positional[index]}` behind it has no default"
    only = index < len(parameters.posonlyargs)
    return Spot(index + (slash and not only), index, index, positional_only=only)


def _keyword_index(new: Parameter, positional: list[str], kwonly: list[str], vararg: ast.arg | None) -> int | None:
    if new.place in kwonly:
        return kwonly.index(new.place) + 1
    if new.place == "last":
        return len(kwonly)
    beside = [vararg.arg] if vararg else positional[-1:]
    return 0 if new.place in ("first", *beside) else None


def parameters_of(module: Module, node: Function) -> Arguments:
    """The parameter list of a definition."""
    at = module.positions
    _, start = at.definition_span(node)
    for item in getattr(node, "type_params", ()):
        start = max(start, at.end(item))
    if getattr(node, "type_params", ()):
        opening = re.compile(rb"[^(\[]*?\]").match(module.source.data, start)
        start = opening.end() if opening else start
    arguments = node.args
    everyone = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    values = [*arguments.defaults, *arguments.kw_defaults]
    solid: list[tuple[int, int]] = [(at.start(item), at.end(item)) for item in [*everyone, *values] if item]
    return Arguments(module, start, solid)


def arguments_of(module: Module, node: ast.Call) -> Arguments:
    """The argument list of a call. Raises Unplaced where a generator shares the parentheses; see `shares_parentheses`."""
    at = module.positions
    if shares_parentheses(module, node):
        raise Unplaced(f"{module.path}:{node.lineno}: a generator shares the parentheses of the call")
    text = at.decode(module.source.data[at.start(node) : at.end(node)])
    if not _is_written(node, text):
        raise Unplaced(f"{module.path}:{node.lineno}: the call is not where it should be, in an f-string perhaps")
    items = [*node.args, *(keyword.value for keyword in node.keywords)]
    return Arguments(module, at.end(node.func), [(at.start(item), at.end(item)) for item in items], at.end(node))


def add_parameter(module: Module, node: Function, new: Parameter, implicit: int, spot: Spot, shown: str) -> list[Edit]:
    """The edits that give a definition the parameter, written as `shown`, at that spot; its type comment gains it too.

    Raises Refused where a type comment needs an annotation.
    """
    texts = ["*", shown] if spot.star else [shown]
    found = parameters_of(module, node).insert(spot.part, *texts)
    span = type_comment(module, node)
    if span is None:
        return found
    entries = _split(module.positions.decode(module.source.data[span[0] : span[1]]))
    everyone = len(names_of(node.args))
    if entries == ["..."]:
        return found
    where = Location(module.path, node.lineno, symbol=node.name)
    if new.annotation is None or everyone - len(entries) not in (0, implicit):
        reason = f"{where}: the type comment below `{node.name}` must gain a type"
        raise Refused("type-comment", reason, "give an `annotation`", where)
    entries.insert(spot.order - (everyone - len(entries)), new.annotation)
    return [*found, Edit(*span, module.positions.encode(", ".join(entries)))]


def shares_parentheses(module: Module, node: ast.Call) -> bool:
    """Whether it is `f(x for x in y)`."""
    only = node.args[0] if len(node.args) == 1 and not node.keywords else None
    return isinstance(only, ast.GeneratorExp) and module.positions.end(only) == module.positions.end(node)


def add_argument(module: Module, node: ast.Call, index: int, text: str) -> list[Edit]:
    """A new argument before that index, whatever the layout of the call."""
    if not shares_parentheses(module, node):
        return arguments_of(module, node).insert(index, text)
    at = module.positions
    start, end, new = at.start(node.args[0]), at.end(node.args[0]), at.encode(text)
    if index:
        return [Edit(start, start, b"("), Edit(end, end, b", " + new + b")")]
    return [Edit(start, start, b"(" + new + b", "), Edit(end, end, b")")]


def name_argument(module: Module, argument: ast.expr, name: str, arguments: Arguments) -> Edit:
    """A positional argument becomes `name=argument`."""
    start = arguments.parts[arguments.at_node(argument)].start
    return Edit(start, start, module.positions.encode(f"{name}="))


def type_comment(module: Module, node: Function) -> tuple[int, int] | None:
    """The span between the parentheses of `# type: (int, str) -> bool` below a `def`; None where there is none."""
    at, data = module.positions, module.source.data
    if b"type:" not in data:
        return None
    start, end = parameters_of(module, node).close, at.start(node.body[0])
    match = re.compile(rb"[^#\r\n]*(?:\r\n|\r|\n)?").match(data, start)
    begin = match.end() if match else start
    found = TYPE_COMMENT.match(data, begin, end)
    return found.span(1) if found else None


def _is_written(node: ast.expr, text: str) -> bool:
    """Whether the text says that expression. Python before 3.12 places some of those in f-strings wrongly."""
    try:
        return ast.dump(ast.parse(f"({text}\n)", mode="eval").body) == ast.dump(node)
    except (SyntaxError, ValueError):
        return False


def _split(text: str) -> list[str]:
    """The types between the commas of a type comment."""
    found, depth = [""], 0
    for char in text:
        depth += (char in "([{") - (char in ")]}")
        if char == "," and not depth:
            found.append("")
        else:
            found[-1] += char
    return [item.strip() for item in found if item.strip()]
