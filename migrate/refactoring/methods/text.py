"""Definitions as text on their way into a class or out of one: cut, indented anew, and put into a body."""

from __future__ import annotations

import ast
import inspect
import io
import re
import tokenize
from collections.abc import Iterable, Sequence

from migrate.model import Location
from migrate.python.edits import Edit, apply_edits, newline_of
from migrate.refactoring.calls.signatures import parameters_of
from migrate.refactoring.moving.arrival import own_start
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import Function
from migrate.refactoring.units import Unit, first_line
from migrate.references.names import Module

BLANK = re.compile(rb"[ \t\f]*(?:\r\n|\r|\n|\Z)")
OPENS = frozenset({"FSTRING_START", "TSTRING_START"})
CLOSES = frozenset({"FSTRING_END", "TSTRING_END"})


class Lines:
    """Which lines of a module begin inside a string, and so belong to it, not to the code's indentation."""

    def __init__(self, module: Module) -> None:
        self.module = module
        docs = {(node.lineno, node.col_offset) for node in _docstrings(module.source.tree)}
        self.inside: set[int] = set()
        self.documented: dict[int, tuple[int, int]] = {}
        """Line → the first and the last line of the docstring in which it begins."""
        opened: list[int] = []
        text = module.positions.decode(module.source.data).removeprefix("\ufeff")
        for token in tokenize.generate_tokens(io.StringIO(text, newline=None).readline):
            kind, first, last = tokenize.tok_name[token.type], token.start[0], token.end[0]
            if kind in OPENS:
                opened.append(first)
            elif kind in CLOSES:
                self.inside.update(range(opened.pop() + 1, last + 1))
            elif kind == "STRING" and last > first:
                self.inside.update(range(first + 1, last + 1))
                if (first, len(token.line[: token.start[1]].encode())) in docs:
                    self.documented.update(dict.fromkeys(range(first + 1, last + 1), (first, last)))

    def indent(self, start: int, end: int, old: bytes, new: bytes) -> list[Edit]:
        """The edits that give the lines from `start` to `end` the indentation `new` in the place of `old`.

        The inside of a string stays as it is; that of a docstring goes along where it still reads the same.
        """
        at, data = self.module.positions, self.module.source.data
        found: list[Edit] = []
        docs: dict[tuple[int, int], list[Edit]] = {}
        number = at.line_of(start)
        while (begin := at.line_start(number)) < end:
            if number not in self.inside:
                found += self._line(begin, number, old, new)
            elif number in self.documented and (edit := _shifted(data, begin, old, new)):
                docs.setdefault(self.documented[number], []).append(edit)
            number += 1
        for (first, last), edits in docs.items():
            if self._reads_the_same(first, last, edits):
                found += edits
        return found

    def _line(self, begin: int, number: int, old: bytes, new: bytes) -> list[Edit]:
        data = self.module.source.data
        if BLANK.match(data, begin):
            return []
        if edit := _shifted(data, begin, old, new):
            return [edit]
        blanks = len(data[begin:]) - len(data[begin:].lstrip(b" \t"))
        rest = data[begin + blanks : begin + blanks + 1]
        if rest == b"#" or self._continues(number):
            return [Edit(begin, begin + min(blanks, len(old)), new)]
        where = Location(self.module.path, number)
        raise Refused("tabs", f"{where} is indented in another way than what is around it", "indent it alike", where)

    def _continues(self, number: int) -> bool:
        """Whether a line is not the first of its statement."""
        return not any(
            isinstance(node, ast.stmt) and node.lineno == number for node in ast.walk(self.module.source.tree)
        )

    def _reads_the_same(self, first: int, last: int, edits: Sequence[Edit]) -> bool:
        at, data = self.module.positions, self.module.source.data
        start, end = at.line_start(first), at.line_start(last + 1)
        try:
            before, after = (
                ast.parse(at.decode(text).strip()).body[0]
                for text in (
                    data[start:end],
                    apply_edits(data[start:end], [Edit(e.start - start, e.end - start, e.text) for e in edits]),
                )
            )
        except SyntaxError:
            return False
        match before, after:
            case (ast.Expr(value=ast.Constant(value=str(one))), ast.Expr(value=ast.Constant(value=str(other)))):
                return inspect.cleandoc(one) == inspect.cleandoc(other)
        return False


