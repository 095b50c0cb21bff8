"""What an annotation says that a value can be."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from migrate.python.bindings import Scope
from migrate.python.source import last_name
from migrate.references.members.classes import ClassFile
from migrate.references.members.values import NONE, ClassObject, Instance, Items, Known, Nothing, instances, union

if TYPE_CHECKING:
    from migrate.references.members.receivers import Receivers

LISTS = frozenset({
    "list", "List", "set", "Set", "frozenset", "FrozenSet", "Sequence", "MutableSequence", "Iterable", "Iterator", "Collection",
    "AbstractSet", "MutableSet", "deque", "Deque", "Generator", "AsyncIterator", "AsyncIterable", "AsyncGenerator", "KeysView",
    "ValuesView", "Container", "Reversible",
})  # fmt: skip
MAPPINGS = frozenset({
    "dict", "Dict", "Mapping", "MutableMapping", "defaultdict", "DefaultDict", "OrderedDict", "ChainMap",
})  # fmt: skip
AWAITABLE = frozenset({"Awaitable", "Coroutine", "Future", "Task"})
MANAGERS = frozenset({"ContextManager", "AbstractContextManager", "AsyncContextManager", "AbstractAsyncContextManager"})
INNER = frozenset({"Annotated", "ClassVar", "Final", "Required", "NotRequired", "ReadOnly", "InitVar"})


class Annotations:
    """Reads annotations, quoted ones too."""

    def __init__(self, receivers: Receivers) -> None:
        self.receivers = receivers
        self._busy: set[object] = set()

    def read(
        self, file: ClassFile, node: ast.expr, scope: Scope | None, owner: Instance | ClassObject | None = None
    ) -> Known | None:
        """All that something with this annotation can be."""
        scope = scope or file.module.bindings.module
        match node:
            case ast.Constant(value=None):
                return NONE
            case ast.Constant(value=str(text)):
                try:
                    return self.read(file, ast.parse(text.strip(), mode="eval").body, scope, owner)
                except (SyntaxError, ValueError, RecursionError, MemoryError):
                    return None
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return union(self.read(file, item, scope, owner) for item in (left, right))
            case ast.Subscript(value=head, slice=part):
                return self._generic(file, head, part, scope, owner)
            case ast.Name() | ast.Attribute():
                if last_name(node) == "Self":
                    return frozenset({owner}) if owner else None
                return self._as_annotation(file, node, scope)
        return None

    def _as_annotation(self, file: ClassFile, node: ast.expr, scope: Scope) -> Known | None:
        found = self.receivers.of(file, node, scope)
        if found is None and isinstance(node, ast.Name) and (home := scope.lookup(node.id)):
            statements = [file.parents.get(item) for item in home.bindings[node.id]]
            if len(statements) == 1 and isinstance(statements[0], ast.Assign | ast.AnnAssign) and statements[0].value:
                value = statements[0].value  # `Alias = Union[A, B]`
                if isinstance(value, ast.Subscript | ast.BinOp) and (home, node.id) not in self._busy:
                    self._busy.add((home, node.id))
                    try:
                        return self.read(file, value, home)
                    finally:
                        self._busy.discard((home, node.id))
        return instances(found, exact=False)

    def _generic(
        self, file: ClassFile, head: ast.expr, part: ast.expr, scope: Scope, owner: Instance | ClassObject | None
    ) -> Known | None:
        name = last_name(head)
        parts = part.elts if isinstance(part, ast.Tuple) else [part]
        kinds = self.receivers.of(file, head, scope)
        if kinds and any(isinstance(item, ClassObject) for item in kinds):
            return instances(kinds, exact=False)
        if name == "Optional":
            return union([self.read(file, part, scope, owner), NONE])
        if name == "Union":
            return union(self.read(file, item, scope, owner) for item in parts)
        if name in INNER:
            return self.read(file, parts[0], scope, owner)
        if name in ("type", "Type"):
            found = self.read(file, part, scope, owner)
            return union(
                frozenset({ClassObject(i.cls, False)}) if isinstance(i, Instance) else None
                for i in found or (Nothing(),)
            )
        if name in LISTS:
            return frozenset({Items(self.read(file, parts[0], scope, owner))})
        if name in ("tuple", "Tuple"):
            real = [item for item in parts if not (isinstance(item, ast.Constant) and item.value is ...)]
            return frozenset({Items(union(self.read(file, item, scope, owner) for item in real))})
        if name in MAPPINGS and len(parts) == 2:
            first, second = (self.read(file, item, scope, owner) for item in parts)
            return frozenset({Items(first, second)})
        if name in AWAITABLE:
            return frozenset({Items(self.read(file, parts[-1], scope, owner), how="awaited")})
        if name in MANAGERS:
            return frozenset({Items(self.read(file, parts[0], scope, owner), how="entered")})
        return None
