"""What becomes of a function's text: replacements that may lie in one another, and what is kept of it."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from typing import TYPE_CHECKING

from migrate.cpp.source import CppFile, Span, span_of
from migrate.python.edits import Edit
from migrate.refactoring.descriptors.layout import Layout

if TYPE_CHECKING:
    from tree_sitter import Node


class Text:
    """A file on its way: `of` gives what a span has become so far, with all replacements inside it."""

    def __init__(self, file: CppFile) -> None:
        self.file = file
        self.data = file.data
        self.replaced: dict[Span, str] = {}
        self.inserted: dict[int, str] = {}
        self._order: list[tuple[int, int]] = []
        """The starts of what is replaced and the ends, negative, so that what is around comes first."""
        self._places: list[int] = []
        self.kept: list[Span] = []

    def replace(self, span: Span, text: str) -> None:
        """This span becomes the text."""
        if span not in self.replaced:
            insort(self._order, (span.start, -span.end))
        self.replaced[span] = text

    def insert(self, place: int, text: str) -> None:
        """The text goes before this byte, after what was inserted there already."""
        if place not in self.inserted:
            insort(self._places, place)
        self.inserted[place] = self.inserted.get(place, "") + text

    def of(self, span: Span) -> str:
        """What the span has become. Whatever is asked for counts as kept."""
        self.kept.append(span)
        return self._composed(span)

    def broken(self, listed: Span, layout: Layout) -> None:
        """Put a list in brackets on a line of its own below its bracket, where its line has become too long."""
        start = self.data.rfind(b"\n", 0, listed.start) + 1
        end = self.data.find(b"\n", start)
        line = self._composed(Span(start, end if end >= 0 else len(self.data)))
        whole = b"\n" not in listed.of(self.data) and self.data[listed.start + 1 : listed.start + 2].strip() != b""
        if layout.width and len(line.rstrip("\r")) > layout.width and whole:
            self.insert(listed.start + 1, f"{layout.newline}{self.indent(listed.start)}{layout.unit}")

    def old(self, span: Span) -> str:
        """The span as it was."""
        return span.of(self.data).decode("utf-8", "surrogateescape")

    def edits(self) -> list[Edit]:
        """Everything as edits of the file's bytes."""
        return [
            Edit(span.start, span.end, text.encode("utf-8", "surrogateescape"))
            for span, text in self._pieces(Span(0, len(self.data) + 1))
        ]

    def indent(self, place: int) -> str:
        """The blanks at the start of that byte's line."""
        start = self.data.rfind(b"\n", 0, place) + 1
        end = start
        while end < len(self.data) and self.data[end : end + 1] in (b" ", b"\t"):
            end += 1
        return self.data[start:end].decode()

    def line_of(self, span: Span) -> Span:
        """The span with its whole line, where it stands alone on it; else the span."""
        end = self.data.find(b"\n", span.end) + 1 or len(self.data)
        if self.is_first(span.start) and not self.data[span.end : end].strip():
            return Span(self.data.rfind(b"\n", 0, span.start) + 1, end)
        return span

    def is_first(self, place: int) -> bool:
        """Whether only blanks stand before that byte on its line."""
        start = self.data.rfind(b"\n", 0, place) + 1
        return not self.data[start:place].strip(b" \t")

    def comments(self, span: Span) -> Iterator[Span]:
        """The comments in these bytes."""
        node: Node | None = self.file.tree.root_node.descendant_for_byte_range(
            span.start, max(span.start, span.end - 1)
        )
        waiting = [node] if node is not None else []
        found = []
        while waiting:
            here = waiting.pop()
            if here.end_byte <= span.start or here.start_byte >= span.end:
                continue
            if here.type == "comment":
                if span.holds(span_of(here)):
                    found.append(span_of(here))
            else:
                waiting += here.children
        return iter(sorted(found))

    def orphans(self, span: Span) -> list[str]:
        """The comments of these bytes that nothing has kept, as they are written."""
        return [
            self.old(one).rstrip("\r") for one in self.comments(span) if not any(kept.holds(one) for kept in self.kept)
        ]

    def _composed(self, span: Span) -> str:
        if span in self.replaced:
            return self.replaced[span]
        parts, at = [], span.start
        for one, text in self._pieces(span):
            parts += [self.old(Span(at, one.start)), text]
            at = one.end
        return "".join([*parts, self.old(Span(at, span.end))])

    def _pieces(self, span: Span) -> list[tuple[Span, str]]:
        """What is inserted or replaced in these bytes, without what lies in something else that is replaced."""
        found: list[tuple[Span, str]] = []
        end = span.start
        at = bisect_left(self._order, (span.start, -span.end))
        while at < len(self._order) and self._order[at][0] < span.end:
            one = Span(self._order[at][0], -self._order[at][1])
            if one.start >= end and one.end <= span.end:
                found.append((one, self.replaced[one]))
                end = one.end
            at += 1
        covered = iter(found.copy())
        around = next(covered, None)
        for place in self._places[bisect_left(self._places, span.start) : bisect_left(self._places, span.end)]:
            while around is not None and around[0].end <= place:
                around = next(covered, None)
            if around is None or not around[0].start < place < around[0].end:
                found.append((Span(place, place), self.inserted[place]))
        return sorted(found)
