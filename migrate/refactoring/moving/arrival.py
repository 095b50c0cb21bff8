"""The text of the module that takes moved code in: its imports, the code in its right place, `__all__`."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

from migrate.model import Location
from migrate.python.edits import Edit, apply_edits, newline_of
from migrate.python.source import Source
from migrate.refactoring.imports.hosting import Host, aliases_of, below_its_line, body_of, written
from migrate.refactoring.imports.inside import Inside
from migrate.refactoring.imports.lines import Line, blocks_of, without_names, without_statement
from migrate.refactoring.imports.retarget import spell
from migrate.refactoring.moving.needs import Needs
from migrate.refactoring.moving.sides import Sides
from migrate.refactoring.refused import Refused
from migrate.refactoring.units import Unit, eager_names, file_comments, places, units_of
from migrate.references.names import Module, Names

LICENCE = re.compile(rb"copyright|licen[cs]e|spdx", re.IGNORECASE)
CODING = re.compile(rb"\A(?:#!.*\r?\n)?(#.*?coding[:=].*\r?\n)")


class Cutting:
    """The old module's text as it reads elsewhere: edited, in another module's encoding and line ends."""

    def __init__(self, module: Module, edits: Iterable[Edit], host: Host) -> None:
        self.module = module
        self.edits = sorted(set(edits))
        self.host = host

    def text(self, start: int, end: int) -> bytes:
        """These bytes of it."""
        inside = [
            Edit(item.start - start, item.end - start, item.text)
            for item in self.edits
            if start <= item.start and item.end <= end
        ]
        text = self.module.positions.decode(apply_edits(self.module.source.data[start:end], inside))
        text = re.sub(r"\r\n|\r|\n", self.host.newline.decode(), text)
        return self.host.module.positions.encode(text)


def own_start(module: Module, unit: Unit) -> int:
    """Where the comments begin that stand right above the unit, without a blank line between."""
    data, start = module.source.data, unit.code
    while start > unit.start:
        above = data.rfind(b"\n", 0, start - 1) + 1
        above = max(above, unit.start)
        line = data[above:start].strip()
        if not line.startswith(b"#") or line.startswith(b"#!") or CODING.match(data[above:start] + b"\n"):
            break
        start = above
    if unit.start <= module.positions.starts[0] and not data[unit.start : start].strip():
        return unit.code  # the comments at the top of a file are about the file
    return start


def opening(source: Module) -> bytes:
    """How a new module begins that takes code out of this one: its coding line, and its licence."""
    coding = CODING.match(source.source.data)
    text = coding.group(1) if coding else b""
    above = file_comments(source.source.data, units_of(source)).strip(b"\r\n")
    if LICENCE.search(above):
        text += above + newline_of(source.source.data) * 2
    return text


class Arrival:
    """The new module with the code in it."""

    def __init__(self, names: Names, sides: Sides, target: Module, needs: Needs, inside: Inside | None) -> None:
        self.names = names
        self.sides = sides
        self.source = sides.module
        self.needs = needs
        self.inside = inside
        self.host = Host(names, target)
        self.is_new = not self.host.units
        self.notes: list[str] = []

    def text(
        self,
        edits: Iterable[Edit],
        relative: bool,
        top: Collection[str],
        typing: Collection[str],
        public: Collection[str],
    ) -> bytes:
        """The bytes. `edits` are those of the old module's text, `top` and `typing` the names that it keeps and that are
        imported from it at once, or for type checkers; `public` those that belong in `__all__`.
        """
        host = self.host
        self.cutting = Cutting(self.source, edits, host)
        if self.inside:
            host.edits += self.inside.edits
        place = self._place()
        self._futures()
        self._imports(relative, top)
        self._typing(relative, typing)
        host.add_blocks(b"".join(self._block(unit) for unit in sorted(self.needs.blocks, key=lambda item: item.start)))
        self._exports(public)
        host.add_body(place, self._body())
        return host.text()

    # where the code goes

    def _place(self) -> int:
        """How many of the module's statements come before the code."""
        host, inside = self.host, self.inside
        header = set(host.header)
        if self.is_new:
            return 0
        their_body = {name: unit for name, unit in places(host.units).items() if unit not in header}
        coming = [*self.sides.copied, *self.sides.going]
        mine_at = places(coming)
        needed: set[str] = set()
        for unit in coming:
            needed |= {name for name in eager_names(self.source, unit, mine_at) if name not in mine_at}
        first = len(host.header)
        for name in needed & self.needs.there | {name for name in needed if name in their_body}:
            if name in their_body:
                first = max(first, host.units.index(their_body[name]) + 1)
        last = len(host.units)
        brought = set(mine_at)
        for count, unit in enumerate(host.units):
            if unit in header:
                continue
            uses: set[str] = set()
            if inside:
                eager = eager_names(host.module, unit, their_body)
                uses = {inside.leads_to[name] for name in eager if name in inside.leads_to} | inside.members_used(unit)
            if unit.kind == "main" or uses & brought:
                last = min(last, count)
        if first > last:
            at = Location(host.module.path, host.units[last].line)
            raise Refused(
                "definition-order",
                f"each needs a name of the other while it is imported ({at})",
                "move what both need to a third module first",
                at,
            )
        return last

    # what stands above it

    def _futures(self) -> None:
        mine = [alias.name for unit in self.sides.units if unit.kind == "future" for alias in aliases_of(unit)]
        there = self.host.futures
        wanted = [name for name in mine if name not in there]
        self.host.add_futures(wanted)
        path = self.host.module.path
        if "annotations" in wanted and not self.is_new:
            self.notes.append(f"{path}: annotations are no longer evaluated (`from __future__ import annotations`)")
        elif "annotations" in there and "annotations" not in mine:
            self.notes.append(
                f"{path}: annotations of what moves are no longer evaluated (`from __future__ import annotations`)"
            )

    def _imports(self, relative: bool, top: Collection[str]) -> None:
        host, wanted = self.host, list[tuple[Line, bytes]]()
        for unit, aliases in sorted(self.needs.plain.items(), key=lambda item: item[0].start):
            wanted += [(host.line(self.source, node, 0, 0), text) for node, text in self._statements(unit, aliases)]
        stars: dict[str, list[str]] = {}
        for name, star in sorted(self.needs.starred.items()):
            stars.setdefault(star, []).append(name)
        for module, names in [*stars.items(), *([(self.source.name, sorted(top))] if top else [])]:
            wanted.append(from_line(host, module, names, relative))
        self._tell_of_packages(wanted)
        host.add_imports(wanted)
        self._take_typing_away()

    def _tell_of_packages(self, wanted: list[tuple[Line, bytes]]) -> None:
        """Other people's packages that whoever imports the module needs from now on."""
        module = self.host.module
        known = {origin.partition(".")[0] for origin, _ in module.origins.values()}
        more = {line.module.partition(".")[0] for line, _ in wanted if line.rank == 1} - known
        if not self.is_new:
            self.notes += [f"{module.path}: importing it loads `{package}` as well now" for package in sorted(more)]

    def _statements(self, unit: Unit, aliases: list[ast.alias]) -> list[tuple[ast.stmt, bytes]]:
        """The import statements of a unit with these names only."""
        found: list[tuple[ast.stmt, bytes]] = []
        for node in unit.statements:
            assert isinstance(node, ast.Import | ast.ImportFrom)
            kept = [alias for alias in node.names if alias in aliases]
            if not kept:
                continue
            if len(kept) == len(node.names) and len(unit.statements) == 1:
                text = self.cutting.text(unit.code, unit.end)
                found.append((node, text if text.endswith((b"\n", b"\r")) else text + self.host.newline))
            else:
                found.append((node, self._shortened(node, kept)))
        return found

    def _shortened(self, node: ast.Import | ast.ImportFrom, kept: list[ast.alias]) -> bytes:
        head = b"import "
        if isinstance(node, ast.ImportFrom):
            head = b"from " + self.cutting.text(*self.source.positions.from_span(node)) + b" import "
        return written(self.host.module, head, kept, self.host.newline)

    def _take_typing_away(self) -> None:
        """What the module imported for type checkers only, and imports at once now."""
        host, gone = self.host, self.needs.at_once
        if not gone:
            return
        blocks = blocks_of(host.module.source.tree)
        for unit in host.units:
            ours = [alias for alias in aliases_of(unit) if alias in gone]
            if ours and len(ours) == len(aliases_of(unit)):
                host.edits.append(Edit(own_start(host.module, unit), unit.end, b""))
                continue
            for node in body_of(unit) if ours else ():
                if isinstance(node, ast.Import | ast.ImportFrom) and (some := [a for a in node.names if a in gone]):
                    if len(some) == len(node.names):
                        host.edits.append(without_statement(host.module, node, blocks[id(node)]))
                    else:
                        host.edits += without_names(host.module, node, some)

    def _typing(self, relative: bool, back: Collection[str]) -> None:
        """What only type checkers import."""
        host = self.host
        wanted: list[tuple[Line, bytes]] = []
        heads = []
        for unit, aliases in sorted(self.needs.typing.items(), key=lambda item: item[0].start):
            heads.append(unit)
            for node in body_of(unit):
                assert isinstance(node, ast.Import | ast.ImportFrom)
                if kept := [alias for alias in node.names if alias in aliases]:
                    wanted.append((host.line(self.source, node, 0, 0), host.indent + self._shortened(node, kept)))
        if back:
            line, text = from_line(host, self.source.name, sorted(back), relative)
            wanted.append((line, host.indent + text))
        add_typing(host, wanted, self._head(heads[0]) if heads else b"")

    def _head(self, unit: Unit) -> bytes:
        """The line that opens a block for type checkers, as the old module writes it."""
        if not below_its_line(unit.statements[0]):
            return b""
        return self.cutting.text(unit.code, self.source.positions.line_start(body_of(unit)[0].lineno))

    def _block(self, unit: Unit) -> bytes:
        text = self.cutting.text(unit.code, unit.end)
        return self.host.newline + (text if text.endswith((b"\n", b"\r")) else text + self.host.newline)

    def _exports(self, public: Collection[str]) -> None:
        host, exports = self.host, self.host.module.exports
        if self.is_new:
            listed = [name for name in self.source.exports.names if name in public]
            if listed:
                items = "".join(f'    "{name}",\n' for name in listed) if len(listed) > 3 else ""
                text = (
                    f"__all__ = [\n{items}]\n" if items else "__all__ = [" + ", ".join(f'"{n}"' for n in listed) + "]\n"
                )
                encoded = host.module.positions.encode(text.replace("\n", host.newline.decode()))
                host.insert(len(host.module.source.data), (host.newline if host.has_inserts else b"") + encoded)
        elif exports.there:
            more = [name for name in public if name not in exports.names]
            if more and (not exports.known or exports.display is None):
                raise Refused(
                    "dynamic-all", f"`{host.module.name}` builds its `__all__`", "write it out as a list of names",
                    Location(host.module.path),
                )  # fmt: skip
            host.export(more)

    # the code

    def _body(self) -> bytes:
        """The moved statements, as far apart as they were."""
        line, units = self.host.newline, self.sides.units
        coming = set(self.sides.going) | set(self.sides.copied)
        body, before = b"", None
        for count, unit in enumerate(units):
            if unit not in coming:
                continue
            start = own_start(self.source, unit)
            text = self.cutting.text(start, unit.end)
            text = text if text.endswith((b"\n", b"\r")) else text + line
            if before is not None:
                blank = len(re.findall(rb"\r\n|\r|\n", _blank_above(self.source.source.data[unit.start : start])))
                if before != count - 1:
                    blank = max(blank, 1)
                if before != count - 1 and "definition" in (units[before].kind, unit.kind):
                    blank = max(blank, 2)
                body += line * blank
            body += text
            before = count
        return body


