"""The text of a base class and of the classes that get it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from migrate.python.antiunification import Hole, Place
from migrate.python.edits import Edit, newline_of
from migrate.python.indentation import indented
from migrate.refactoring.extracting.closing import Closed
from migrate.refactoring.extracting.comparing import Compared, Comparison
from migrate.refactoring.methods.text import ended, within
from migrate.refactoring.splitting.mixins import above, with_bases
from migrate.references.members.classes import Class


@dataclass(eq=False)
class Pulled:
    """A member that goes to the base, with what closes its holes."""

    item: Compared
    closed: dict[Hole, tuple[Closed, str]] = field(default_factory=dict)
    text: str = ""
    """Its text in the base, without indentation of the body of a class."""
    saves: int = 0
    """The lines that go with it, less those that come."""

    @property
    def needs(self) -> list[Closed]:
        """What closes its holes, each once."""
        return list(dict.fromkeys(closed for closed, _ in self.closed.values()))


class Composing:
    """Writes the base and rewrites the classes. What the holes need must have been closed."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.family = comparison.family
        self.first = comparison.layouts[0]
        self.module = self.first.module
        self.newline = newline_of(self.module.source.data)

    def text_of(self, item: Compared, closed: dict[Hole, tuple[Closed, str]]) -> str:
        """A member as the base has it, indented as in the first class."""
        assert item.skeleton is not None

        def fill(hole: Hole, place: Place) -> str:
            return closed[hole][1]

        edits = [*item.skeleton.edits(fill), *item.hints]
        edits = [
            edit
            for edit in edits
            if not any(e is not edit and e.start <= edit.start and edit.end <= e.end for e in edits)
        ]
        out = [
            ended(within(self.module.source.data, edits, part.start, part.end), self.newline) for part in item.parts[0]
        ]
        apart = self.newline if item.is_method else b""
        return self.module.positions.decode(apart.join(out))

    def base(self, pulled: Sequence[Pulled], opening: str) -> str:
        """The whole class statement; `opening` is what comes before all methods: the beginning of an `__init__`, or nothing."""
        wish, line = self.family.wish, self.newline.decode()
        indent = self.module.positions.decode(self.first.indent)
        closed = _each_once(pulled)
        bases = "(ABC)" if self.needs_abc(pulled) or (wish.interface and self.family.is_abstract) else ""
        text = f"class {wish.base}{bases}:{line}{indent}{self._docstring()}{line}"
        attributes = [indented(item.base, indent, line) for item in closed if item.kind == "attribute" and item.base]
        if self.family.is_slotted:
            attributes.insert(0, f"{indent}__slots__ = (){line}")
        attributes += [item.text for item in pulled if not item.item.is_method]
        if attributes:
            text += line + "".join(attributes)
        if opening:
            text += line + opening
        told: set[Closed] = set()
        for one in pulled:
            if not one.item.is_method:
                continue
            text += line + one.text
            for item, _ in one.closed.values():
                if item.kind == "hook" and item not in told:
                    told.add(item)
                    text += line + indented(item.base, indent, line)
        return text

    def needs_abc(self, pulled: Sequence[Pulled]) -> bool:
        """Whether the base has abstract methods that Python looks after."""
        return self.family.is_abstract and any(item.is_abstract for item in _each_once(pulled))

    def _docstring(self) -> str:
        if self.family.wish.docstring:
            return f'"""{self.family.wish.docstring}"""'
        names = [f"`{name}`" for name in self.family.names]
        return f'"""What {", ".join(names[:-1])} and {names[-1]} have in common."""'

    # the classes

    def class_edits(self, count: int, pulled: Sequence[Pulled]) -> Iterator[Edit]:
        """The edits of one class: another base, fewer members, what fills the holes."""
        layout = self.comparison.layouts[count]
        cls, line = layout.cls, layout.newline.decode()
        indent = layout.module.positions.decode(layout.indent)
        encode = layout.module.positions.encode
        yield based_on(cls, self.family.wish.base)
        attributes = [
            indented(item.texts[count], indent, line)
            for item in _each_once(pulled)
            if item.kind == "attribute" and item.texts[count]
        ]
        instead: dict[str, bytes] = {}
        told: set[Closed] = set()
        for one in pulled:
            hooks = [
                item
                for item, _ in one.closed.values()
                if item.kind == "hook" and item.texts[count] and item not in told
            ]
            told |= set(hooks)
            texts = [indented(item.texts[count], indent, line) for item in dict.fromkeys(hooks)]
            instead[one.item.name] = encode(line.join(texts))
        gone = {one.item.name for one in pulled}
        yield from layout.rewritten(gone, instead, encode("".join(attributes)))

    def place(self) -> int:
        """Where the base goes: above the first of the classes in its module."""
        there = [cls for cls in self.family.classes if cls.path == self.first.cls.path]
        return above(min(there, key=lambda cls: cls.line))


def based_on(cls: Class, base: str) -> Edit:
    """The edit that makes this the first base of the class, in the place of `object`."""
    at = cls.module.positions
    match cls.node.bases:
        case [ast.Name(id="object") as only]:
            return Edit(at.start(only), at.end(only), at.encode(base))
    return with_bases(cls, [base])


def _each_once(pulled: Sequence[Pulled]) -> list[Closed]:
    return list(dict.fromkeys(closed for one in pulled for closed, _ in one.closed.values()))


def line_count(text: str | bytes) -> int:
    """How many lines a text has."""
    data = text.encode() if isinstance(text, str) else text
    return len(re.findall(rb"\r\n|\r|\n|[^\r\n]\Z", data))
