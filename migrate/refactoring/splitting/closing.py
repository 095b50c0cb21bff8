"""Whether a part of a class closes: nothing outside it writes its attributes, and it asks the class for nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from migrate.model import Location
from migrate.python.source import last_name
from migrate.refactoring.methods.classes import is_mangled
from migrate.refactoring.splitting.clusters import Cluster
from migrate.refactoring.splitting.members import Members, Method
from migrate.references.members.hierarchy import Hierarchy
from migrate.references.members.uses import MemberUse

STATE_HOOKS = frozenset({
    "__getstate__", "__setstate__", "__reduce__", "__reduce_ex__", "__copy__", "__deepcopy__", "__getnewargs__",
    "__getattr__", "__getattribute__", "__setattr__", "__delattr__", "__slots__",
})  # fmt: skip
WRITERS = frozenset({"setattr", "delattr", "object"})
FRAMES = frozenset({"stacklevel"})
FRAMES_READ = frozenset({"_getframe", "currentframe", "stack", "extract_stack", "findCaller"})
FRAME_CALLS = FRAMES_READ | {"locals", "super"}


def hold_undelegated(members: Members) -> None:
    """Hold the methods of which a delegate could not stand in the class, or which need the object itself."""
    for name, method in members.methods.items():
        reason = _undelegated(members, method)
        if reason:
            members.held.setdefault(name, reason)


def hold_framed(members: Members) -> None:
    """Hold the methods that look at the frames above them: what they see there tells files apart."""
    for name, method in members.methods.items():
        for part in (inner for node in method.nodes for inner in ast.walk(node)):
            if isinstance(part, ast.Call) and last_name(part.func) in FRAMES_READ:
                members.held.setdefault(name, f"it calls `{last_name(part.func)}`, and its file would be another")


def _undelegated(members: Members, method: Method) -> str:
    node = method.nodes[-1]
    if len(method.nodes) > 1 or node.decorator_list:
        return "a delegate cannot stand for what is decorated, or defined more than once"
    parameters = [*node.args.posonlyargs, *node.args.args]
    if not parameters:
        return "it takes no `self`"
    if any(
        isinstance(part, ast.Call)
        for item in (*node.args.defaults, *node.args.kw_defaults)
        if item
        for part in ast.walk(item)
    ):
        return "a default of it is made by a call"
    return _of_body(members, node, parameters[0].arg)


def _of_body(members: Members, node: ast.FunctionDef | ast.AsyncFunctionDef, receiver: str) -> str:
    parents = members.cls.file.parents
    for part in (inner for statement in node.body for inner in ast.walk(statement)):
        match part:
            case ast.Name(id=name) if name == receiver and not isinstance(parents.get(part), ast.Attribute):
                return f"it hands on `{receiver}`"
            case ast.Name(id="__class__") | ast.Attribute(attr="__class__" | "__dict__"):
                return "it asks for its class"
            case ast.Call(func=func) if last_name(func) in FRAME_CALLS:
                return f"it calls `{last_name(func)}`"
            case ast.keyword(arg=arg) if arg in FRAMES:
                return "it counts the frames above it"
            case ast.Attribute(attr=attr) | ast.Name(id=attr) if is_mangled(attr):
                return f"`{attr}` is mangled by the name of the class"
            case ast.Yield() if isinstance(node, ast.AsyncFunctionDef):
                return "it is an asynchronous generator"
    return ""


@dataclass(eq=False)
class Closing:
    """One part, and what stands against its being an object of its own."""

    hierarchy: Hierarchy
    members: Members
    part: Cluster

    @cached_property
    def inside(self) -> frozenset[int]:
        """The ids of all nodes in the methods of the part."""
        methods = (node for name in self.part.methods for node in self.members.methods[name].nodes)
        return frozenset(id(part) for node in methods for part in ast.walk(node))

    @cached_property
    def handed(self) -> tuple[str, ...]:
        """Attributes that belong to no part, are set once in `__init__`, and that its methods read: it gets them handed."""
        asked = {name for method in self.part.methods for name in self.members.methods[method].names}
        shared = asked & self.members.attributes - set(self.part.attributes)
        return tuple(sorted(name for name in shared if self._is_fixed(name)))

    def _is_fixed(self, name: str) -> bool:
        if name in self.members.cls.body:
            return False
        written = [use for use in self._uses(name) if _writes(use)]
        return len(written) == 1 and isinstance(written[0].node, ast.Attribute) and self._in_init(written[0])

    def _in_init(self, use: MemberUse) -> bool:
        node = next(iter(self.members.methods["__init__"].nodes), None) if "__init__" in self.members.methods else None
        return (
            node is not None and use.path == self.members.cls.path and node.lineno <= use.line <= (node.end_lineno or 0)
        )

    def _uses(self, name: str) -> Iterator[MemberUse]:
        family = self.hierarchy.family(self.members.cls, name)
        return (
            use
            for use in self.hierarchy.uses(family)
            if use.evidence != "other" and use.form in ("attribute", "string")
        )

    @cached_property
    def outside(self) -> dict[str, list[MemberUse]]:
        """Attribute of the part → where others than its methods ask for it."""
        return {
            name: [use for use in self._uses(name) if id(use.node) not in self.inside] for name in self.part.attributes
        }

    def read_outside(self, beside: frozenset[int]) -> dict[str, list[MemberUse]]:
        """The same without the places in these nodes, for the attributes that somebody else asks for."""
        found = {name: [use for use in uses if id(use.node) not in beside] for name, uses in self.outside.items()}
        return {name: uses for name, uses in found.items() if uses}

    def open_ends(self, beside: frozenset[int]) -> Iterator[tuple[str, str, Location]]:
        """(what, why, where) for all that keeps the part from closing; what stands in `beside` moves into it."""
        cls, path = self.members.cls, self.members.cls.path
        known = {*self.part.methods, *self.part.attributes, *self.handed}
        for name in self.part.methods:
            for asked in self.members.methods[name].asked:
                if asked.name not in known:
                    what = "calls" if asked.called else "writes" if asked.stores else "reads"
                    yield f"{name} {what} {asked.name}", "the part has none", Location(path, asked.node.lineno)
                elif asked.name in self.part.methods and (asked.stores or not asked.called):
                    yield f"{name} uses {asked.name}", "as a value", Location(path, asked.node.lineno)
        for name, uses in self.outside.items():
            for use in uses:
                if _writes(use) and id(use.node) not in beside:
                    yield f"{name} is written", "outside the part", Location(use.path, use.line)
            if name in cls.body:
                yield f"{name} is bound", "in the body of the class", Location(path, cls.line)
        for name in (*self.part.methods, *self.part.attributes):
            for item in self.hierarchy.descendants(cls):
                if name in item.body:
                    yield f"{name} is bound", f"in {item.name}, which inherits it", Location(item.path, item.line)
        for name in self._called_inside:
            for use in self._uses(name):
                if _writes(use):
                    yield f"{name} is replaced", "and the part would call its own", Location(use.path, use.line)

    @property
    def _called_inside(self) -> list[str]:
        asked = {asked.name for name in self.part.methods for asked in self.members.methods[name].asked}
        return [name for name in self.part.methods if name in asked]


def _writes(use: MemberUse) -> bool:
    if isinstance(use.node, ast.Attribute):
        return not isinstance(use.node.ctx, ast.Load)
    return use.call is not None and last_name(use.call.func) in WRITERS
