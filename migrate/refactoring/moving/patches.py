"""Where somebody puts another thing in the place of a name, and in which module it is looked up after a move."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal

from migrate.model import Location
from migrate.python.edits import Edit, Unplaced
from migrate.refactoring.moving.importers import is_patch
from migrate.refactoring.refused import Refused
from migrate.references.index import Index
from migrate.references.names import Meaning, Module


@dataclass(frozen=True, eq=False)
class Patch:
    """`mock.patch("module.name")`, `setattr(module, "name", …)` or `module.name = …` outside the module."""

    where: Location
    name: str
    form: Literal["string", "object"]
    start: int = 0
    """Where the module's name begins in the string."""


class Patches:
    """Every patch of these names of the module `old`, and where it must go when code that reads them moves to `new`."""

    def __init__(self, index: Index, old: str, new: str, names: Collection[str]) -> None:
        self.index = index
        self.names = sorted(names)
        self.old = old
        self.new = new

    @cached_property
    def found(self) -> list[Patch]:
        """In the order of the files."""
        listed = "|".join(map(re.escape, self.names))
        sign = re.compile(rf"[.'\"](?:{listed})[.'\"]|\.\s*(?:{listed})\s*(?:=[^=]|[-+*/|&]=|$)".encode(), re.MULTILINE)
        home = re.compile(rf"(?<!\w){re.escape(self.old.rpartition('.')[2])}(?!\w)".encode())
        anyhow = not f"{listed}{self.old}".isascii()
        found: list[Patch] = []
        for path in self.index.names.files_with(*self.names) if self.names else ():
            data = self.index.workspace.read(path)
            if self.index.names.names.get(path) != self.old and (anyhow or (home.search(data) and sign.search(data))):
                module = self.index.names.file(path)
                try:
                    found += [
                        patch for patch in (*self._strings(module), *self._objects(module)) if patch.name in self.names
                    ]
                except (SyntaxError, Unplaced):
                    continue
        return found

    def _strings(self, module: Module) -> Iterator[Patch]:
        if self.old.encode() not in module.source.data:
            return
        dotted = re.compile(rf"{re.escape(self.old)}\.([^\W\d]\w*)(?![\w])")
        for node, parent in module.bindings.strings:
            if is_patch(parent) and isinstance(parent, ast.Call) and parent.args[:1] == [node]:
                match = dotted.match(str(node.value))
                if match:
                    where = Location(module.path, node.lineno)
                    yield Patch(where, match.group(1), "string", module.positions.string_start(node))

    def _objects(self, module: Module) -> Iterator[Patch]:
        old = Meaning(self.old)
        references = self.index.in_file(module.path)
        longer = {id(item.use) for item in references if item.owner == old}
        whole = {
            id(item.use.name) for item in references if item.use and item.meaning == old and id(item.use) not in longer
        }
        for node, parent in module.bindings.strings:
            if is_patch(parent) and isinstance(parent, ast.Call) and len(parent.args) > 1 and parent.args[1] is node:
                first: ast.expr = parent.args[0]
                while isinstance(first, ast.Attribute):
                    first = first.value
                if id(first) in whole:
                    yield Patch(Location(module.path, node.lineno), str(node.value), "object")
        for item in references:
            last = item.use.attributes[-1] if item.use and item.use.attributes else None
            stored = last is not None and last.attr == item.written and not isinstance(last.ctx, ast.Load)
            if item.form == "attribute" and item.owner == old and stored:
                yield Patch(Location(item.path, item.line), item.written, "object")

    def decide(
        self, moved: Collection[str], there: Collection[str], here: Collection[str], asked: Collection[str]
    ) -> tuple[set[str], dict[PurePosixPath, list[Edit]]]:
        """The moved names whose patches stay at the old module, and the edits of patches of other names.

        `there` and `here` are the names that the new and the old module look up when their functions run, `asked` the moved
        names that others look up in the module where they are. Raises Refused where one patch would have to be two.
        """
        stays: set[str] = set()
        edits: dict[PurePosixPath, list[Edit]] = {}
        for patch in self.found:
            name, goes = patch.name, patch.name in there or patch.name in asked
            if goes and name in here:
                raise Refused(
                    "patched-name",
                    f"{patch.where} replaces `{self.old}.{name}`, which `{self.old}` and `{self.new}` would both look up",
                    f"move all users of `{name}` together, or patch both by hand first",
                    patch.where,
                )
            if name in moved:
                stays |= {name} if name in here else set()
            elif goes and patch.form == "string":
                edit = Edit(patch.start, patch.start + len(self.old.encode()), self.new.encode())
                edits.setdefault(patch.where.path, []).append(edit)
            elif goes:
                raise Refused(
                    "patched-name",
                    f"{patch.where} replaces `{self.old}.{name}`, which only `{self.new}` would look up",
                    f"patch it by its whole name in a string first, or move `{name}` as well",
                    patch.where,
                )
        return stays, edits