def _blank_above(text: bytes) -> bytes:
    """The blank lines at the end of some text."""
    return text[len(text.rstrip()) :] if not text.strip() else text[len(text.rstrip()) :].partition(b"\n")[2]


def from_line(host: Host, module: str, names: list[str], relative: bool) -> tuple[Line, bytes]:
    """`from module import names` as the host writes it, and where it belongs."""
    target = spell(host.module, module, relative)
    bare = target.lstrip(".")
    aliases = [ast.alias(*name.split(" as ")) for name in names]
    text = written(host.module, host.module.positions.encode(f"from {target} import "), aliases, host.newline)
    return host.line_of(bare, len(target) - len(bare), names[0].partition(" ")[0], is_from=True), text


def add_typing(host: Host, wanted: list[tuple[Line, bytes]], head: bytes) -> None:
    """Put imports that are for type checkers into the block that is there, or into a new one that begins with `head`."""
    if not wanted:
        return
    if host.block is not None:
        host.fill_block(wanted)
        return
    if not head:
        head = b"if TYPE_CHECKING:" + host.newline
        known = host.module.namespace.get("TYPE_CHECKING")
        if not known:
            host.add_imports(
                [
                    (
                        host.line_of("typing", 0, "TYPE_CHECKING", is_from=True),
                        b"from typing import TYPE_CHECKING" + host.newline,
                    )
                ]
            )
    host.add_blocks(host.newline + head + b"".join(text for _, text in wanted))


