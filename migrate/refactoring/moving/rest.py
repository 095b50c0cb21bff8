"""The text of a module that names have left: without them, without imports that nobody needs now, with what it needs back."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from migrate.model import Location
from migrate.python.edits import Edit, apply_edits
from migrate.python.source import Source
from migrate.refactoring.imports.hosting import Host, aliases_of, body_of
from migrate.refactoring.imports.lines import blocks_of, without_names, without_statement
from migrate.refactoring.moving.arrival import add_typing, from_line, own_start
from migrate.refactoring.moving.sides import Sides
from migrate.refactoring.refused import Refused
from migrate.refactoring.units import Unit, first_line
from migrate.references.names import Module, Names


@dataclass
class Wanted:
    """What the module needs of the names that left, and must still hand out."""

    top: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    """Of the names, those that it imports for others: `x as x`."""
    typing: set[str] = field(default_factory=set)
    listed: bool = False
    """Whether the names stay in `__all__`."""


class Rest:
    """The old module as it stays."""

    def __init__(self, names: Names, sides: Sides, into: str, taken: Callable[[str], bool]) -> None:
        """`taken` says whether others take a name from here that it imports."""
        self.host = Host(names, sides.module)
        self.module: Module = sides.module
        self.sides = sides
        self.into = into
        self.taken = taken

    def text(self, edits: Iterable[Edit], wanted: Wanted, relative: bool, keep: bool) -> bytes:
        """The bytes. With `keep` no import goes."""
        host = self.host
        cuts = [self._cut(unit) for unit in self.sides.going] + self._apart()
        if not keep:
            cuts += self._unused(bool(wanted.typing))
        cuts = _joined(cuts)
        host.edits += cuts
        host.edits += [
            item for item in edits if not any(cut.start <= item.start < cut.end and not cut.text for cut in cuts)
        ]
        if not wanted.listed:
            host.edits += self._unlisted()
        self._imports(wanted, relative)
        return self._settled(host.text()) if wanted.top | wanted.shown else host.text()

    def _settled(self, text: bytes) -> bytes:
        """The text with no more blank lines around the new import than belong there."""
        module = Module(Source(self.module.path, text, self.module.name, package=self.module.package))
        at, body = module.positions, module.source.tree.body
        edits: list[Edit] = []
        for count, node in enumerate(body):
            if not (isinstance(node, ast.ImportFrom) and module.target(node) == self.into):
                continue
            for first, second in pairwise(body[max(count - 1, 0) : count + 2]):
                start, end = at.line_start((first.end_lineno or 0) + 1), at.line_start(first_line(second))
                most = 1 if isinstance(second, ast.Import | ast.ImportFrom) else 2
                blank = re.findall(rb"[ \t]*(?:\r\n|\r|\n)", text[start:end])
                if not text[start:end].strip() and len(blank) > most:
                    edits.append(Edit(start, end, b"".join(blank[:most])))
            break
        return apply_edits(text, edits)

    def _cut(self, unit: Unit) -> Edit:
        """What goes of a statement: its comments with it, the blank lines above it, but no comment that stands apart."""
        start = own_start(self.module, unit)
        above = self.module.source.data[unit.start : start]
        if not above.strip():
            return Edit(unit.start, unit.end, b"")
        kept = len(above.rstrip())
        ending = re.compile(rb"\r\n|\r|\n").match(above, kept)
        return Edit(unit.start + (ending.end() if ending else kept), unit.end, b"")

    def _apart(self) -> list[Edit]:
        """Where what stays now follows what stood further above: as many blank lines as the widest gap between had."""
        data, units, going = self.module.source.data, self.sides.units, set(self.sides.going)
        edits = []
        for count, unit in enumerate(units):
            first = count
            while first > 0 and units[first - 1] in going:
                first -= 1
            if unit in going or first in (0, count):
                continue
            gaps = [_blank(data, item) for item in units[first : count + 1]]
            widest = max(gaps, key=lambda gap: len(gap.splitlines()))
            if len(widest.splitlines()) > len(gaps[-1].splitlines()):
                edits.append(Edit(unit.start, unit.start + len(gaps[-1]), widest))
        return edits

    # imports that nobody needs now

    def _unused(self, keep_typing: bool) -> list[Edit]:
        sides, edits = self.sides, list[Edit]()
        gone = list(sides.going)
        removed: set[ast.alias] = set()
        while True:
            read = sides.read_by(gone)
            still = sides.read_by([unit for unit in sides.units if unit not in gone])
            more = [
                alias
                for unit in sides.units
                if unit.kind == "import" or (unit.kind == "typing" and not keep_typing)
                for alias in aliases_of(unit)
                if alias not in removed
                and (name := alias.asname or alias.name.partition(".")[0]) in read
                and name not in still
                and sides.is_imported(name)
                and not (keep_typing and name == "TYPE_CHECKING")
                and self._removable(unit, alias, name)
            ]
            removed |= set(more)
            emptied = [
                unit
                for unit in sides.units
                if unit.kind == "typing" and unit not in gone and removed.issuperset(aliases_of(unit))
            ]
            gone += emptied
            if not more and not emptied:
                break
        blocks = blocks_of(self.module.source.tree)
        for unit in sides.units:
            ours = removed.intersection(aliases_of(unit))
            if not ours:
                continue
            if ours.issuperset(aliases_of(unit)) and (unit.kind == "typing" or len(unit.statements) == 1):
                edits.append(self._without(unit, blocks))
                continue
            for node in body_of(unit) if unit.kind == "typing" else unit.statements:
                if isinstance(node, ast.Import | ast.ImportFrom) and ours.intersection(node.names):
                    some = [alias for alias in node.names if alias in ours]
                    if len(some) == len(node.names):
                        edits.append(without_statement(self.module, node, blocks[id(node)]))
                    else:
                        edits += without_names(self.module, node, some)
        return edits

    def _without(self, unit: Unit, blocks: dict[int, list[ast.stmt]]) -> Edit:
        if unit.kind == "typing":
            return self._cut(unit)
        return without_statement(self.module, unit.statements[0], blocks[id(unit.statements[0])])

    def _removable(self, unit: Unit, alias: ast.alias, name: str) -> bool:
        module, data = self.module, self.module.source.data
        exports = module.exports
        if alias.asname == alias.name or name in exports.names or (exports.there and not exports.known):
            return False
        if module.package and not name.startswith("_"):
            return False
        lines = data[unit.code : unit.end]
        if b"noqa" in lines and unit.kind == "import":
            return False
        if re.search(rb"#\s*type:.*\b" + re.escape(name.encode()) + rb"\b", data):
            return False
        return not self.taken(name)

    # __all__

    def _unlisted(self) -> list[Edit]:
        """The names that left, taken out of `__all__`."""
        module = self.module
        gone = [node for node in module.exports.nodes if node.value in self.sides.names]
        edits: list[Edit] = []
        displays = [part for part in ast.walk(module.source.tree) if isinstance(part, ast.List | ast.Tuple)]
        for display in displays:
            ours = [node for node in display.elts if any(node is item for item in gone)]
            if ours:
                edits += _without_items(module, display, ours)
                gone = [node for node in gone if not any(node is item for item in ours)]
        if gone:
            where = Location(module.path, gone[0].lineno)
            raise Refused(
                "dynamic-all", f"{where}: `{gone[0].value!s}` cannot be taken out of `__all__`",
                "write `__all__` out as a list of names", where,
            )  # fmt: skip
        return edits

    # what it needs back

    def _imports(self, wanted: Wanted, relative: bool) -> None:
        host = self.host
        names = sorted(wanted.top | wanted.shown)
        if names:
            shown = [f"{name} as {name}" if self._is_shown(name, wanted) else name for name in names]
            host.add_imports([from_line(host, self.into, shown, relative)])
        if wanted.typing:
            line, text = from_line(host, self.into, sorted(wanted.typing), relative)
            indented = b"".join(host.indent + part for part in text.splitlines(keepends=True))
            add_typing(host, [(line, indented)], b"")

    def _is_shown(self, name: str, wanted: Wanted) -> bool:
        """Whether the import must say that it is for others."""
        return name in wanted.shown and name not in self.module.exports.names and not self.module.package


def _blank(data: bytes, unit: Unit) -> bytes:
    """The blank lines above a unit and its comments."""
    match = re.compile(rb"(?:[ \t]*(?:\r\n|\r|\n))*").match(data, unit.start, unit.end)
    return match.group() if match else b""


def _without_items(module: Module, display: ast.List | ast.Tuple, gone: Collection[ast.expr]) -> list[Edit]:
    """The edits that take some of its items out of a list or tuple, with the lines that held nothing else."""
    at, data = module.positions, module.source.data
    items: Sequence[ast.expr] = display.elts
    kept = [item for item in items if not any(item is other for other in gone)]
    if not kept:
        return [Edit(at.start(items[0]), _after_comma(data, at.end(items[-1])), b"")]
    edits = []
    for count, item in enumerate(items):
        if item in kept:
            continue
        start, end = at.start(item), at.end(item)
        line_start = at.line_start(item.lineno)
        own_line = not data[line_start:start].strip()
        ending = re.compile(rb"[ \t]*,?[ \t]*(#[^\r\n]*)?(\r\n|\r|\n)").match(data, end)
        if own_line and ending and item.lineno > display.lineno:
            edits.append(Edit(line_start, ending.end(), b""))
        elif count + 1 < len(items) and any(other in kept for other in items[count + 1 :]):
            edits.append(Edit(start, at.start(items[count + 1]), b""))
        else:
            last = [other for other in items[:count] if other in kept][-1]
            edits.append(Edit(at.end(last), end, b""))
    return _joined(edits)


def _joined(edits: list[Edit]) -> list[Edit]:
    """The edits, those that take away and overlap made one."""
    found: list[Edit] = []
    for edit in sorted(edits):
        if found and edit.start < found[-1].end and not edit.text + found[-1].text:
            found[-1] = Edit(found[-1].start, max(edit.end, found[-1].end), b"")
        else:
            found.append(edit)
    return found


def _after_comma(data: bytes, offset: int) -> int:
    match = re.compile(rb"[ \t]*,").match(data, offset)
    return match.end() if match else offset
