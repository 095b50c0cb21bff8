"""How one file spells a name that it is to use: by an import that is there, or by one that it gets; and imports that it no longer needs."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import Literal

from migrate.model import Location
from migrate.python.bindings import ImportSite, Scope
from migrate.python.edits import BOM, Edit, newline_of
from migrate.refactoring.imports.lines import Line, insertions
from migrate.refactoring.imports.retarget import remove_alias, spell
from migrate.refactoring.refused import Refused
from migrate.refactoring.rules.matching import Reading
from migrate.refactoring.symbols import find_symbol
from migrate.refactoring.units import header_of, units_of
from migrate.references.index import Index
from migrate.references.names import Meaning, Module, Names

Style = Literal["from", "module"]
WIDTH = 100
"""How long an import line may become by another name."""


@dataclass(frozen=True)
class Wanted:
    """A dotted name, cut into the module that holds it and the rest. `bound` is the name that its import should bind."""

    dotted: str
    module: str
    rest: tuple[str, ...] = ()
    bound: str = ""
    style: Style = "from"


@dataclass(frozen=True)
class Place:
    """Where a name is to be used: the scope, and whether it is asked for only when a function runs."""

    scope: Scope
    line: int
    later: bool


def read_imports(statements: Sequence[str]) -> dict[str, Wanted]:
    """Name → what it means, for the import statements that a rule brings. Raises ValueError for anything else."""
    found: dict[str, Wanted] = {}
    for text in statements:
        try:
            body = ast.parse(text).body
        except (SyntaxError, ValueError) as error:
            raise ValueError(f"`{text}` is no import statement") from error
        for node in body:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    name = alias.asname or alias.name
                    found[name] = Wanted(alias.name, alias.name, (), name, "module")
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module and node.names[0].name != "*":
                for alias in node.names:
                    name = alias.asname or alias.name
                    found[name] = Wanted(f"{node.module}.{alias.name}", node.module, (alias.name,), name, "from")
            else:
                raise ValueError(f"`{text}` is no import of a module or of names by absolute name")
    return found


def split(index: Index, dotted: str, style: Style) -> Wanted:
    """The name cut where its module ends. Raises Refused where the tree has no such name, or nothing says what is a module."""
    parts = dotted.split(".")
    names = index.names
    if names.is_ours(dotted):
        count = max(n for n in range(1, len(parts) + 1) if names.is_module(".".join(parts[:n])))
        if names.meaning(dotted) is None and not is_open(names, ".".join(parts[:count])):
            find_symbol(index, dotted)
    elif parts[0] in sys.stdlib_module_names:
        count = next(n for n in range(len(parts), 0, -1) if n == 1 or _in_stdlib(".".join(parts[:n])))
    elif len(parts) <= 2:
        count = 1
    else:
        count = next((n for n, part in enumerate(parts) if part[:1].isupper()), 0)
        if not count:
            raise Refused(
                "unknown-module",
                f"nothing says which part of `{dotted}` is a module",
                f'bring the import: `imports = ["from {".".join(parts[:-1])} import {parts[-1]}"]`',
            )
    return Wanted(dotted, ".".join(parts[:count]), tuple(parts[count:]), "", style)


def is_open(names: Names, module: str) -> bool:
    """Whether a module may have names that its statements do not show."""
    info = names.module(module)
    return info is not None and ("__getattr__" in info.namespace or any(not names.is_ours(star) for star in info.stars))


@lru_cache(maxsize=256)
def _in_stdlib(module: str) -> bool:
    """Whether the running Python's library has that module. Only packages of the library are imported to find out."""
    try:
        return find_spec(module) is not None
    except (ImportError, AttributeError, ValueError):
        return False