def imports_inside(module: Module, functions: Iterable[tuple[ast.AST, str]], target: str) -> list[Edit]:
    """`from target import name` at the top of each of these functions, one line for all of its names."""
    at, data = module.positions, module.source.data
    wanted: dict[int, tuple[ast.FunctionDef | ast.AsyncFunctionDef, set[str]]] = {}
    for node, name in functions:
        assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        wanted.setdefault(id(node), (node, set()))[1].add(name)
    edits = []
    for node, names in wanted.values():
        first = node.body[0]
        doc = (
            isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
        )
        text = at.encode(f"from {target} import {', '.join(sorted(names))}")
        start = at.line_start(first.lineno)
        indent = data[start : at.start(first)]
        if indent.strip() or (doc and len(node.body) > 1 and node.body[1].lineno == first.end_lineno):
            where = Location(module.path, node.lineno)
            raise Refused(
                "one-line-function", f"{where}: an import cannot go into `{node.name}`, which stands on one line",
                "give its body lines of its own first", where,
            )  # fmt: skip
        line = newline_of(data)
        if doc:
            stop = at.line_start((first.end_lineno or first.lineno) + 1)
            apart = line if len(node.body) > 1 else b""
            ending = b"" if data[:stop].endswith((b"\n", b"\r")) else line
            edits.append(
                Edit(stop, stop, ending + indent + text + line + (b"" if not apart else _apart(data, stop, line)))
            )
        else:
            decorators: list[ast.expr] = getattr(first, "decorator_list", [])
            start = at.line_start(min([first.lineno, *(item.lineno for item in decorators)]))
            edits.append(Edit(start, start, indent + text + line + line))
    return edits


