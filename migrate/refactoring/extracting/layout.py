"""The body of a class as a row of statements: what each binds, and the bytes that go with it."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from migrate.model import Location
from migrate.python.bindings import names_bound
from migrate.python.edits import Edit, newline_of
from migrate.refactoring.methods.text import body_indent, indent_of, method_span
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import Function
from migrate.refactoring.units import first_line
from migrate.references.members.classes import Class


@dataclass(frozen=True, eq=False)
class Part:
    """One statement. From `gap` to `start` stand the blank lines above it, and comments that stand apart."""

    node: ast.stmt
    name: str
    """The one name that it binds as a method or an attribute; empty for anything else."""
    gap: int
    start: int
    end: int


class Layout:
    """The body of one class. Raises Refused for one that is not laid out in lines of its own."""

    def __init__(self, cls: Class) -> None:
        self.cls = cls
        self.module = cls.module
        self.data = cls.module.source.data
        self.newline = newline_of(self.data)
        self.indent = body_indent(self.module, cls.node)
        self.parts = list(self._parts())

    @property
    def step(self) -> str:
        """How much deeper the body is than the class statement."""
        outer = indent_of(self.module, self.cls.node.lineno)
        return self.module.positions.decode(self.indent[len(outer) :])

    def _parts(self) -> Iterator[Part]:
        at = self.module.positions
        body = self.cls.node.body
        gap = at.line_start(first_line(body[0]))
        for node in body:
            if isinstance(node, Function):
                start, end = method_span(self.module, node)
            else:
                start = self._with_comments(at.line_start(first_line(node)))
                end = at.line_start((node.end_lineno or node.lineno) + 1)
            if at.line_start(first_line(node)) < gap:
                where = Location(self.module.path, node.lineno)
                raise Refused(
                    "one-line", f"{where} shares its line with something else", "give it lines of its own", where
                )
            yield Part(node, _name_of(node), gap, max(start, gap), end)
            gap = end

    def _with_comments(self, start: int) -> int:
        at = self.module.positions
        while start > at.starts[0]:
            above = at.line_start(at.line_of(start) - 1)
            if not self.data[above:start].startswith(self.indent + b"#"):
                break
            start = above
        return start

    @cached_property
    def members(self) -> Mapping[str, list[Part]]:
        """Name → the statements that bind it, where that is all that binds it in the body."""
        found: dict[str, list[Part]] = {}
        odd: set[str] = set()
        for part in self.parts:
            if part.name:
                found.setdefault(part.name, []).append(part)
            else:
                odd |= {name for name, _ in names_bound([part.node])}
        mixed = {
            name
            for name, parts in found.items()
            if len({isinstance(part.node, Function) for part in parts}) > 1
            or (len(parts) > 1 and not all(isinstance(part.node, Function) for part in parts))
        }
        return {name: parts for name, parts in found.items() if name not in odd | mixed}

    @property
    def docstring(self) -> ast.Expr | None:
        """The statement that is the docstring."""
        match self.cls.node.body[0]:
            case ast.Expr(value=ast.Constant(value=str())) as node:
                return node
        return None

    def lines(self, parts: Collection[Part]) -> int:
        """How many lines these statements take, with the comments and blank lines above them."""
        return sum(len(re.findall(rb"\r\n|\r|\n|[^\r\n]\Z", self.data[part.gap : part.end])) for part in parts)

    def rewritten(self, gone: Collection[str], instead: Mapping[str, bytes], above: bytes) -> list[Edit]:
        """The edits of the body that take these members out, put some definitions into the place of the first statement of
        a member, and others, attributes, above everything but the docstring."""
        edits = [self._cut(count, instead) for count, part in enumerate(self.parts) if part.name and part.name in gone]
        stays = [part for part in self.parts if part.name not in gone or not part.name]
        bare = not above and not any(instead.get(name) for name in gone)
        if not stays and bare:
            edits.append(Edit(self.parts[-1].end, self.parts[-1].end, self.indent + b"pass" + self.newline))
        if above:
            follows = len(stays) > (self.docstring is not None) or any(instead.get(name) for name in gone)
            edits += self._above(above, follows)
        return _joined(edits)

    def _cut(self, count: int, instead: Mapping[str, bytes]) -> Edit:
        part = self.parts[count]
        first = self.members[part.name][0] is part
        text = instead.get(part.name, b"") if first else b""
        gap = self.data[part.gap : part.start]
        start, end = part.gap, part.end
        if b"#" in gap:  # a heading that belongs to more than this
            kept = len(gap.rstrip())
            ending = re.compile(rb"[ \t]*(?:\r\n|\r|\n)").match(gap, kept)
            start += ending.end() if ending else kept
        if text:
            blank = self.newline if count else b""
            return Edit(start, end, blank + text)
        if count == 0 and len(self.parts) > 1:
            end = self._over_blank_lines(end)
        return Edit(start, end, b"")

    def _above(self, text: bytes, follows: bool) -> list[Edit]:
        """Attributes below the docstring, else at the top; `follows` says that the body goes on below."""
        if self.docstring is None:
            start, first = self.parts[0].gap, self.parts[0].node
            apart = self.newline if follows and isinstance(first, Function | ast.ClassDef) else b""
            return [Edit(start, start, text + apart)]
        end = self.parts[0].end
        below = self.data[end : self.parts[1].start] if len(self.parts) > 1 else self.newline
        ended = b"" if self.data[:end].endswith((b"\n", b"\r")) else self.newline
        apart = self.newline if follows and not below.strip(b" \t\f").startswith((b"\n", b"\r")) else b""
        return [Edit(end, end, ended + self.newline + text + apart)]

    def _over_blank_lines(self, place: int) -> int:
        blank = re.compile(rb"(?:[ \t]*(?:\r\n|\r|\n))*").match(self.data, place)
        return blank.end() if blank else place


def _name_of(node: ast.stmt) -> str:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
    return ""


def _joined(edits: list[Edit]) -> list[Edit]:
    """The same cuts, none of which touches another."""
    found: list[Edit] = []
    for edit in sorted(edits):
        if found and edit.start < found[-1].end:
            last = found.pop()
            found.append(Edit(last.start, max(last.end, edit.end), last.text + edit.text))
        else:
            found.append(edit)
    return found
