"""Gives a module the imports that new code in it needs: none twice, beside those of their kind, none that closes a ring."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from migrate.model import Location
from migrate.python.edits import Edit
from migrate.python.imports import imports_in, parents_of
from migrate.refactoring.calls.signatures import NARROW, WIDE, Arguments
from migrate.refactoring.imports.hosting import Host
from migrate.refactoring.imports.lines import Line
from migrate.refactoring.imports.retarget import spell
from migrate.refactoring.refused import Refused
from migrate.references.cycles import Loading
from migrate.references.index import Index
from migrate.references.names import Module

AFTER_IMPORT = re.compile(rb"(?:[ \t\f]|\\\r?\n)*import(?:[ \t\f]|\\\r?\n)*")


@dataclass(frozen=True, slots=True, order=True)
class Wanted:
    """One name that a module needs: `import module as asname`, or with `name` `from module import name as asname`."""

    module: str
    name: str = ""
    asname: str = ""

    @property
    def bound(self) -> str:
        """The name that it binds."""
        return self.asname or self.name or self.module.partition(".")[0]

    @property
    def written(self) -> str:
        """How a list of imported names says it."""
        thing = self.name or self.module
        return f"{thing} as {self.asname}" if self.asname else thing


def wanted_of(statements: Iterable[str]) -> list[Wanted]:
    """The names of these import statements. Raises Refused for text that is no absolute import."""
    found = []
    for text in statements:
        try:
            body = ast.parse(text.strip()).body
        except SyntaxError:
            body = []
        if not body or not all(isinstance(node, ast.Import) or _is_absolute(node) for node in body):
            raise Refused("bad-import", f"`{text}` is no absolute import", "write `from pkg.mod import name`")
        for node in body:
            if isinstance(node, ast.ImportFrom):
                found += [Wanted(node.module or "", alias.name, alias.asname or "") for alias in node.names]
            elif isinstance(node, ast.Import):
                found += [Wanted(alias.name, "", alias.asname or "") for alias in node.names]
    return list(dict.fromkeys(found))


def _is_absolute(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and not node.level and node.names[0].name != "*"


class ImportAdding:
    """Adds imports to the modules of one tree."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.loading = Loading(index.names)

    def edits(self, module: Module, wanted: Sequence[Wanted]) -> list[Edit]:
        """The edits that give the module these names at its top; none for those that it has.

        Raises Refused: `name-taken` where a name means something else there, `import-ring` where the import would load
        a module that loads this one.
        """
        missing = [item for item in dict.fromkeys(wanted) if not self._has(module, item)]
        for item in missing:
            self._check_ring(module, item)
        return _Adding(self.index, module).edits(missing) if missing else []

    def _has(self, module: Module, wanted: Wanted) -> bool:
        if wanted.module == module.name and wanted.name in module.namespace:
            return True
        nodes = module.namespace.get(wanted.bound, [])
        aliases = [node for node in nodes if isinstance(node, ast.alias)]
        typing = {item.line for item in imports_in(module.source) if item.when == "typing"}
        if not wanted.name and not wanted.asname and aliases and len(aliases) == len(nodes):
            plain = [alias for alias in aliases if not module.origins[alias][1] and not alias.asname]
            if len(plain) == len(nodes):
                return any(f"{alias.name}.".startswith(f"{wanted.module}.") for alias in plain)
        for node in nodes:
            if not isinstance(node, ast.alias) or not self._is_same(module, node, wanted):
                where = Location(module.path, getattr(node, "lineno", 1))
                reason = f"{where}: `{wanted.bound}` means something else here than in `{wanted.module}`"
                raise Refused("name-taken", reason, "import it under another name (`as`)", where)
        return any(alias.lineno not in typing for alias in aliases)

    def _is_same(self, module: Module, alias: ast.alias, wanted: Wanted) -> bool:
        if module.origins[alias] == (wanted.module, wanted.name):
            return True
        if not wanted.name or not self.index.names.is_ours(wanted.module):
            return False
        meaning = self.index.names.member(wanted.module, wanted.name)
        return meaning is not None and self.index.names.bound(module, wanted.bound, alias) == meaning

    def _check_ring(self, module: Module, wanted: Wanted) -> None:
        names = self.index.names
        if not module.name or not names.is_ours(wanted.module):
            return
        whole = f"{wanted.module}.{wanted.name}" if wanted.name else wanted.module
        target = whole if names.is_module(whole) else wanted.module
        above = {*parents_of(module.name), module.name}
        waiting = [name for name in (*parents_of(target), target) if name in names.paths and name not in above]
        came: dict[str, str] = {}
        while waiting:
            name = waiting.pop(0)
            for needed in sorted(self.loading.needs(name)):
                if needed == module.name:
                    ring = [module.name, name]
                    while ring[-1] in came:
                        ring.append(came[ring[-1]])
                    shown = " → ".join([module.name, *reversed(ring)])
                    reason = f"{module.path}: importing `{target}` here closes the ring {shown}"
                    raise Refused("import-ring", reason, "put the name into a module of its own", Location(module.path))
                if needed not in came and needed != target:
                    came[needed] = name
                    waiting.append(needed)


