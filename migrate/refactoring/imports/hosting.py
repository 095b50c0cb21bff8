"""The text of a module that takes something in: imports beside those of their kind, code in its place, names in `__all__`."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from migrate.model import Location
from migrate.python.edits import BOM, Edit, apply_edits, newline_of
from migrate.refactoring.imports.lines import Line, insertions
from migrate.refactoring.imports.retarget import spell
from migrate.refactoring.refused import Refused
from migrate.refactoring.units import Unit, header_of, is_typing, units_of
from migrate.references.names import Module, Names

LONGEST = 100
"""A line of imported names that would be longer is written with a line for each."""


class Host:
    """A module's text as it becomes. Edits of what is there go to `edits`; the rest is asked for by method."""

    def __init__(self, names: Names, module: Module) -> None:
        self.names = names
        self.module = module
        self.units = units_of(module)
        self.header = header_of(self.units)
        self.newline = newline_of(module.source.data)
        self.edits: list[Edit] = []
        self.filled: Unit | None = None
        """The block for type checkers that got more imports."""
        self._inserts: dict[int, list[bytes]] = {}
        self._wanted_futures = False

    def text(self) -> bytes:
        """The bytes with everything in it. Raises Refused where two edits meet."""
        edits = list(self.edits)
        for offset, texts in self._inserts.items():
            # what goes may take the blank line below with it, unless something comes in its place
            inside = [edit for edit in edits if edit.start < offset < edit.end and not edit.text]
            edits = [edit for edit in edits if edit not in inside]
            for edit in inside:
                edits.append(Edit(edit.start, offset, b""))
                if self.module.source.data[offset : edit.end].strip():
                    edits.append(Edit(offset, edit.end, b""))
            edits.append(Edit(offset, offset, b"".join(texts)))
        path = self.module.path
        try:
            text = apply_edits(self.module.source.data, edits)
        except ValueError as error:
            raise Refused("broken-result", f"{path}: {error}", "make two steps of it", Location(path)) from error
        mark = BOM if text.startswith(BOM) else b""
        opened = self.module.source.data.removeprefix(mark)[:1] in (b"\n", b"\r")
        return text if opened else mark + text.removeprefix(mark).lstrip(b"\r\n")  # all imports above may have gone

    def insert(self, offset: int, text: bytes) -> None:
        """Put a text there, after what was put there before."""
        self._inserts.setdefault(offset, []).append(text)

    @property
    def inserted(self) -> list[Edit]:
        """What was put in, as edits of the module, for those who edit other parts of it."""
        return [Edit(offset, offset, b"".join(texts)) for offset, texts in self._inserts.items()]

    @property
    def has_inserts(self) -> bool:
        """Whether anything was put into it."""
        return bool(self._inserts)

    # imports

    @property
    def futures(self) -> set[str]:
        """What it imports from `__future__`."""
        return {alias.name for unit in self.header if unit.kind == "future" for alias in aliases_of(unit)}

    @property
    def _docs(self) -> list[Unit]:
        return [unit for unit in self.header if unit.kind in ("docstring", "future")]

    @property
    def _plain(self) -> list[Unit]:
        """The imports at its top that stay."""
        gone = [edit for edit in self.edits if not edit.text]
        return [
            unit
            for unit in self.header
            if unit.kind == "import" and not any(edit.start <= unit.code and unit.end <= edit.end for edit in gone)
        ]

    @property
    def _top(self) -> int:
        """Where the first import goes: below docstring and `__future__`, else below the opening comments."""
        if self._docs:
            return self._docs[-1].end
        if not self.units:
            return len(self.module.source.data)
        first = self.units[0]
        above = self.module.source.data[first.start : first.code]
        blank = re.search(rb"(?:\r?\n){2,}", above)
        if blank:
            return first.start + blank.end()
        return first.start + len(b"".join(re.findall(rb"\A(?:#!.*\r?\n)?(?:#.*coding[:=].*\r?\n)?", above)[:1]))

    def add_futures(self, wanted: Sequence[str]) -> None:
        """Import these from `__future__` as well."""
        if not wanted:
            return
        self._wanted_futures = True
        apart = self.newline if self._docs and self._docs[-1].kind == "docstring" else b""
        self.insert(self._top, apart + b"from __future__ import " + ", ".join(wanted).encode() + self.newline)

    def add_imports(self, wanted: Sequence[tuple[Line, bytes]]) -> None:
        """Each beside those of its kind: standard library, other packages, absolute ones of this tree, relative ones."""
        if not wanted:
            return
        data, line, plain, top = self.module.source.data, self.newline, self._plain, self._top
        lines = [self.line(self.module, unit.statements[0], unit.code, unit.end) for unit in plain]
        found, above = insertions(lines or [replace(wanted[0][0], start=top, end=top)], wanted, line)
        apart = bool(self._docs) or self._wanted_futures
        for count, (offset, text) in enumerate(found):
            gap = line if not plain and apart and not count else b""
            self.insert(offset, self.own_line(offset) + gap + text)
        below = data[self._after_cuts(plain[0].code if plain else top) :]
        if (above or not plain) and below.strip() and not below.lstrip(b" \t").startswith((b"\n", b"\r")):
            two = not plain and below.startswith((b"def ", b"class ", b"async ", b"@"))
            self.insert(plain[0].code if plain else top, line * (1 + two))

    def _after_cuts(self, offset: int) -> int:
        """What follows that place once all that goes has gone."""
        for edit in sorted(self.edits):
            if edit.start <= offset < edit.end and not edit.text:
                offset = edit.end
        return offset

    def line(self, module: Module, node: ast.stmt, start: int, end: int) -> Line:
        """Where an import statement of some module would belong among those here."""
        assert isinstance(node, ast.Import | ast.ImportFrom)
        first = node.names[0].name
        if isinstance(node, ast.Import):
            return self.line_of("", 0, first, start, end)
        written = spell(self.module, module.target(node), node.level > 0)
        bare = written.lstrip(".")
        return self.line_of(bare, len(written) - len(bare), first, start, end, True)

    def line_of(self, target: str, level: int, name: str, start: int = 0, end: int = 0, is_from: bool = False) -> Line:
        """The same for a statement that is not there yet; `target` is empty for a plain import."""
        rank = 3 if level else self._rank((target or name).partition(".")[0])
        return (
            Line(rank, is_from, level, target, name, start, end)
            if is_from
            else Line(rank, False, 0, name, "", start, end)
        )

    def _rank(self, top: str) -> int:
        if self.names.is_module(top):
            return 2
        return 0 if top in sys.stdlib_module_names else 1

    @property
    def relative(self) -> bool | None:
        """Whether it imports its own package's modules relatively; None where it imports none."""
        top = self.module.name.partition(".")[0]
        nodes = [unit.statements[0] for unit in self.units if unit.kind == "import"]
        froms = [node for node in nodes if isinstance(node, ast.ImportFrom)]
        if any(node.level for node in froms):
            return True
        return False if any((node.module or "").partition(".")[0] == top for node in froms) else None

    # what only type checkers import

    @property
    def block(self) -> tuple[Unit, ast.If] | None:
        """Its `if TYPE_CHECKING:` block, if it has one with lines of its own."""
        for unit in self.units:
            node = unit.statements[0]
            if is_typing(unit) and len(unit.statements) == 1 and isinstance(node, ast.If) and below_its_line(node):
                return unit, node
        return None

    @property
    def indent(self) -> bytes:
        """How the statements of that block are indented."""
        block = self.block
        if block is None:
            return b"    "
        first, at = block[1].body[0], self.module.positions
        return self.module.source.data[at.line_start(first.lineno) : at.start(first)]

    def fill_block(self, wanted: Sequence[tuple[Line, bytes]]) -> None:
        """Put these imports, indented already, into the block, which must be there."""
        assert self.block is not None
        unit, node = self.block
        if not wanted:
            return
        at = self.module.positions
        header = list(takewhile(lambda item: isinstance(item, ast.Import | ast.ImportFrom), node.body))
        spans = [(at.line_start(item.lineno), at.line_start((item.end_lineno or item.lineno) + 1)) for item in header]
        lines = [self.line(self.module, item, *span) for item, span in zip(header, spans, strict=True)]
        start = at.line_start(node.body[0].lineno)
        found, above = insertions(lines or [replace(wanted[0][0], start=start, end=start)], wanted, self.newline)
        for offset, text in found:
            self.insert(offset, self.own_line(offset) + text)
        if above or not lines:
            self.insert(start, self.newline)
        self.filled = unit

    def add_blocks(self, text: bytes) -> None:
        """Put blocks of guarded imports, each with a blank line above, below all imports."""
        if text:
            after = max([self._top, *(unit.end for unit in self._plain)])
            end = max(self.header[-1].end if self.header else self._top, after)
            self.insert(end, self.own_line(end) + text)

    # code

    def add_body(self, place: int, text: bytes) -> None:
        """Put code before the unit of that number, or at the end: two blank lines around it."""
        line, data = self.newline, self.module.source.data
        if place < len(self.units):
            offset = self.units[place].start
            self.insert(offset, line * 2 + text)
            if not data[offset : self.units[place].code].strip(b" \t\f").startswith((b"\n", b"\r")):
                self.insert(offset, line * 2)
        else:
            offset = len(data)
            blank = len(re.findall(rb"(?:\r\n|\r|\n)[ \t]*(?=(?:[\r\n]|\Z))", data[len(data.rstrip()) :])) - 1
            blank = 0 if offset in self._inserts else blank
            wanted = 2 if self.units or text.startswith((b"def ", b"async ", b"class ", b"@", b"#")) else 1
            apart = line * max(0, wanted - max(blank, 0)) if data.strip() or self._inserts else b""
            self.insert(offset, self.own_line(offset) + apart + text)

    def own_line(self, offset: int) -> bytes:
        """What must come first for a text at that offset to begin a line."""
        data = self.module.source.data
        starts = not data[:offset].removeprefix(BOM) or data[offset - 1 : offset] in (b"\n", b"\r")
        return b"" if starts else self.newline

    def export(self, names: Iterable[str]) -> None:
        """Add names to its `__all__`, which must be a literal, as the others in it are written."""
        display, more = self.module.exports.display, list(dict.fromkeys(names))
        if display is not None and more:
            self.edits.append(_longer(self.module, display, more))


