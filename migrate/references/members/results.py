"""What calls give, what `with` and loops take out of things, and what a function returns."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from migrate.python.bindings import Scope
from migrate.python.source import last_name
from migrate.references.members.classes import ClassFile, called
from migrate.references.members.values import (
    NONE,
    ClassObject,
    Foreign,
    FunctionNode,
    Instance,
    Items,
    Known,
    Nothing,
    Parent,
    Routine,
    Value,
    as_self,
    instance,
    items,
    mapped,
    union,
    unwrapped,
)

if TYPE_CHECKING:
    from migrate.references.members.receivers import Receivers

PLAIN = frozenset(
    {"str", "bytes", "bytearray", "int", "float", "complex", "bool", "object", "range", "memoryview", "slice"}
)
TO_STR = frozenset({"str", "repr", "ascii", "format", "chr", "hex", "oct", "bin", "input"})
TO_INT = frozenset({"len", "id", "hash", "ord", "isinstance", "issubclass", "callable", "hasattr", "any", "all", "int"})
ITERATE = frozenset({"list", "tuple", "set", "frozenset", "sorted", "reversed", "iter", "deque"})
PROPERTIES = frozenset({"property", "cached_property", "abstractproperty", "getter"})
MANAGED = frozenset({"contextmanager", "asynccontextmanager"})
KEEPING = frozenset(
    {"abstractmethod", "override", "final", "staticmethod", "classmethod", "cache", "lru_cache", "overload"}
)
"""Decorators after which a call still gives what the function returns."""


class Results:
    """Answers what comes out of calls, subscripts and context managers."""

    def __init__(self, receivers: Receivers) -> None:
        self.receivers = receivers
        self.hierarchy = receivers.hierarchy
        self._returns: dict[FunctionNode, Known | None] = {}
        self._busy: set[object] = set()

    def of_call(self, file: ClassFile, node: ast.Call, scope: Scope) -> Known | None:
        match node.func:
            case ast.Name(id="super"):
                return self._super(file, node, scope)
            case ast.Attribute(value=value, attr=verb) if verb in (
                "get",
                "pop",
                "values",
                "keys",
                "setdefault",
                "copy",
            ):
                whole = self.receivers.of(file, value, scope)
                if whole is not None and whole and all(isinstance(item, Items) for item in whole):
                    return self._from_items(whole, verb, node)
        function = self.receivers.of(file, node.func, scope)
        if function is None:
            return None
        return union(self._called(file, item, node, scope) for item in function if not isinstance(item, Nothing))

    def _from_items(self, whole: Known, verb: str, node: ast.Call) -> Known | None:
        if verb == "copy":
            return whole
        if verb == "keys":
            return frozenset({Items(items(whole))})
        if verb == "values":
            return frozenset({Items(mapped(whole))})
        mapping = all(isinstance(item, Items) and item.values is not None for item in whole)
        found = mapped(whole) if mapping else items(whole) if verb == "pop" and len(node.args) < 2 else None
        return found if len(node.args) < 2 else None

    def _super(self, file: ClassFile, node: ast.Call, scope: Scope) -> Known | None:
        if node.args:
            first = self.receivers.of(file, node.args[0], scope)
            classes = [item.cls for item in first or () if isinstance(item, ClassObject)]
            second = self.receivers.of(file, node.args[1], scope) if len(node.args) > 1 else None
            if len(classes) != 1 or second is None or len(first or ()) != 1:
                return None
            return frozenset({Parent(classes[0], any(isinstance(item, ClassObject) for item in second))})
        inner: Scope | None = scope
        while inner is not None:
            function = inner.node
            if inner.kind == "function" and isinstance(function, FunctionNode) and inner.parent:
                parameters = [*function.args.posonlyargs, *function.args.args]
                found = file.first_parameter(inner, parameters[0].arg) if parameters else None
                if found:
                    return frozenset({Parent(file.by_node[found[0]], found[1])})
            inner = inner.parent
        return None

    def _called(self, file: ClassFile, function: Value, node: ast.Call, scope: Scope) -> Known | None:
        match function:
            case ClassObject(cls=cls, exact=exact, of_self=of_self):
                if self.hierarchy.is_metaclass(cls) or self.hierarchy.makes_others(cls):
                    return None
                return frozenset({Instance(cls, exact, of_self)})
            case Routine():
                return self.returned(function)
            case Foreign(dotted=dotted, instance=False):
                return self._foreign_call(file, dotted, node, scope)
        return None

    def _foreign_call(self, file: ClassFile, dotted: str, node: ast.Call, scope: Scope) -> Known | None:
        home, _, name = dotted.rpartition(".")
        first = node.args[0] if node.args and not isinstance(node.args[0], ast.Starred) else None
        if home == "builtins":
            if name in TO_STR:
                return instance("builtins.str")
            if name in TO_INT:
                return instance("builtins.int")
            if name in PLAIN:
                return instance(dotted)
            if name == "open":
                return instance("io.IOBase")
            if name == "next" and first is not None and len(node.args) == 1:
                return items(self.receivers.of(file, first, scope))
            if name == "type" and first is not None and len(node.args) == 1:
                return union(
                    frozenset({ClassObject(i.cls, i.exact)}) if isinstance(i, Instance) else None
                    for i in self.receivers.of(file, first, scope) or (Nothing(),)
                )
            if name == "dict":
                return frozenset({Items(None)})
        if name in ITERATE and home in ("builtins", "collections"):
            inside = items(self.receivers.of(file, first, scope)) if first is not None else frozenset[Value]()
            return frozenset({Items(inside)})
        if dotted in ("typing.cast", "typing_extensions.cast") and first is not None:
            return self.receivers.annotations.read(file, first, scope)
        if dotted in ("copy.copy", "copy.deepcopy") and first is not None:
            return self.receivers.of(file, first, scope)
        if name[:1].isupper() and self.hierarchy.outside.is_class(dotted):
            return frozenset({Foreign(dotted, True, True)})
        return None

    def returned(self, routine: Routine) -> Known | None:
        """All that a call of the function can give: as its annotation says, or (without decorators) its `return`s."""
        node, owner = routine.node, routine.owner
        decorators = {last_name(called(item)) for item in node.decorator_list}
        manager = decorators & MANAGED
        if decorators - KEEPING - PROPERTIES - MANAGED:
            return None
        if node.returns is not None:
            outer = routine.file.module.bindings.scope_of[node].parent
            found = self.receivers.annotations.read(routine.file, node.returns, outer, owner)
            if manager:
                return None if found is None else frozenset({Items(items(found), how="entered")})
        elif manager:
            return None
        else:
            found = self._all_returns(routine)
        found = as_self(found, owner) if found is not None and owner else found
        if isinstance(node, ast.AsyncFunctionDef) and not yields(node):
            return frozenset({Items(found, how="awaited")}) if found is not None else None
        return found

    def _all_returns(self, routine: Routine) -> Known | None:
        """What the function returns, and those that override it."""
        found = [self.own_returns(routine.file, routine.node)]
        if isinstance(routine.owner, Instance | ClassObject) and not routine.owner.exact:
            for cls in self.hierarchy.overriding(routine.owner.cls, routine.node.name):
                for node in cls.body.get(routine.node.name, ()):
                    if not isinstance(node, FunctionNode) or node.decorator_list:
                        return None
                    found.append(self.own_returns(cls.file, node))
        return union(found)

    def own_returns(self, file: ClassFile, node: FunctionNode) -> Known | None:
        if node not in self._returns:
            if node in self._busy:
                return None
            self._busy.add(node)
            try:
                self._returns[node] = self._read_returns(file, node)
            finally:
                self._busy.discard(node)
        return self._returns[node]

    def _read_returns(self, file: ClassFile, node: FunctionNode) -> Known | None:
        if yields(node):
            return None
        if node.returns is not None:
            return self.receivers.annotations.read(file, node.returns, file.module.bindings.scope_of[node].parent)
        inner = file.module.bindings.scope_of[node]
        values = [item.value for item in own_nodes(node) if isinstance(item, ast.Return)]
        return (
            union(NONE if value is None else self.receivers.of(file, value, inner) for value in values)
            if values
            else NONE
        )

    def entered(self, whole: Known | None) -> Known | None:
        """All that `with … as` can give for such a thing."""
        if not whole:
            return None
        results: list[Known | None] = []
        for item in whole:
            if isinstance(item, Items) and item.how == "entered":
                results.append(item.items)
            elif isinstance(item, Instance):
                enter = self.receivers.attribute(frozenset({item}), "__enter__") or self.receivers.attribute(
                    frozenset({item}), "__aenter__"
                )
                found = union(self.returned(r) if isinstance(r, Routine) else None for r in enter) if enter else None
                results.append(unwrapped(found, "awaited") if _is_awaitable(found) else found)
            else:
                results.append(None)
        return union(results)

    def of_subscript(self, whole: Known | None, part: ast.expr) -> Known | None:
        if not whole:
            return None
        results: list[Known | None] = []
        for item in whole:
            match item:
                case Items(values=frozenset() as values):
                    results.append(values)
                case Items(items=items, how="iterated"):
                    results.append(frozenset({item}) if isinstance(part, ast.Slice) else items)
                case ClassObject(cls=cls) if self.hierarchy.is_enum(cls):
                    results.append(frozenset({Instance(cls)}))
                case ClassObject():
                    results.append(frozenset({item}))
                case _:
                    results.append(None)
        return union(results)


def own_nodes(node: FunctionNode) -> Iterator[ast.AST]:
    """The nodes of a function's body, without those of functions and classes in it."""
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        inner = waiting.pop()
        yield inner
        if not isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting += ast.iter_child_nodes(inner)


def yields(node: FunctionNode) -> bool:
    """Whether the function is a generator."""
    return any(isinstance(item, ast.Yield | ast.YieldFrom) for item in own_nodes(node))


def _is_awaitable(found: Known | None) -> bool:
    return bool(found) and all(isinstance(item, Items) and item.how == "awaited" for item in found or ())
