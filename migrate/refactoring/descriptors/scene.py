"""One file while its factories are converted: its bytes, the table, the layout, and the names that are taken."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NoReturn

from migrate.cpp.source import CppFile, Span, span_of
from migrate.cpp.texts import plain
from migrate.model import Location
from migrate.refactoring.descriptors.api import Api
from migrate.refactoring.descriptors.layout import Layout
from migrate.refactoring.descriptors.text import Text
from migrate.refactoring.refused import Refused

if TYPE_CHECKING:
    from tree_sitter import Node

WORD = re.compile(rb"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class Given:
    """An argument with the comments that stand above and behind it."""

    node: Node
    name: str = ""
    above: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)

    @property
    def span(self) -> Span:
        """Its bytes, without the comments."""
        return span_of(self.node)


class Scene:
    """What every part of a conversion shares."""

    def __init__(self, path: PurePosixPath, file: CppFile, api: Api, layout: Layout) -> None:
        self.path = path
        self.file = file
        self.api = api
        self.layout = layout
        self.text = Text(file)
        self.taken: set[str] = set()
        self.descriptor = api.variables[0]
        """The descriptor's name."""
        self.removed: list[Span] = []
        """What goes on purpose, with the comments in it."""

    def where(self, span: Span) -> Location:
        """The place of these bytes."""
        line = self.file.line(span.start)
        return Location(self.path, line, line)

    def refused(self, code: str, reason: str, next_step: str, span: Span) -> Refused:
        """The end of this factory's conversion, to be raised."""
        return Refused(code, reason, next_step, self.where(span))

    def refuse(self, code: str, reason: str, next_step: str, span: Span) -> NoReturn:
        """End the conversion of this factory."""
        raise self.refused(code, reason, next_step, span)

    def unused(self, name: str) -> str:
        """A name that stands nowhere in these functions."""
        found, number = name, 1
        while found in self.taken:
            number += 1
            found = f"{name}_{number}"
        return found

    def new(self, name: str) -> str:
        """Such a name; it is taken from now on."""
        found = self.unused(name)
        self.taken.add(found)
        return found

    def words(self, span: Span) -> set[str]:
        """Every word in these bytes, those of comments and strings, too."""
        return {word.decode() for word in WORD.findall(span.of(self.file.data))}

    def plain(self, span: Span) -> str:
        """These bytes in canonical form."""
        return plain(span.of(self.file.data))

    def given(self, brackets: Node) -> list[Given]:
        """The arguments in these brackets with their comments; those are kept by whoever keeps the argument."""
        found: list[Given] = []
        waiting: list[str] = []
        for child in brackets.named_children:
            if child.type == "comment":
                between = self.file.data[found[-1].node.end_byte : child.start_byte] if found else b"\n"
                words = self.text.old(span_of(child)).rstrip("\r")
                (waiting if b"\n" in between else found[-1].behind).append(words)
                continue
            node, name = child, ""
            if child.type == "initializer_pair":
                named, value = child.child_by_field_name("designator"), child.child_by_field_name("value")
                if named is None or value is None:
                    self.refuse(
                        "unknown-config", "an initialiser that is not understood", "write it plainly", span_of(child)
                    )
                node, name = value, self.plain(span_of(named)).removeprefix(".")
            found.append(Given(node, name, waiting, []))
            waiting = []
        if found:
            found[-1].behind.extend(waiting)
        return found

    def keep_comments(self, brackets: Node) -> None:
        """Say that the comments directly in these brackets are kept."""
        self.text.kept += [span_of(child) for child in brackets.named_children if child.type == "comment"]
