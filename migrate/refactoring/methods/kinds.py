"""Whether the first argument of a call is an instance of the class that is to have the function as its method."""

from __future__ import annotations

import ast
from functools import cached_property
from pathlib import PurePosixPath

from migrate.references.members.classes import Class
from migrate.references.members.hierarchy import Hierarchy
from migrate.references.members.values import Foreign, Instance, Parent, Value


class Kinds:
    """Answers for one class."""

    def __init__(self, hierarchy: Hierarchy, cls: Class) -> None:
        self.hierarchy = hierarchy
        self.cls = cls

    def holds(self, path: PurePosixPath, node: ast.expr) -> bool | None:
        """Whether the expression in that file surely is an instance of the class (or surely is not); None where it may be."""
        file = self.hierarchy.file(path)
        known = self.hierarchy.receivers.of(file, node) if file else None
        answers = {self._one(value) for value in known or ()}
        if len(answers) == 1:
            return answers.pop()
        return None

    def _one(self, value: Value) -> bool | None:
        match value:
            case Instance(cls=cls):
                if cls is self.cls or self.cls in self.hierarchy.ancestors(cls):
                    return True
                below = {cls, *self.hierarchy.descendants(cls)}
                return None if not value.exact and below & self._family else False
            case Foreign(dotted=dotted, instance=True, exact=False):
                return None if dotted in self._outside else False
            case Parent():
                return None
        return False

    @cached_property
    def _family(self) -> set[Class]:
        return {self.cls, *self.hierarchy.descendants(self.cls)}

    @cached_property
    def _outside(self) -> set[str]:
        """What the class and those below it inherit from outside the tree."""
        above = (base for cls in self._family for base in self.hierarchy.ancestors(cls))
        return {"builtins.object", *(getattr(base, "dotted", "") for base in above)}