def written(module: Module, head: bytes, aliases: Sequence[ast.alias], newline: bytes) -> bytes:
    """An import statement with these names only; `head` is all before them, `from x import `, in the module's encoding."""
    names = [f"{alias.name} as {alias.asname}" if alias.asname else alias.name for alias in aliases]
    text = head + module.positions.encode(", ".join(names))
    if len(text) > LONGEST and head.startswith(b"from"):
        inner = b"".join(b"    " + module.positions.encode(name) + b"," + newline for name in names)
        return head + b"(" + newline + inner + b")" + newline
    return text + newline


def aliases_of(unit: Unit) -> list[ast.alias]:
    """Every imported name of the unit."""
    return [part for node in unit.statements for part in ast.walk(node) if isinstance(part, ast.alias)]


def body_of(unit: Unit) -> list[ast.stmt]:
    """The statements of a block for type checkers."""
    return [item for node in unit.statements if isinstance(node, ast.If) for item in node.body]


def below_its_line(node: ast.stmt) -> bool:
    """Whether an `if` has its body on lines of its own."""
    return isinstance(node, ast.If) and node.body[0].lineno > (node.test.end_lineno or node.test.lineno)


def _longer(module: Module, display: ast.List | ast.Tuple, names: list[str]) -> Edit:
    """The edit that adds strings at the end of a list or tuple, as its others are written."""
    at, data = module.positions, module.source.data
    end = at.end(display)
    closing = end - 1 if data[end - 1 : end] in (b"]", b")") else end
    if not display.elts:
        return Edit(closing, closing, at.encode(", ".join(f'"{name}"' for name in names)))
    last = display.elts[-1]
    quote = "'" if data[at.start(last) : at.start(last) + 1] == b"'" else '"'
    items = [f"{quote}{name}{quote}" for name in names]
    stop = at.end(last)
    comma = re.compile(rb"[ \t]*,").match(data, stop)
    if comma is not None:
        stop = comma.end()
    first = display.elts[0]
    if last.lineno > first.lineno or first.lineno > display.lineno:
        indent = at.decode(data[at.line_start(last.lineno) : at.start(last)])
        indent = indent if not indent.strip() else "    "
        line = newline_of(data).decode()
        text = "".join(f",{line}{indent}{item}" for item in items)
        return Edit(stop, stop, at.encode(text[1:] + "," if comma else text + ","))
    text = ", " + ", ".join(items)
    return Edit(stop, stop, at.encode(text[1:] if comma else text))