def _apart(data: bytes, stop: int, line: bytes) -> bytes:
    """A blank line, unless there is one."""
    return b"" if data[stop:].lstrip(b" \t").startswith((b"\n", b"\r")) else line


def new_module(path: PurePosixPath, name: str, text: bytes) -> Module:
    """A module that is not there yet."""
    return Module(Source(path, text, name, package=path.stem == "__init__"))


def sorted_imports(module: Module) -> bytes:
    """The module's text with each run of from-imports, a line each and without comments, in the order of their modules."""
    at, data = module.positions, module.source.data
    edits: list[Edit] = []
    run: list[ast.ImportFrom] = []
    for node in [*module.source.tree.body, None]:
        plain = isinstance(node, ast.ImportFrom) and node.module != "__future__" and node.lineno == node.end_lineno
        follows = run and node is not None and node.lineno == run[-1].lineno + 1
        if (
            isinstance(node, ast.ImportFrom)
            and plain
            and (follows or not run)
            and (not run or node.level == run[0].level)
        ):
            run.append(node)
            continue
        wanted = sorted(run, key=lambda item: (item.module or "").lower())
        if wanted != run:
            lines = [data[at.line_start(item.lineno) : at.line_start(item.lineno + 1)] for item in wanted]
            if not any(b"#" in line or b";" in line for line in lines):
                edits.append(Edit(at.line_start(run[0].lineno), at.line_start(run[-1].lineno + 1), b"".join(lines)))
        run = [node] if isinstance(node, ast.ImportFrom) and plain else []
    return apply_edits(data, edits)