def _shifted(data: bytes, begin: int, old: bytes, new: bytes) -> Edit | None:
    if BLANK.match(data, begin) or not data.startswith(old, begin):
        return None
    return Edit(begin, begin + len(old), new)


def _docstrings(tree: ast.Module) -> Iterable[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            match node.body[0]:
                case ast.Expr(value=ast.Constant(value=str()) as value):
                    yield value


def cut_of(module: Module, unit: Unit) -> Edit:
    """What goes with a statement: the comments right above it and the blank lines before, but no comment that stands apart."""
    start = own_start(module, unit)
    above = module.source.data[unit.start : start]
    if not above.strip():
        return Edit(unit.start, unit.end, b"")
    ending = re.compile(rb"[ \t]*(?:\r\n|\r|\n)").match(above, len(above.rstrip()))
    return Edit(unit.start + (ending.end() if ending else len(above.rstrip())), unit.end, b"")


def method_span(module: Module, node: Function) -> tuple[int, int]:
    """From the comments right above a definition in a class, decorators included, to the end of its last line.

    Raises Refused for one that shares its lines with something else.
    """
    at, data = module.positions, module.source.data
    code = at.line_start(first_line(node))
    end = at.line_start((node.end_lineno or node.lineno) + 1)
    first = min([at.start(node), *(at.start(item) - 1 for item in node.decorator_list)])
    rest = data[at.end(node) : end].strip()
    if data[code:first].strip(b" \t\f@") or (rest and not rest.startswith(b"#")):
        where = Location(module.path, node.lineno, symbol=node.name)
        raise Refused("one-line", f"{where} shares its line with something else", "give it lines of its own", where)
    indent = data[code : len(data[code:]) - len(data[code:].lstrip(b" \t\f")) + code]
    start = code
    while start > at.starts[0]:
        above = at.line_start(at.line_of(start) - 1)
        if not data[above:start].startswith(indent + b"#"):
            break
        start = above
    return start, end


def indent_of(module: Module, line: int) -> bytes:
    """The blanks with which that line begins."""
    start = module.positions.line_start(line)
    found = re.compile(rb"[ \t\f]*").match(module.source.data, start)
    return found.group() if found else b""


def body_indent(module: Module, node: ast.ClassDef) -> bytes:
    """How the body of a class is indented. Raises Refused for one that stands beside its header, or is not plainly indented."""
    first = node.body[0]
    line = first_line(first)
    indent = indent_of(module, line)
    outer = indent_of(module, node.lineno)
    if line <= _header_line(node) or not indent.startswith(outer) or indent == outer or b"\f" in indent:
        where = Location(module.path, node.lineno, symbol=node.name)
        hint = "give its body lines of its own"
        raise Refused("odd-class", f"{where}: nothing can be added to the body of `{node.name}`", hint, where)
    return indent


def _header_line(node: ast.ClassDef) -> int:
    inside = [*node.bases, *(item.value for item in node.keywords)]
    return max([node.lineno, *(item.end_lineno or 0 for item in inside)])


def step_of(module: Module, node: Function) -> bytes:
    """How a function's body is indented within its `def`, for a class that is made around it."""
    inner, outer = indent_of(module, first_line(node.body[0])), indent_of(module, node.lineno)
    return b"\t" if inner[len(outer) :].startswith(b"\t") else b"    "


def parameters_line(module: Module, node: Function) -> int:
    """The line on which the parentheses of a definition close."""
    return module.positions.line_of(parameters_of(module, node).close)


def within(data: bytes, edits: Iterable[Edit], start: int, end: int) -> bytes:
    """These bytes with the edits that lie inside them made."""
    inside = [
        Edit(item.start - start, item.end - start, item.text)
        for item in edits
        if start <= item.start and item.end <= end
    ]
    return apply_edits(data[start:end], inside)


def ended(text: bytes, newline: bytes) -> bytes:
    """The text with a line end at its end."""
    return text if text.endswith((b"\n", b"\r")) else text + newline


def appended(module: Module, node: ast.ClassDef, texts: Sequence[bytes]) -> Edit:
    """The edit that puts these definitions, indented already, at the end of a class, each after a blank line."""
    data, line = module.source.data, newline_of(module.source.data)
    last = node.body[-1]
    end = module.positions.line_start((last.end_lineno or last.lineno) + 1)
    text = b"".join(line + ended(item, line) for item in texts)
    return Edit(end, end, (b"" if data[:end].endswith((b"\n", b"\r")) else line) + text)
