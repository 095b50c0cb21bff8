"""Renames members of enums: those that are proven to be meant; all others that look alike are told."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from migrate.model import Location
from migrate.python.bindings import Use
from migrate.python.edits import Edit, Unplaced, newline_of
from migrate.python.source import last_name
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.bindings import FStrings, places
from migrate.references.index import Index
from migrate.references.names import Meaning, Module

ENUM_ENDS = ("Enum", "Flag", "Choices")
"""How the names of the bases of enums end, in the standard library and in Django."""


@dataclass(frozen=True)
class MemberRenaming:
    """The member `old` of an enum becomes `new`."""

    index: Index
    enum: Meaning
    old: str
    new: str

    def check(self) -> None:
        """Raise Refused where this is no member of an enum, or the new name cannot be had."""
        node, module = self.definition, self.module
        where = Location(module.path, node.lineno)
        if not any(last_name(base).endswith(ENUM_ENDS) for base in node.bases):
            reason = f"`{self.enum.dotted}` is no enum: members of other classes are not renamed"
            raise Refused("member", reason, "rename it by hand", where)
        if self.new in module.bindings.scope_of[node].bindings or self.new in ("name", "value", "mro"):
            raise Refused(
                "name-taken", f"{where}: `{self.enum.name}` has a `{self.new}` already", "choose another name", where
            )

    @cached_property
    def module(self) -> Module:
        """The module that defines the enum."""
        found = self.index.names.module(self.enum.module)
        assert found is not None
        return found

    @cached_property
    def definition(self) -> ast.ClassDef:
        """The class statement."""
        found = self.module.namespace[self.enum.name][0]
        assert isinstance(found, ast.ClassDef)
        return found

    def edits(self) -> Iterator[tuple[PurePosixPath, Edit | str, int]]:
        """(file, edit, line); a text in place of an edit says why nobody can tell what is meant there."""
        at = self.module.positions
        for start, end in places(self.module, self.module.bindings.scope_of[self.definition], self.old):
            yield self.module.path, Edit(start, end, at.encode(self.new)), at.line_of(start)
        for path in self.index.names.files_with(self.old):
            module = self.index.names.file(path)
            try:
                found = list(self._file(module))
            except SyntaxError as error:
                self.index.unread[path] = str(error.msg)
                continue
            except Unplaced as error:
                self.index.unread[path] = str(error)
                continue
            for edit, line in found:
                yield path, edit, line

    def _file(self, module: Module) -> Iterator[tuple[Edit | str, int]]:
        at, fstrings, seen = module.positions, FStrings(module), set[int]()
        for use in module.bindings.uses:
            for count, attribute in enumerate(use.attributes):
                if attribute.attr == self.old:
                    seen.add(id(attribute))
                    sure = self._is_enum(module, use, count)
                    if sure:
                        yield Edit(*fstrings.place(use, attribute), at.encode(self.new)), attribute.lineno
                    elif sure is None:
                        yield f"`{ast.unparse(attribute)}`: what it is asked of is not known", attribute.lineno
        for node in ast.walk(module.source.tree):
            if isinstance(node, ast.Attribute) and node.attr == self.old and id(node) not in seen:
                yield f"`{ast.unparse(node)}`: what it is asked of is not known", node.lineno
        edited = set()
        for reference in self.index.strings_in(module.path):
            if reference.owner == self.enum and reference.written == self.old:
                edited.add(id(reference.string))
                yield Edit(reference.start, reference.end, at.encode(self.new)), reference.line
        uses = {id(use.name): use for use in module.bindings.uses}
        for string, parent in module.bindings.strings:
            if string.value == self.old and id(string) not in edited:
                begun, count = _root(parent.value, uses) if isinstance(parent, ast.Subscript) else (None, 0)
                if begun and self._is_enum(module, begun, count):
                    start = at.string_start(string)
                    yield Edit(start, start + len(at.encode(self.old)), at.encode(self.new)), string.lineno
                else:
                    yield f"the string {self.old!r} may name the member", string.lineno

    def _is_enum(self, module: Module, use: Use, count: int) -> bool | None:
        """Whether the first `count` attributes of a use lead to the enum; None where that is not known."""
        names = self.index.names
        if count == 0 and module is self.module and use.name.id in ("self", "cls"):
            scope = use.scope
            while scope.parent and scope.kind != "class":
                scope = scope.parent
            return True if scope.node is self.definition else None
        meaning = names.of_name(module, use.name.id, use.scope)
        for attribute in use.attributes[:count]:
            meaning = names.attribute(meaning, attribute.attr) if meaning else None
        if meaning == self.enum:
            return True
        if meaning is None or meaning.rest:
            return None
        if not meaning.name:
            return False
        home = names.module(meaning.module)
        nodes = home.namespace.get(meaning.name, []) if home else []
        return False if nodes and all(isinstance(node, ast.ClassDef) for node in nodes) else None

    def alias(self) -> Edit:
        """`OLD = NEW` after the last member: to an enum that is another name of the same member."""
        if any(last_name(item) == "unique" for item in self.definition.decorator_list):
            where = Location(self.module.path, self.definition.lineno)
            raise Refused("unique", f"{where}: `@unique` forbids an alias", 'say `leave = "nothing"`', where)
        members = [item for item in self.definition.body if isinstance(item, ast.Assign | ast.AnnAssign)]
        at, data = self.module.positions, self.module.source.data
        first, last = members[0], members[-1]
        indent = data[at.line_start(first.lineno) : at.start(first)]
        if indent.strip():
            raise Unplaced(f"{self.module.path}:{first.lineno}: the members share a line with something else")
        end = at.line_start((last.end_lineno or last.lineno) + 1)
        line, text = newline_of(data), at.encode(f"{self.old} = {self.new}")
        whole = data[:end].endswith((b"\n", b"\r"))
        return Edit(end, end, indent + text + line if whole else line + indent + text)


def _root(node: ast.expr, uses: dict[int, Use]) -> tuple[Use | None, int]:
    """The use that a chain of attributes begins with, and how many attributes follow."""
    count = 0
    while isinstance(node, ast.Attribute):
        node, count = node.value, count + 1
    return uses.get(id(node)), count