class _Adding:
    """Adds imports to one module."""

    def __init__(self, index: Index, module: Module) -> None:
        self.module = module
        self.data = module.source.data
        self.at = module.positions
        self.host = Host(index.names, module)
        self.plain = [unit for unit in self.host.header if unit.kind == "import"]

    def edits(self, missing: Sequence[Wanted]) -> list[Edit]:
        found: list[Edit] = []
        lines: dict[str, list[Wanted]] = {}
        for wanted in missing:
            lines.setdefault(wanted.module if wanted.name else f"import {wanted.written}", []).append(wanted)
        fresh: list[list[Wanted]] = []
        for group in lines.values():
            edit = self._extended(group) if group[0].name else None
            if edit:
                found += edit
            else:
                fresh.append(group)
        self.host.add_imports([self._new_line(group) for group in fresh])
        return found + self.host.inserted

    def _extended(self, group: list[Wanted]) -> list[Edit] | None:
        """The names put into an import of that module which is there; None where there is none that takes them."""
        for unit in self.plain:
            node = unit.statements[0]
            if len(unit.statements) > 1 or not isinstance(node, ast.ImportFrom) or node.names[0].name == "*":
                continue
            if self.module.target(node) == group[0].module:
                return self._with_more(node, sorted(group, key=lambda item: item.name))
        return None

    def _with_more(self, node: ast.ImportFrom, more: list[Wanted]) -> list[Edit]:
        _, end = self.at.from_span(node)
        match = AFTER_IMPORT.match(self.data, end)
        names = [alias.name for alias in node.names]
        in_parentheses = match is not None and self.data[match.end() : match.end() + 1] == b"("
        text = ", ".join(item.written for item in more)
        index = _sorted_place(names, more[0].name)
        if match and in_parentheses:
            solid = [(self.at.start(alias), self.at.end(alias)) for alias in node.names]
            arguments = Arguments(self.module, match.end(), solid, self.at.end(node))
            return arguments.insert(index, *(item.written for item in more))
        first, last = node.names[0], node.names[-1]
        start = self.at.line_start(node.lineno)
        length = len(self.at.decode(self.data[start : self.at.end(node)])) + len(text) + 2
        limit = min(max(max(map(len, self.module.source.lines)), NARROW), WIDE)
        if length > limit and node.lineno == node.end_lineno:
            listed = [self.at.decode(self.data[self.at.start(alias) : self.at.end(alias)]) for alias in node.names]
            for item in reversed(more):
                listed.insert(_sorted_place(names, item.name), item.written)
            inner = "".join(f"    {name},\n" for name in listed)
            block = self.at.encode(f"(\n{inner})").replace(b"\n", self.host.newline)
            return [Edit(self.at.start(first), self.at.end(last), block)]
        if index == 0:
            return [Edit(self.at.start(first), self.at.start(first), self.at.encode(f"{text}, "))]
        before = self.at.end(node.names[index - 1])
        return [Edit(before, before, self.at.encode(f", {text}"))]

    def _new_line(self, group: list[Wanted]) -> tuple[Line, bytes]:
        first = group[0]
        if not first.name:
            text = self.at.encode(f"import {first.written}") + self.host.newline
            return self.host.line_of("", 0, first.module), text
        written = spell(self.module, first.module, bool(self.host.relative))
        target = written.lstrip(".")
        names = sorted(item.written for item in group)
        line = self.host.line_of(target, len(written) - len(target), names[0], is_from=True)
        return line, self.at.encode(f"from {written} import {', '.join(names)}") + self.host.newline


def _sorted_place(names: Sequence[str], new: str) -> int:
    """Where the name belongs among these, if they are sorted; else at the end."""
    for key in (str, str.lower):
        if list(names) == sorted(names, key=key):
            return sum(key(name) <= key(new) for name in names)
    return len(names)
