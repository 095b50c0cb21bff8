"""What an expression is known to be: an instance of a class, a class, a module, a function, or something from elsewhere.

Flow is looked at only where `isinstance` narrows a name. A name is known only if everything that binds it is; whatever
a decorator, a container of unknown things or a call of unknown code gives is not known.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from migrate.python.bindings import Scope, reads_outer
from migrate.python.source import last_name
from migrate.references.members.annotations import Annotations
from migrate.references.members.classes import Class, ClassFile, called
from migrate.references.members.fixtures import fixture
from migrate.references.members.flow import last_binding, tested_kind
from migrate.references.members.results import KEEPING, MANAGED, PROPERTIES, Results
from migrate.references.members.values import (
    NONE,
    ClassObject,
    Foreign,
    FunctionNode,
    Instance,
    Items,
    Known,
    ModuleObject,
    Nothing,
    Parent,
    Routine,
    Value,
    as_self,
    instance,
    instances,
    items,
    mapped,
    union,
    unwrapped,
)
from migrate.references.names import BUILTINS, Meaning

if TYPE_CHECKING:
    from migrate.references.members.hierarchy import Hierarchy


class Receivers:
    """Answers what expressions are, and remembers it."""

    def __init__(self, hierarchy: Hierarchy) -> None:
        self.hierarchy = hierarchy
        self.names = hierarchy.names
        self._bound: dict[tuple[Scope, str], Known | None] = {}
        self._attributes: dict[tuple[Class, str], Known | None] = {}
        self.annotations = Annotations(self)
        self.results = Results(self)
        self._busy: set[object] = set()

    def of(self, file: ClassFile, node: ast.expr, scope: Scope | None = None) -> Known | None:
        """All that the expression can be, or None. `scope` is where it is evaluated, for one that is not in the file's tree."""
        key = (file, node)
        if key in self._busy:
            return None
        self._busy.add(key)
        try:
            return self._of(file, node, scope or file.scope(node))
        except RecursionError:
            return None
        finally:
            self._busy.discard(key)

    def _of(self, file: ClassFile, node: ast.expr, scope: Scope) -> Known | None:
        match node:
            case ast.Name():
                return self._name(file, node, scope)
            case ast.Attribute():
                owner = self.of(file, node.value, scope)
                return None if owner is None else self.attribute(owner, node.attr)
            case ast.Call():
                return self.results.of_call(file, node, scope)
            case ast.Constant(value=None):
                return NONE
            case ast.Constant(value=value):
                return instance(f"builtins.{type(value).__name__}")
            case ast.JoinedStr():
                return instance("builtins.str")
            case ast.Compare() | ast.UnaryOp(op=ast.Not()):
                return instance("builtins.bool")
            case ast.Lambda():
                return instance("types.FunctionType")
            case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
                return frozenset({Items(self._all(file, items, scope))})
            case ast.Dict(keys=keys, values=values):
                known = [key for key in keys if key is not None]
                whole = len(known) == len(keys)
                inside = self._all(file, values, scope) if whole else None
                return frozenset({Items(self._all(file, known, scope) if whole else None, inside)})
            case ast.ListComp(elt=item) | ast.SetComp(elt=item) | ast.GeneratorExp(elt=item):
                return frozenset({Items(self.of(file, item, file.module.bindings.scope_of.get(node)))})
            case ast.DictComp(key=key, value=item):
                inner = file.module.bindings.scope_of.get(node)
                return frozenset({Items(self.of(file, key, inner), self.of(file, item, inner))})
            case ast.IfExp(body=body, orelse=orelse):
                return self._all(file, [body, orelse], scope)
            case ast.BoolOp(values=values):
                return self._all(file, values, scope)
            case ast.NamedExpr(value=value):
                return self.of(file, value, scope)
            case ast.Await(value=value):
                return unwrapped(self.of(file, value, scope), "awaited")
            case ast.Subscript(value=value, slice=part):
                return self.results.of_subscript(self.of(file, value, scope), part)
            case ast.BinOp(left=ast.Constant(value=str()) | ast.JoinedStr(), op=ast.Mod()):
                return instance("builtins.str")
        return None

    def _all(self, file: ClassFile, nodes: Iterable[ast.expr], scope: Scope) -> Known | None:
        return union(self.of(file, node, scope) for node in nodes)

    def _name(self, file: ClassFile, node: ast.Name, scope: Scope) -> Known | None:
        if (kind := tested_kind(file, node)) is not None:
            kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
            return union(instances(self.of(file, item)) for item in kinds)
        if (before := last_binding(file, node, scope)) is not None:
            return self._binding(file, before, scope)
        home = scope.lookup(node.id)
        if scope.kind == "class" and scope.parent and isinstance(node.ctx, ast.Load) and node in file.parents:
            home = scope.parent.lookup(node.id) if reads_outer(scope, node) else home
        if home is not None:
            return self.bound(file, node.id, home)
        if node.id in BUILTINS and not file.module.stars:
            return frozenset({Foreign(f"builtins.{node.id}")})
        meaning = self.names.of_name(file.module, node.id, scope)
        if meaning is None and node.id in BUILTINS and all(map(self.names.is_ours, file.module.stars)):
            return frozenset({Foreign(f"builtins.{node.id}")})
        return self.meant(meaning) if meaning else None

    def bound(self, file: ClassFile, name: str, home: Scope) -> Known | None:
        """All that a name bound in that scope can be."""
        key = (home, name)
        if key not in self._bound:
            if key in self._busy:
                return None
            self._busy.add(key)
            try:
                self._bound[key] = self._bindings(file, name, home)
            finally:
                self._busy.discard(key)
        return self._bound[key]

    def _bindings(self, file: ClassFile, name: str, home: Scope) -> Known | None:
        nodes = home.bindings[name]
        for node in nodes:
            statement = file.parents.get(node) if isinstance(node, ast.Name) else None
            if isinstance(statement, ast.AnnAssign) and last_name(statement.annotation) != "TypeAlias":
                return self.annotations.read(file, statement.annotation, home)
        return union(self._binding(file, node, home) for node in nodes if not _deletes(node) and not _sets(node))

    def _binding(self, file: ClassFile, node: ast.AST, home: Scope) -> Known | None:
        match node:
            case ast.alias():
                name = node.asname or node.name.partition(".")[0]
                meaning = self.names.bound(file.module, name, node)
                return self.meant(meaning) if meaning else None
            case ast.ClassDef():
                return frozenset({ClassObject(file.by_node[node])})
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                known = KEEPING | PROPERTIES | MANAGED
                is_function = {last_name(called(item)) for item in node.decorator_list} <= known
                return frozenset({Routine(file, node)}) if is_function else None
            case ast.arg():
                return self._argument(file, node, home)
            case ast.Name():
                return self._assigned(file, node)
            case ast.ExceptHandler(type=ast.expr() as kind):
                kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
                return union(instances(self.of(file, item)) for item in kinds)
            case ast.MatchAs(pattern=ast.MatchClass(cls=kind)):
                return instances(self.of(file, kind))
        return None

    def _argument(self, file: ClassFile, node: ast.arg, home: Scope) -> Known | None:
        if found := file.first_parameter(home, node.arg):
            cls = file.by_node[found[0]]
            if found[1]:
                return frozenset({ClassObject(cls, exact=False, of_self=True)})
            if self.hierarchy.is_metaclass(cls):
                return None
            return frozenset({Instance(cls, of_self=True)})
        function = home.node
        if not isinstance(function, FunctionNode):
            return None
        if node.annotation is None:
            return fixture(self, file, function, node.arg)
        found_here = self.annotations.read(
            file, node.annotation, file.module.bindings.scope_of[function].parent or home
        )
        if node is function.args.vararg:
            return frozenset({Items(found_here)})
        if node is function.args.kwarg:
            return frozenset({Items(instance("builtins.str"), found_here)})
        return found_here

    def _assigned(self, file: ClassFile, node: ast.expr) -> Known | None:
        """What a target is given by the statement that it stands in."""
        outer = file.parents.get(node)
        match outer:
            case ast.Assign(value=value) | ast.NamedExpr(value=value):
                return self.of(file, value)
            case ast.AnnAssign(annotation=annotation):
                return self.annotations.read(file, annotation, file.scope(outer))
            case ast.For(iter=source) | ast.comprehension(iter=source, is_async=0):
                return items(self.of(file, source))
            case ast.AsyncFor(iter=source) | ast.comprehension(iter=source):
                return items(self.of(file, source))
            case ast.withitem(context_expr=source):
                return self.results.entered(self.of(file, source))
            case ast.Tuple(elts=targets) | ast.List(elts=targets) if not any(
                isinstance(t, ast.Starred) for t in targets
            ):
                return self._unpacked(file, outer, targets.index(node), len(targets))
        return None

    def _unpacked(self, file: ClassFile, target: ast.Tuple | ast.List, at: int, count: int) -> Known | None:
        outer = file.parents.get(target)
        match outer:
            case ast.Assign(value=ast.Tuple(elts=values) | ast.List(elts=values)) if len(values) == count:
                if not any(isinstance(item, ast.Starred) for item in values):
                    return self.of(file, values[at])
            case ast.For(iter=source) | ast.comprehension(iter=source):
                match source:
                    case ast.Call(func=ast.Attribute(value=mapping, attr="items"), args=[]) if count == 2:
                        whole = self.of(file, mapping)
                        return mapped(whole) if at else items(whole)
                    case ast.Call(func=ast.Name(id="enumerate"), args=[counted, *_]) if count == 2:
                        return items(self.of(file, counted)) if at else instance("builtins.int")
                    case ast.Call(func=ast.Name(id="zip"), args=sources) if len(sources) == count:
                        return items(self.of(file, sources[at]))
        return None

    def meant(self, meaning: Meaning) -> Known | None:
        """All that a dotted name can be."""
        if not self.names.is_ours(meaning.module):
            return frozenset({Foreign(meaning.dotted)})
        if not meaning.name:
            return frozenset({ModuleObject(meaning.module)}) if self.names.is_module(meaning.module) else None
        path = self.names.path_of(meaning.module)
        file = self.hierarchy.file(path) if path else None
        if file is None or meaning.name not in file.module.namespace:
            return None
        found = self.bound(file, meaning.name, file.module.bindings.module)
        for part in meaning.rest:
            found = self.attribute(found, part) if found is not None else None
        return found

    def attribute(self, owner: Known, name: str) -> Known | None:
        """All that an attribute of such a thing can be."""
        return union(self._attribute(item, name) for item in owner if not isinstance(item, Nothing))

    def _attribute(self, owner: Value, name: str) -> Known | None:
        match owner:
            case ModuleObject(name=module):
                meaning = self.names.member(module, name)
                return self.meant(meaning) if meaning else None
            case Foreign(dotted=dotted, instance=False):
                return frozenset({Foreign(f"{dotted}.{name}")})
            case Instance(cls=cls) | ClassObject(cls=cls):
                if name == "__class__" and isinstance(owner, Instance):
                    return frozenset({ClassObject(cls, exact=owner.exact)})
                found = self._member(cls, name)
                return self._as_asked(found, owner)
            case Parent(cls=cls):
                above: Instance | ClassObject = ClassObject(cls, False) if owner.is_class else Instance(cls)
                return self._as_asked(self._member(cls, name, above=True), above)
        return None

    def _as_asked(self, found: Known | None, owner: Instance | ClassObject) -> Known | None:
        if found is None:
            return None
        results: list[Known | None] = []
        for item in found:
            if isinstance(item, Routine) and item.owner is None:
                decorators = {last_name(called(node)) for node in item.node.decorator_list}
                if decorators & PROPERTIES:
                    results.append(
                        self.results.returned(replace(item, owner=owner)) if isinstance(owner, Instance) else None
                    )
                    continue
                results.append(frozenset({replace(item, owner=owner)}))
            else:
                results.append(as_self({item}, owner))
        return union(results)

    def _member(self, cls: Class, name: str, above: bool = False) -> Known | None:
        """What a class gives for that name: where the classes that it inherits from, or that inherit from it, say so."""
        key = (cls, f"super().{name}" if above else name)
        if key not in self._attributes:
            if key in self._busy:
                return None
            self._busy.add(key)
            try:
                self._attributes[key] = self._found_member(cls, name, above)
            finally:
                self._busy.discard(key)
        return self._attributes[key]

    def _found_member(self, cls: Class, name: str, above: bool) -> Known | None:
        order = self.hierarchy.mro(cls)[1 if above else 0 :]
        setters = [base for base in order if isinstance(base, Class) and base.set_on_self(name)]
        known: list[Known | None] = []
        for base in order:
            if not isinstance(base, Class):
                if self.hierarchy.may_define(base, name):
                    return None
                continue
            if name in base.body:
                declared = self._declared(base, name)
                if declared is not None:
                    return declared
                if not setters and all(isinstance(node, FunctionNode) for node in base.body[name]):
                    return self._in_body(base, name)  # overrides are looked at when it is called
                known.append(self._in_body(base, name))
                break
        if not known and not setters:
            return None
        for item in setters:
            for node in item.set_on_self(name):
                statement = item.file.parents.get(node)
                if isinstance(statement, ast.AnnAssign):
                    return self.annotations.read(item.file, statement.annotation, item.file.scope(statement))
        below = [] if above else self.hierarchy.overriding(cls, name)
        known += [self._in_body(item, name) for item in below if name in item.body]
        for item in [*setters, *below]:
            known += [self._set(item, node) for node in item.set_on_self(name)]
        if setters and self.hierarchy.set_from_outside(name):
            return None
        return union(known)

    def _in_body(self, cls: Class, name: str) -> Known | None:
        found = union(self.bound(cls.file, name, scope) for scope in cls.scopes if name in scope.bindings)
        if found is not None and self.hierarchy.is_enum(cls) and not any(isinstance(i, Routine) for i in found):
            return frozenset({Instance(cls)})
        if self.hierarchy.is_enum(cls) and found is None:
            return frozenset({Instance(cls)})
        return found

    def _declared(self, cls: Class, name: str) -> Known | None:
        for node in cls.body[name]:
            statement = cls.file.parents.get(node)
            if isinstance(statement, ast.AnnAssign):
                return self.annotations.read(cls.file, statement.annotation, cls.scopes[-1])
        return None

    def _set(self, cls: Class, node: ast.Attribute) -> Known | None:
        statement = cls.file.parents.get(node)
        if isinstance(statement, ast.AugAssign):
            return None
        return self._assigned(cls.file, node)


def _sets(node: ast.AST) -> bool:
    """Whether it is the setter or deleter of a property."""
    return isinstance(node, ast.FunctionDef) and any(
        last_name(item) in ("setter", "deleter") for item in node.decorator_list
    )


def _deletes(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del)