class ImportsNeeded:
    """Spells names in one file and gathers the imports that it needs for that."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.module = reading.module
        self.names = reading.names
        self.new: list[tuple[str, str, str]] = []
        """(module, name or nothing, the name bound) of each import to come."""
        self._spelled: dict[tuple[Wanted, Scope, bool], tuple[int, str]] = {}
        self.there = [
            (alias, node)
            for node in self.module.source.tree.body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
            if alias.name != "*"
        ]

    def spelled(self, wanted: Wanted, place: Place) -> str:
        """How the place can write the name. Raises Refused where its own module hides it there."""
        home = self._own(wanted)
        if home:
            if self._means(wanted.rest[0], place, Meaning(self.module.name, wanted.rest[0])):
                return home
            where = Location(self.module.path, place.line)
            raise Refused("captured-name", f"{where} has another `{home}`", "rename that first", where)
        key = wanted, place.scope, place.later
        if key not in self._spelled or not (place.later or place.line > self._spelled[key][0]):
            found = sorted(self._existing(wanted, place))
            self._spelled[key] = found[0][1:] if found else (0, self._bring(wanted, place))
        return self._spelled[key][1]

    def _own(self, wanted: Wanted) -> str:
        """The name, if it is one of this module's own."""
        if wanted.module != self.module.name or not wanted.rest:
            return ""
        return ".".join(wanted.rest)

    def _means(self, name: str, place: Place, meaning: Meaning) -> bool:
        return self.names.of_name(self.module, name, place.scope) == meaning

    def _existing(self, wanted: Wanted, place: Place) -> Iterator[tuple[int, int, str]]:
        """(how far from the wished style, the import's line, the spelling) for each import that can be used there."""
        target = self.names.meaning(wanted.dotted)
        dotted = target.dotted if target else wanted.dotted
        for alias, node in self.there:
            bound = alias.asname or alias.name.partition(".")[0]
            written = self._written(alias)
            meaning = self.names.bound(self.module, bound, alias)
            if meaning is None:
                continue
            if f"{wanted.dotted}.".startswith(f"{written}."):
                rest = wanted.dotted[len(written) :]
            elif f"{dotted}.".startswith(f"{meaning.dotted}."):
                rest = dotted[len(meaning.dotted) :]
            else:
                continue
            if isinstance(node, ast.Import) and not alias.asname and not self._loads(alias.name, wanted.module):
                continue
            end = node.end_lineno or node.lineno
            if self._means(bound, place, meaning) and (place.later or place.line > end):
                whole = (rest == "") == (wanted.style == "from" and bool(wanted.rest))
                yield (0 if whole else 1), end, bound + rest

    def _written(self, alias: ast.alias) -> str:
        """The absolute name that an import writes, before re-exports are followed."""
        module, taken = self.module.origins[alias]
        if taken:
            return f"{module}.{taken}"
        return module if alias.asname else module.partition(".")[0]

    def _loads(self, imported: str, module: str) -> bool:
        """Whether `import imported` makes sure that the module is there."""
        return f"{imported}.".startswith(f"{module}.") or (imported, module) == ("os", "os.path")

    def _bring(self, wanted: Wanted, place: Place) -> str:
        leaf = wanted.module.rpartition(".")[2]
        choices: list[tuple[str, str, str]] = []
        by_name = [(wanted.module, wanted.rest[0], wanted.rest[0])] if wanted.rest else []
        by_module = [(wanted.module, "", wanted.module.partition(".")[0])]
        if wanted.bound:
            name = wanted.rest[0] if wanted.style == "from" and wanted.rest else ""
            choices.append((wanted.module, name, wanted.bound))
        else:
            choices += [*by_name, *by_module] if wanted.style == "from" else [*by_module, *by_name]
        if wanted.rest:
            choices.append((wanted.module, wanted.rest[0], f"{leaf}_{wanted.rest[0]}"))
        else:
            choices.append((wanted.module, "", f"{leaf}_"))
        for module, name, bound in choices:
            first = bound.partition(".")[0]
            known = (module, name, bound) in self.new and place.scope.lookup(first) is None
            if known or self._is_free(first, place):
                if (module, name, bound) not in self.new:
                    self.new.append((module, name, bound))
                if name:
                    return ".".join([bound, *wanted.rest[1:]])
                plain = bound == module.partition(".")[0] or bound == module
                return ".".join([module if plain else bound, *wanted.rest])
        where = Location(self.module.path, place.line)
        raise Refused("name-taken", f"{where} has no free name for `{wanted.dotted}`", "import it there by hand", where)

    def _is_free(self, name: str, place: Place) -> bool:
        """Whether the file can bind the name at its top: nothing there is called so, and nobody there asks Python for it."""
        if name in self.module.namespace or any(item[2].partition(".")[0] == name for item in self.new):
            return False
        if any(use.name.id == name and use.scope.lookup(name) is None for use in self.reading.bindings.uses):
            return False
        return place.scope.lookup(name) is None

    # the lines

    def edits(self, index: Index) -> list[Edit]:
        """The edits that bring the new imports, each beside those of its kind."""
        module, at, data = self.module, self.module.positions, self.module.positions.data
        newline = newline_of(data)
        found: list[Edit] = []
        lines: list[tuple[Line, bytes]] = []
        joined: dict[ast.ImportFrom, list[str]] = {}
        fresh: dict[str, list[str]] = {}
        relative = self._is_relative()
        for target, name, bound in sorted(self.new):
            if name:
                last = name if name == bound else f"{name} as {bound}"
                node = self._same_line(target, len(last) + 2)
                (joined.setdefault(node, []) if node else fresh.setdefault(target, [])).append(last)
                continue
            text = f"import {target}" if bound in (target, target.partition(".")[0]) else f"import {target} as {bound}"
            line = Line(self._rank(target, 0), False, 0, target, "", 0, 0)
            lines.append((line, at.encode(text) + newline))
        for target, names in fresh.items():
            written = spell(module, target, relative and self.names.is_ours(target))
            level = len(written) - len(written.lstrip("."))
            line = Line(self._rank(target, level), True, level, written.lstrip("."), names[0], 0, 0)
            lines.append((line, at.encode(f"from {written} import {', '.join(names)}") + newline))
        found += [self._longer(node, names) for node, names in joined.items()]
        return found + (self._inserted(index, lines, newline) if lines else [])

    def _is_relative(self) -> bool:
        """Whether the file names its own tree by relative imports only."""
        levels = [
            node.level
            for _, node in self.there
            if isinstance(node, ast.ImportFrom) and self.names.is_ours(self.module.target(node) or "-")
        ]
        return bool(levels) and all(levels)

    def _rank(self, target: str, level: int) -> int:
        if level:
            return 3
        top = target.partition(".")[0]
        if top == "__future__":
            return -1
        return 2 if self.names.is_module(top) else 0 if top in sys.stdlib_module_names else 1

    def _same_line(self, target: str, longer: int) -> ast.ImportFrom | None:
        """An import of names from that module, on one line that can hold another."""
        at, data = self.module.positions, self.module.positions.data
        for _, node in self.there:
            if (
                not isinstance(node, ast.ImportFrom)
                or self.module.target(node) != target
                or node.lineno != node.end_lineno
            ):
                continue
            line = data[at.line_start(node.lineno) : at.line_start(node.lineno + 1)].rstrip()
            if (
                len(line) + longer <= WIDTH
                and at.end(node) == at.line_start(node.lineno) + len(line)
                and line[-1:] != b")"
            ):
                return node
        return None

    def _longer(self, node: ast.ImportFrom, names: list[str]) -> Edit:
        """The edit that adds names to a line, in order where they are in order."""
        at = self.module.positions
        there = [alias.name + (f" as {alias.asname}" if alias.asname else "") for alias in node.names]
        both = [*there, *names]
        for key in (None, str.lower):
            if there == sorted(there, key=key):
                both = sorted(both, key=key)
                break
        return Edit(at.start(node.names[0]), at.end(node.names[-1]), at.encode(", ".join(both)))

    def _inserted(self, index: Index, wanted: list[tuple[Line, bytes]], newline: bytes) -> list[Edit]:
        module, at, data = self.module, self.module.positions, self.module.positions.data
        units = units_of(module)
        header = header_of(units)
        lines = []
        for unit in header:
            node = unit.statements[0]
            if unit.kind == "import" and isinstance(node, ast.Import | ast.ImportFrom):
                level = node.level if isinstance(node, ast.ImportFrom) else 0
                written = (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
                target = self.module.origins[node.names[0]][0]
                lines.append(
                    Line(self._rank(target, level), isinstance(node, ast.ImportFrom), level, written,
                         node.names[0].name if level or isinstance(node, ast.ImportFrom) else "", unit.code, unit.end)
                )  # fmt: skip
        if lines:
            placed, above = insertions(lines, wanted, newline)
            edits = [
                Edit(offset, offset, _own_line(data, offset, newline) + text) for offset, text in _gathered(placed)
            ]
            if above:
                edits = [
                    Edit(item.start, item.end, item.text + newline) if item.start == lines[0].start else item
                    for item in edits
                ]
            return edits
        kinds = sorted({line.rank for line, _ in wanted})
        text = newline.join(b"".join(text for line, text in wanted if line.rank == kind) for kind in kinds)
        docs = [unit for unit in header if unit.kind in ("docstring", "future")]
        if docs:
            stop = docs[-1].end
            rest = data[stop:]
            blank = b"" if not rest.strip() or re.match(rb"[ \t]*[\r\n]", rest) else newline
            return [Edit(stop, stop, _own_line(data, stop, newline) + newline + text + blank)]
        top = _below_comments(data, units[0].start, units[0].code) if units else at.starts[0]
        return [Edit(top, top, text + newline)]


def _gathered(placed: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    texts: dict[int, bytes] = {}
    for offset, text in placed:
        texts[offset] = texts.get(offset, b"") + text
    yield from texts.items()


def _own_line(data: bytes, offset: int, newline: bytes) -> bytes:
    """What must come first for a text at that offset to begin a line."""
    return newline if data[:offset].removeprefix(BOM) and data[offset - 1 : offset] not in (b"\n", b"\r") else b""


def _below_comments(data: bytes, start: int, code: int) -> int:
    """Where a first import goes: below the comments that open the file and end with a blank line, or below its first lines."""
    above = data[start:code]
    if blank := re.search(rb"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)", above):
        return start + blank.end()
    opening = re.match(rb"(?:#!.*(?:\r\n|\r|\n))?(?:#.*coding[:=].*(?:\r\n|\r|\n))?", above)
    return start + (opening.end() if opening else 0)


# imports that nothing uses any more

Key = tuple[str, str, str, str]


def _keys(module: Module) -> dict[Key, tuple[int, ImportSite, ast.alias]]:
    """Every imported name by where it is and what it imports, with how often it is used."""
    counts: dict[tuple[int, str], int] = {}
    for use in module.bindings.uses:
        home = use.scope.lookup(use.name.id)
        if home is not None:
            key = id(home), use.name.id
            counts[key] = counts.get(key, 0) + 1
    found: dict[Key, tuple[int, ImportSite, ast.alias]] = {}
    for site in module.bindings.imports:
        for alias in site.node.names:
            bound = alias.asname or (alias.name.partition(".")[0] if isinstance(site.node, ast.Import) else alias.name)
            origin = ".".join(module.origins[alias])
            found[_qualified(site.scope), origin, alias.name, bound] = (
                counts.get((id(site.scope), bound), 0),
                site,
                alias,
            )
    return found


def _qualified(scope: Scope | None) -> str:
    parts = []
    while scope is not None:
        parts.append(getattr(scope.node, "name", ""))
        scope = scope.parent
    return ".".join(reversed(parts))


def no_longer_used(before: Module, after: Module) -> list[tuple[ImportSite, ast.alias, str]]:
    """The imports of the file after, which it used before and uses no more, with the names that they bind.

    Those that hand a name on (`__all__`, `X as X`, a package's own), those in a `try`, and those with a `noqa` are not among them.
    """
    if after.package or b"import" not in after.source.data:
        return []
    old, new = _keys(before), _keys(after)
    guarded: set[int] | None = None
    at, data = after.positions, after.positions.data
    found = []
    for key, (count, site, alias) in new.items():
        bound = key[3]
        if count or not old.get(key, (0,))[0] or alias.name == "*" or alias.asname == alias.name:
            continue
        if guarded is None:
            tries = [part for part in ast.walk(after.source.tree) if isinstance(part, ast.Try | ast.TryStar)]
            guarded = {id(node) for part in tries for node in ast.walk(part)}
        exported = after.exports.there and (not after.exports.known or bound in after.exports.names)
        if id(site.node) in guarded or (exported and site.scope.kind == "module") or site.scope.kind == "class":
            continue
        lines = data[at.line_start(site.node.lineno) : at.line_start((site.node.end_lineno or site.node.lineno) + 1)]
        if b"# noqa" in lines or bound in before.bindings.module.globals:
            continue
        found.append((site, alias, bound))
    return found


def without(module: Module, gone: Collection[ast.alias]) -> list[Edit]:
    """The edits that take these names out of their import statements, and statements of which nothing is left."""
    edits: list[Edit] = []
    at, data = module.positions, module.positions.data
    blocks = {
        id(node): block
        for parent in ast.walk(module.source.tree)
        for name in ("body", "orelse", "finalbody")
        if isinstance(block := getattr(parent, name, None), list)
        for node in block
    }
    for site in module.bindings.imports:
        node = site.node
        leaving = [alias for alias in node.names if alias in gone]
        if not leaving:
            continue
        if len(leaving) < len(node.names):
            if len(leaving) == 1:
                edits.append(remove_alias(module, node, leaving[0]))
            else:
                edits += _shortened(module, node, [alias for alias in node.names if alias not in gone])
            continue
        start, end = at.start(node), at.end(node)
        line, stop = at.line_start(node.lineno), at.line_start((node.end_lineno or node.lineno) + 1)
        block = blocks[id(node)]
        rest = data[end:stop].strip()
        if len(block) == 1 and block is not module.source.tree.body:
            edits.append(Edit(start, end, b"pass"))
        elif not data[line:start].strip() and not rest:
            edits.append(Edit(line, _blank_after(data, line, stop, block[0] is node), b""))
        elif following := re.compile(rb"[ \t]*;[ \t]*").match(data, end):
            edits.append(Edit(start, following.end(), b""))
        elif not data[line:start].strip() and rest.startswith(b"#"):
            edits.append(Edit(line, stop, b""))
    return edits


def _shortened(module: Module, node: ast.Import | ast.ImportFrom, kept: list[ast.alias]) -> list[Edit]:
    """The edit of a statement that keeps several of its names; none where a comment stands among them."""
    at = module.positions
    start, end = at.start(node.names[0]), at.end(node.names[-1])
    if b"#" in at.data[start:end]:
        return []
    texts = [at.data[at.start(alias) : at.end(alias)] for alias in kept]
    breaks = re.search(rb",(\s*)", at.data[start:end])
    return [Edit(start, end, (b"," + (breaks.group(1) if breaks else b" ")).join(texts))]


def _blank_after(data: bytes, line: int, stop: int, first: bool) -> int:
    """The end of the lines to take away: a blank line goes too where it would be the second, or open a block."""
    opening = not data[:line].removeprefix(BOM).strip()
    blank = re.compile(rb"(?:[ \t]*(?:\r\n|\r|\n))+" if opening else rb"[ \t]*(?:\r\n|\r|\n)").match(data, stop)
    apart = opening or re.search(rb"(?:\A|\n|\r)[ \t]*(?:\r\n|\r|\n)\Z", data[:line])
    return blank.end() if blank and (apart or first) else stop


class Askers:
    """Which names of a module other files of the tree ask for. One pass over the files' bytes answers for many."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._known: dict[str, set[str]] = {}

    def ask(self, name: str, module: str) -> bool:
        """Whether some file writes `module.name` or imports the name from something called like the module."""
        leaf = module.rpartition(".")[2]
        if name not in self._known:
            self._known[name] = self._homes(name)
        return leaf in self._known[name] or "*" + leaf in self._known[name]

    def _homes(self, name: str) -> set[str]:
        """The last names of what the files ask for that name."""
        found: set[str] = set()
        word = re.escape(name).encode()
        dotted = re.compile(rb"\.[ \t]*" + word + rb"\b")
        imported = re.compile(
            rb"from[ \t]+([.\w]+)[ \t]+import[ \t]*(?:\([^)]*?\b" + word + rb"\b|[^\n(#]*?\b" + word + rb"\b)"
        )
        renamed = re.compile(rb"[ \t]as[ \t]+(\w+)")
        for path in self.names.workspace.python_files():
            data = self.names.workspace.read(path)
            if word not in data:
                continue
            if bases := {_word_before(data, match.start()) for match in dotted.finditer(data)}:
                found |= bases
                found |= {
                    _word_before(data, item.start())
                    for item in renamed.finditer(data)
                    if item[1].decode(errors="replace") in bases
                }
            for module in imported.findall(data):
                written = module.decode(errors="replace")
                target = written.rpartition(".")[2] or self.names.names[path].rpartition(".")[0].rpartition(".")[2]
                found.add(target)
            if b"import *" in data or b"import*" in data:
                stars = re.findall(rb"from[ \t]+([.\w]+)[ \t]+import[ \t]*\*", data)
                found |= {"*" + star.decode(errors="replace").rpartition(".")[2] for star in stars}
        return found


def _word_before(data: bytes, end: int) -> str:
    """The word that ends there, blanks passed over."""
    end = len(data[max(end - 80, 0) : end].rstrip(b" \t")) + max(end - 80, 0)
    start = end
    while start and (data[start - 1 : start].isalnum() or data[start - 1] in b"_"):
        start -= 1
    return data[start:end].decode("ascii", "replace")


def names_in(nodes: Iterable[ast.AST]) -> set[str]:
    """Every plain name in these trees."""
    return {part.id for node in nodes for part in ast.walk(node) if isinstance(part, ast.Name)}
