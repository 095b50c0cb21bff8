"""Methods cut out of the body of a class: the bytes that go, and their text as it stands in another body of the same depth."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from migrate.model import Location
from migrate.python.edits import Edit, newline_of
from migrate.refactoring.methods.text import body_indent, ended, indent_of, method_span
from migrate.refactoring.refused import Refused
from migrate.refactoring.splitting.members import Members
from migrate.refactoring.symbols import Function
from migrate.refactoring.units import first_line


@dataclass(frozen=True)
class Span:
    """One statement of the body. From `gap` to `start` stands what is above it, `heading` being a comment that stands apart."""

    name: str
    gap: int
    start: int
    end: int
    heading: bytes


class Body:
    """The body of one class. Raises Refused for one that is not laid out in lines of its own."""

    def __init__(self, members: Members) -> None:
        self.members = members
        self.module = members.cls.module
        self.data = self.module.source.data
        self.line = newline_of(self.data)
        self.indent = body_indent(self.module, members.node)
        self.spans = list(self._spans())

    def _spans(self) -> list[Span]:
        at, found = self.module.positions, list[Span]()
        first = self.members.node.body[0]
        gap = at.line_start(first_line(first))
        for node in self.members.node.body:
            if isinstance(node, Function):
                start, end = method_span(self.module, node)
                if indent_of(self.module, first_line(node)) != self.indent:
                    where = Location(self.module.path, node.lineno, symbol=node.name)
                    raise Refused("odd-class", f"{where} is indented oddly", "indent it alike", where)
            else:
                start = at.line_start(node.lineno)
                end = at.line_start((node.end_lineno or node.lineno) + 1)
            start = max(start, gap)
            above = self.data[gap:start]
            name = node.name if isinstance(node, Function) else ""
            found.append(Span(name, gap, start, end, above if b"#" in above else b""))
            gap = end
        return found

    def text(self, names: Collection[str], *, headings: bool = True) -> bytes:
        """The definitions of these names as they stand, in order, each after a blank line; overloads stay together.

        A heading goes along with all that is below it.
        """
        out: list[bytes] = []
        last = -2
        for count, span in enumerate(self.spans):
            if span.name not in names or not span.name:
                continue
            gap = self.line
            if headings and self._goes(count, names):
                gap += _stripped(span.heading) + self.line
            elif count == last + 1 and not self.data[span.gap : span.start].strip():
                gap = self.data[span.gap : span.start]
            out += [gap, ended(self.data[span.start : span.end], self.line)]
            last = count
        return b"".join(out)

    def cuts(self, names: Collection[str]) -> list[Edit]:
        """The edits that take these definitions out, with the blank lines above them."""
        found: list[Edit] = []
        leading = True
        for count, span in enumerate(self.spans):
            leading = leading and bool(span.name) and span.name in names
            if span.name and span.name in names:
                start = span.gap
                if span.heading and not self._goes(count, names):
                    start += len(span.heading.rstrip()) + self._line_end(span.gap + len(span.heading.rstrip()))
                end = span.end
                if leading:  # nothing above it but the class statement: what follows moves up
                    end = self._over_blank_lines(span.end)
                found.append(Edit(start, end, b""))
        if found and all(span.name in names and span.name for span in self.spans):
            found.append(Edit(self.spans[-1].end, self.spans[-1].end, self.indent + b"pass" + self.line))
        return _joined(found)

    def _goes(self, count: int, names: Collection[str]) -> bool:
        """Whether the heading above that statement belongs to nothing but what goes."""
        if not self.spans[count].heading:
            return False
        below = self.spans[count : count + 1]
        for span in self.spans[count + 1 :]:
            if span.heading:
                break
            below.append(span)
        return all(span.name and span.name in names for span in below)

    def _line_end(self, place: int) -> int:
        found = self.data.find(b"\n", place)
        return found + 1 - place if found >= 0 else len(self.data) - place

    def _over_blank_lines(self, place: int) -> int:
        while place < len(self.data):
            stop = place + self._line_end(place)
            if self.data[place:stop].strip():
                break
            place = stop
        return place


def _stripped(heading: bytes) -> bytes:
    """A heading without the blank lines around it, its last line ended."""
    lines = heading.splitlines(keepends=True)
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return b"".join(lines)


def _joined(edits: Sequence[Edit]) -> list[Edit]:
    """The same cuts, none of which touches another."""
    found: list[Edit] = []
    for edit in sorted(edits):
        if found and not edit.text and edit.start < found[-1].end:
            found[-1] = Edit(found[-1].start, max(found[-1].end, edit.end), b"")
        else:
            found.append(edit)
    return found
