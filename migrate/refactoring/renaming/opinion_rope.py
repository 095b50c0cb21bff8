"""What rope takes a receiver for, where our own analysis cannot tell: asked one place at a time, of files on the disk."""

from __future__ import annotations

import warnings
from pathlib import PurePosixPath
from typing import Any

from migrate.references.members.hierarchy import Family, Hierarchy
from migrate.references.members.uses import MemberUse


class SecondOpinion:
    """rope's view of a tree. It writes nothing, keeps no folder of its own, and runs no code of the target."""

    def __init__(self, hierarchy: Hierarchy, family: Family) -> None:
        from rope.base.project import Project  # type: ignore[import-untyped]

        self.hierarchy = hierarchy
        self.workspace = hierarchy.index.workspace
        self.family = family
        source = [str(self.workspace.root / root) for root in hierarchy.names.roots]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # rope warns of its own use of itself
            self.project: Any = Project(
                str(self.workspace.root), ropefolder=None, save_objectdb=False, python_path=source, automatic_soa=False,
                source_folders=list(hierarchy.names.roots), import_dynload_stdmods=False, perform_doa=False,
            )  # fmt: skip
        self.definitions = {(cls.path, getattr(node, "lineno", 0)) for cls, node in family.bodies} | {
            (cls.path, node.lineno) for cls in family.definers for node in cls.set_on_self(family.member)
        }

    def of(self, use: MemberUse) -> bool | None:
        """Whether the place means the member; None where rope does not know, or the file is not on the disk as it is here."""
        if use.start < 0 or use.form != "attribute" or use.path in self.workspace.overlay:
            return None
        place = self._definition(use)
        if place is None:
            return None
        return place in self.definitions

    def _definition(self, use: MemberUse) -> tuple[PurePosixPath, int] | None:
        from rope.base.evaluate import eval_location  # type: ignore[import-untyped]
        from rope.base.exceptions import RopeError  # type: ignore[import-untyped]

        try:
            module = self.project.get_pymodule(self.project.get_resource(str(use.path)))
            offset = self._offset(use, module.source_code)
            name = eval_location(module, offset)
            if name is None:
                return None
            home, line = name.get_definition_location()
        except (
            RopeError,
            SyntaxError,
            RecursionError,
            AttributeError,
            ValueError,
        ):  # rope raises what it happens to meet
            return None
        if home is None or line is None or home.get_resource() is None:
            return None
        path = PurePosixPath(home.get_resource().path)
        return (path, line) if self.workspace.exists(path) else None

    def _offset(self, use: MemberUse, text: str) -> int:
        """The place in rope's text, which has neither BOM nor carriage returns."""
        at = self.hierarchy.names.file(use.path).positions
        before = at.decode(at.data[at.starts[0] : use.start]).replace("\r\n", "\n").replace("\r", "\n")
        offset = len(before)
        if text[offset : offset + len(self.family.member)] != self.family.member:
            raise ValueError("rope reads the file in another way")
        return offset
