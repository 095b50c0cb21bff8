"""The second kind of codemod: a LibCST transformer that sees one module and nothing else."""

from __future__ import annotations

from typing import ClassVar

import libcst as cst
from libcst import matchers as m

from migrate import codemods, options
from migrate.model import Location, Outcome, Refusal
from migrate.options import Field, TreeGlob
from migrate.workspace import Workspace


class ModuleOptions(options.Options):
    """Which files a module codemod maps. A codemod with options of its own inherits from this."""

    paths: list[TreeGlob] = Field(default=["**/*.py"], description="Globs of the files to change.")


class ModuleCodemod(codemods.Codemod, m.MatcherDecoratableTransformer):
    """Maps one tree to one tree with `visit_…` and `leave_…` methods. Each module gets an instance of its own.

    Bytes that no method changes stay as they are. A file that does not parse is left alone, and a note says so.
    """

    Options: ClassVar[type[options.Options]] = ModuleOptions
    needles: ClassVar[tuple[bytes, ...]] = ()
    """Bytes of which at least one must stand in a file for it to be parsed (LibCST takes 13 times what `ast` takes)."""

    def __init__(self, options: object = None) -> None:
        codemods.Codemod.__init__(self, options)
        m.MatcherDecoratableTransformer.__init__(self)
        self.refused: list[tuple[str, str, str]] = []

    def refuse(self, code: str, reason: str, next_step: str) -> None:
        """Say that something in this module could not be done; its other changes stand."""
        self.refused.append((code, reason, next_step))

    def run(self, workspace: Workspace) -> Outcome:
        """The changed modules among the files that the option `paths` matches."""
        changes, refusals, notes = [], [], []
        for path in workspace.glob(self.options.paths):
            if path.suffix not in (".py", ".pyi"):
                continue
            data = workspace.read(path)
            if self.needles and not any(needle in data for needle in self.needles):
                continue
            mapper = type(self)(self.options)
            try:
                module = cst.parse_module(data)
                after = module.visit(mapper).bytes
            except (cst.ParserSyntaxError, UnicodeDecodeError, LookupError, RecursionError, ValueError) as error:
                notes.append(f"{path}: left as it is: {type(error).__name__}, it cannot be parsed")
                continue
            if after != data and module.bytes != data:  # such as a lone carriage return at the end
                notes.append(f"{path}: left as it is: LibCST does not give back its bytes")
                continue
            refusals += [Refusal(code, f"{path}: {why}", hint, Location(path)) for code, why, hint in mapper.refused]
            if after != data:
                changes.append(workspace.change(path, after, self.name()))
        return Outcome(tuple(changes), refusals=tuple(refusals), notes=tuple(notes))
