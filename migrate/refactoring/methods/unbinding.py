"""What becomes of `self`, and of the names of the class, when a method leaves its class."""

from __future__ import annotations

import ast
from typing import Literal

from migrate.model import Location
from migrate.python.bindings import Scope
from migrate.python.edits import Edit
from migrate.refactoring.calls.bodies import clash, hidden, is_bound_again, reads_names, uses_of
from migrate.refactoring.calls.signatures import parameters_of
from migrate.refactoring.calls.sites import Definition
from migrate.refactoring.methods.order import Pending
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.bindings import FStrings, home_of, places
from migrate.refactoring.symbols import Function
from migrate.references.members.classes import Class

Given = Literal["parameter", "drop", "attributes", "class"]
"""The first parameter stays one · goes, where it is not used · gives way to the attributes that are read of it · is the
class, which the function names."""


class Unbinding:
    """The edits inside the definitions of one method. Raises Refused for a body that would not do the same."""

    def __init__(self, cls: Class, inner: Scope, pending: Pending, parameter: str) -> None:
        """`inner` is the scope of the class's body, `parameter` the new name of `self`, if it gets one."""
        self.cls = cls
        self.inner = inner
        self.home = cls.module
        self.scope = cls.module.bindings.module
        self.pending = pending
        self.parameter = parameter
        self.attributes: list[str] = []
        """What calls pass in the place of their receiver."""

    def take_out(self, node: Function, given: Given | None) -> None:
        """Edit a definition; `given` is None for one without a receiver."""
        self._class_names(node)
        if given is not None:
            self._receiver(node, given)

    def _class_names(self, node: Function) -> None:
        """Names of the class that defaults and annotations read are asked of it."""
        home, at, fstrings = self.home, self.home.positions, FStrings(self.home)
        inside = {id(part) for part in ast.walk(node)}
        decorating = {id(part) for item in node.decorator_list for part in ast.walk(item)}
        for use in home.bindings.uses:
            if id(use.quoted or use.name) in inside and home_of(use) is self.inner:
                where = Location(home.path, (use.quoted or use.name).lineno)
                if id(use.name) in decorating:
                    reason = f"{where}: the decorator `{use.name.id}` is a name of the class"
                    raise Refused("class-name", reason, "leave it a method", where)
                start, _ = fstrings.place(use, use.name)
                self.pending.add(home.path, Edit(start, start, at.encode(f"{self.cls.qualname}.")))

    def _receiver(self, node: Function, given: Given) -> None:
        """What becomes of `self`: a parameter like any other, nothing, or the attributes that are asked of it."""
        home, at = self.home, self.home.positions
        where = Location(home.path, node.lineno, symbol=node.name)
        everyone = [*node.args.posonlyargs, *node.args.args]
        if not everyone:
            raise Refused("no-receiver", f"{where} has no `self` of its own", "write it out first", where)
        first = everyone[0]
        definition = Definition(home, node, 1)
        own = home.bindings.scope_of[node]
        parts = parameters_of(home, node)
        if given == "class":
            self._named_class(definition, first)
            self.pending.add(home.path, *self._without_first(node))
            return
        if given == "drop":
            if uses := uses_of(definition, first.arg):
                place = Location(home.path, uses[0].name.lineno)
                raise Refused("receiver-used", f"{place} uses `{first.arg}`", 'say `given = "parameter"`', place)
            self.pending.add(home.path, *self._without_first(node))
            return
        if given == "attributes":
            self._as_attributes(definition, first)
            if self.attributes:
                part = parts.parts[0]
                self.pending.add(home.path, Edit(part.start, part.end, at.encode(", ".join(self.attributes))))
            else:
                self.pending.add(home.path, *self._without_first(node))
            return
        new = self.parameter or first.arg
        if new != first.arg:
            if found := clash(definition, new):
                raise Refused(found[0], found[1], "choose another `parameter`", found[2])
            if inner := hidden(definition, first.arg, new):
                reason = f"{inner}: `{new}` is something else here"
                raise Refused("captured", reason, "choose another `parameter`", inner)
            if call := reads_names(definition):
                place = Location(home.path, call.lineno)
                raise Refused("dynamic-names", f"{place} may see `{first.arg}` by its name", "keep the name", place)
            for start, end in places(home, own, first.arg):
                if start != at.start(first):
                    self.pending.add(home.path, Edit(start, end, at.encode(new)))
        hinted = first.annotation or any(item.annotation for item in everyone) or node.returns
        text = new if first.annotation is None else f"{new}: {ast.unparse(first.annotation)}"
        if hinted and first.annotation is None:
            text = f"{new}: {self.cls.qualname}"
        part = parts.parts[0]
        self.pending.add(home.path, Edit(part.start, part.end, at.encode(text)))

    def _without_first(self, node: Function) -> list[Edit]:
        parts = parameters_of(self.home, node)
        slash = len(node.args.posonlyargs) == 1
        return parts.remove(0, 1 if slash else 0)

    def _named_class(self, definition: Definition, first: ast.arg) -> None:
        """`cls` in the body becomes the name of the class."""
        home, top = self.home, self.cls.qualname.partition(".")[0]
        if is_bound_again(definition, first.arg) or reads_names(definition):
            where = definition.where
            raise Refused("dynamic-names", f"{where}: `{first.arg}` is more than a name", "leave it a method", where)
        fstrings = FStrings(home)
        for use in uses_of(definition, first.arg):
            if use.scope.lookup(top) not in (None, self.scope):
                where = Location(home.path, use.name.lineno)
                raise Refused("captured", f"{where}: `{top}` is something else here", "rename that first", where)
            self.pending.add(home.path, Edit(*fstrings.place(use, use.name), home.positions.encode(self.cls.qualname)))

    def _as_attributes(self, definition: Definition, first: ast.arg) -> None:
        home, at, fstrings = self.home, self.home.positions, FStrings(self.home)
        asked = {id(part.func) for part in ast.walk(definition.node) if isinstance(part, ast.Call)}
        for use in uses_of(definition, first.arg):
            where = Location(home.path, use.name.lineno)
            attribute = use.attributes[0] if use.attributes else None
            plain = attribute is not None and isinstance(attribute.ctx, ast.Load) and id(attribute) not in asked
            if attribute is None or not plain:
                reason = f"{where}: more is done with `{first.arg}` than reading an attribute"
                raise Refused("receiver-used", reason, 'say `given = "parameter"`', where)
            name = attribute.attr
            if name not in self.attributes:
                if found := clash(definition, name):
                    raise Refused(found[0], found[1], 'say `given = "parameter"`', found[2])
                self.attributes.append(name)
            start, _ = fstrings.place(use, use.name)
            _, end = fstrings.place(use, attribute)
            self.pending.add(home.path, Edit(start, end, at.encode(name)))
