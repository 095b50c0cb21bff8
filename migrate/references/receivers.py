"""What an expression is known to be: an instance of a class, a class, a module, a function, or something from elsewhere.

Flow is looked at only where `isinstance` narrows a name. A name is known only if everything that binds it is; whatever
a decorator, a container of unknown things or a call of unknown code gives is not known.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from migrate.python.bindings import Scope
from migrate.python.source import last_name
from migrate.references.classes import Class, ClassFile, called
from migrate.references.names import BUILTINS, Meaning

if TYPE_CHECKING:
    from migrate.references.hierarchy import Hierarchy

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance of the class, or (unless `exact`) of one below it. `of_self`: that of the method's own `self`."""

    cls: Class
    exact: bool = False
    of_self: bool = False


@dataclass(frozen=True, slots=True)
class ClassObject:
    """The class itself, or (through `cls`, `type(x)`) one below it."""

    cls: Class
    exact: bool = True
    of_self: bool = False


@dataclass(frozen=True, slots=True)
class ModuleObject:
    """A module or package of the tree."""

    name: str


@dataclass(frozen=True, slots=True)
class Routine:
    """A function or method of the tree; `owner` is what it was asked of."""

    file: ClassFile
    node: FunctionNode
    owner: Instance | ClassObject | None = None


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something that the tree does not define, by its dotted name: a module, class or function; or an `instance` of one."""

    dotted: str
    instance: bool = False
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """Something that gives these when it is iterated, awaited or entered; `values` are a mapping's."""

    items: frozenset[Value] | None
    values: frozenset[Value] | None = None
    how: str = "iterated"


@dataclass(frozen=True, slots=True)
class Parent:
    """What `super()` gives in a method of the class."""

    cls: Class
    is_class: bool = False


@dataclass(frozen=True, slots=True)
class Nothing:
    """None."""


Value = Instance | ClassObject | ModuleObject | Routine | Foreign | Items | Parent | Nothing
Known = frozenset[Value]
"""All that a value can be. What can be anything is None instead."""

NONE: Known = frozenset({Nothing()})
PLAIN = frozenset(
    {"str", "bytes", "bytearray", "int", "float", "complex", "bool", "object", "range", "memoryview", "slice"}
)
TO_STR = frozenset({"str", "repr", "ascii", "format", "chr", "hex", "oct", "bin", "input"})
TO_INT = frozenset({"len", "id", "hash", "ord", "isinstance", "issubclass", "callable", "hasattr", "any", "all", "int"})
ITERATE = frozenset({"list", "tuple", "set", "frozenset", "sorted", "reversed", "iter", "deque"})
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
ANYTHING = frozenset({"Any", "object", "Self", "TypeVar", "Generic", "Protocol", "Callable", "Hashable", "Sized"})
PROPERTIES = frozenset({"property", "cached_property", "abstractproperty"})
KEEPING = frozenset(
    {"abstractmethod", "override", "final", "staticmethod", "classmethod", "cache", "lru_cache", "overload"}
)
"""Decorators after which a call still gives what the function returns."""


class Receivers:
    """Answers what expressions are, and remembers it."""

    def __init__(self, hierarchy: Hierarchy) -> None:
        self.hierarchy = hierarchy
        self.names = hierarchy.names
        self._bound: dict[tuple[Scope, str], Known | None] = {}
        self._attributes: dict[tuple[Class, str], Known | None] = {}
        self._returns: dict[FunctionNode, Known | None] = {}
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
                return self._call(file, node, scope)
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
                return self._subscript(self.of(file, value, scope), part)
            case ast.BinOp(left=ast.Constant(value=str()) | ast.JoinedStr(), op=ast.Mod()):
                return instance("builtins.str")
        return None

    def _all(self, file: ClassFile, nodes: Iterable[ast.expr], scope: Scope) -> Known | None:
        return union(self.of(file, node, scope) for node in nodes)

    # names

    def _name(self, file: ClassFile, node: ast.Name, scope: Scope) -> Known | None:
        narrowed = self._narrowed(file, node)
        if narrowed is not None:
            return narrowed
        if (before := last_binding(file, node, scope)) is not None:
            return self._assigned(file, before)
        home = scope.lookup(node.id)
        if scope.kind == "class" and home is scope and scope.parent and hasattr(node, "lineno"):
            binding = scope.bindings[node.id]
            if isinstance(node.ctx, ast.Load) and all(getattr(item, "lineno", 0) >= node.lineno for item in binding):
                home = scope.parent.lookup(node.id)
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
                return self.annotated(file, statement.annotation, home)
        return union(self._binding(file, node, home) for node in nodes if not _deletes(node))

    def _binding(self, file: ClassFile, node: ast.AST, home: Scope) -> Known | None:
        match node:
            case ast.alias():
                name = node.asname or node.name.partition(".")[0]
                meaning = self.names.bound(file.module, name, node)
                return self.meant(meaning) if meaning else None
            case ast.ClassDef():
                return frozenset({ClassObject(file.by_node[node])})
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return frozenset({Routine(file, node)})
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
            return self._fixture(file, function, node.arg)
        found_here = self.annotated(file, node.annotation, file.module.bindings.scope_of[function].parent or home)
        if node is function.args.vararg:
            return frozenset({Items(found_here)})
        if node is function.args.kwarg:
            return frozenset({Items(instance("builtins.str"), found_here)})
        return found_here

    def _fixture(self, file: ClassFile, asking: FunctionNode, name: str) -> Known | None:
        """What pytest gives a test or a fixture for a parameter: what the nearest fixture of that name gives."""
        if not is_collected(file, asking) or _is_parametrized(file, name):
            return None
        around = self.hierarchy.around(file.scope(asking), file)
        scopes = [(file, scope) for scope in (around.scopes if around else ())]
        scopes.append((file, file.module.bindings.module))
        for folder in file.module.path.parents:
            above = folder / "conftest.py"
            if above != file.module.path and self.hierarchy.index.workspace.exists(above):
                conftest = self.hierarchy.file(above)
                if conftest is None:
                    return None
                scopes.append((conftest, conftest.module.bindings.module))
        for home, scope in scopes:
            nodes = [node for node in scope.bindings.get(name, ()) if node is not asking]
            if nodes:
                return self._given(home, nodes[0]) if len(nodes) == 1 else None
            if scope.kind == "module" and (home.module.stars or _is_parametrized(home, name)):
                return None  # a fixture may be called otherwise than its function
        return None

    def _given(self, file: ClassFile, node: ast.AST) -> Known | None:
        """What a fixture gives those who ask for it."""
        if not isinstance(node, ast.FunctionDef) or [last_name(called(item)) for item in node.decorator_list] != [
            "fixture"
        ]:
            return None
        inner = file.module.bindings.scope_of[node]
        if node.returns is not None:
            found = self.annotated(file, node.returns, inner.parent)
            return self.items(found) if _yields(node) else found
        if not _yields(node):
            return self._own_returns(file, node)
        values = [item.value for item in _own_nodes(node) if isinstance(item, ast.Yield)]
        return union(NONE if value is None else self.of(file, value, inner) for value in values)

    def _assigned(self, file: ClassFile, node: ast.expr) -> Known | None:
        """What a target is given by the statement that it stands in."""
        outer = file.parents.get(node)
        match outer:
            case ast.Assign(value=value) | ast.NamedExpr(value=value):
                return self.of(file, value)
            case ast.AnnAssign(annotation=annotation):
                return self.annotated(file, annotation, file.scope(outer))
            case ast.For(iter=source) | ast.comprehension(iter=source, is_async=0):
                return self.items(self.of(file, source))
            case ast.AsyncFor(iter=source) | ast.comprehension(iter=source):
                return self.items(self.of(file, source))
            case ast.withitem(context_expr=source):
                return self.entered(self.of(file, source))
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
                        return self.mapped(whole) if at else self.items(whole)
                    case ast.Call(func=ast.Name(id="enumerate"), args=[counted, *_]) if count == 2:
                        return self.items(self.of(file, counted)) if at else instance("builtins.int")
                    case ast.Call(func=ast.Name(id="zip"), args=sources) if len(sources) == count:
                        return self.items(self.of(file, sources[at]))
        return None

    # isinstance

    def _narrowed(self, file: ClassFile, node: ast.Name) -> Known | None:
        """What a test by `isinstance` on the way to this place says of the name, if it is not bound anew on the way."""
        if (
            not isinstance(node.ctx, ast.Load)
            or node not in file.parents
            or b"isinstance" not in file.module.source.data
        ):
            return None
        for inner, outer in file.around(node):
            tests: list[ast.expr] = []
            match outer:
                case ast.If(test=test, body=body) | ast.While(test=test, body=body) if inner in body:
                    tests = [test]
                case ast.IfExp(test=test, body=body) if inner is body:
                    tests = [test]
                case ast.BoolOp(op=ast.And(), values=values):
                    tests = values[: values.index(inner)] if isinstance(inner, ast.expr) else []
                case ast.comprehension(ifs=ifs) if inner in ifs:
                    tests = ifs[: ifs.index(inner)] if isinstance(inner, ast.expr) else []
            if isinstance(inner, ast.stmt):
                tests += _before(inner, outer)
            for test in tests:
                kind = _tested(test, node.id)
                if kind is not None and not _rebound(file, node, test):
                    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
                    return union(instances(self.of(file, item)) for item in kinds)
            if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
                return None
        return None

    # things that are meant

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
                    results.append(self.returned(replace(item, owner=owner)) if isinstance(owner, Instance) else None)
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
                    return self.annotated(item.file, statement.annotation, item.file.scope(statement))
        below = [] if above else list(self.hierarchy.descendants(cls))
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
                return self.annotated(cls.file, statement.annotation, cls.scopes[-1])
        return None

    def _set(self, cls: Class, node: ast.Attribute) -> Known | None:
        statement = cls.file.parents.get(node)
        if isinstance(statement, ast.AugAssign):
            return None
        return self._assigned(cls.file, node)

    # calls

    def _call(self, file: ClassFile, node: ast.Call, scope: Scope) -> Known | None:
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
                whole = self.of(file, value, scope)
                if whole is not None and whole and all(isinstance(item, Items) for item in whole):
                    return self._from_items(whole, verb, node)
        function = self.of(file, node.func, scope)
        if function is None:
            return None
        return union(self._called(file, item, node, scope) for item in function if not isinstance(item, Nothing))

    def _from_items(self, whole: Known, verb: str, node: ast.Call) -> Known | None:
        if verb == "copy":
            return whole
        if verb == "keys":
            return frozenset({Items(self.items(whole))})
        if verb == "values":
            return frozenset({Items(self.mapped(whole))})
        mapping = all(isinstance(item, Items) and item.values is not None for item in whole)
        found = self.mapped(whole) if mapping else self.items(whole) if verb == "pop" and len(node.args) < 2 else None
        return found if len(node.args) < 2 else None

    def _super(self, file: ClassFile, node: ast.Call, scope: Scope) -> Known | None:
        if node.args:
            first = self.of(file, node.args[0], scope)
            classes = [item.cls for item in first or () if isinstance(item, ClassObject)]
            second = self.of(file, node.args[1], scope) if len(node.args) > 1 else None
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
                return self.items(self.of(file, first, scope))
            if name == "type" and first is not None and len(node.args) == 1:
                return union(
                    frozenset({ClassObject(i.cls, i.exact)}) if isinstance(i, Instance) else None
                    for i in self.of(file, first, scope) or (Nothing(),)
                )
            if name == "dict":
                return frozenset({Items(None)})
        if name in ITERATE and home in ("builtins", "collections"):
            inside = self.items(self.of(file, first, scope)) if first is not None else frozenset[Value]()
            return frozenset({Items(inside)})
        if dotted in ("typing.cast", "typing_extensions.cast") and first is not None:
            return self.annotated(file, first, scope)
        if dotted in ("copy.copy", "copy.deepcopy") and first is not None:
            return self.of(file, first, scope)
        if name[:1].isupper() and self.hierarchy.outside.is_class(dotted):
            return frozenset({Foreign(dotted, True, True)})
        return None

    def returned(self, routine: Routine) -> Known | None:
        """All that a call of the function can give: as its annotation says, or (without decorators) its `return`s."""
        node, owner = routine.node, routine.owner
        decorators = {last_name(called(item)) for item in node.decorator_list}
        manager = decorators & {"contextmanager", "asynccontextmanager"}
        if decorators - KEEPING - PROPERTIES - {"contextmanager", "asynccontextmanager"}:
            return None
        if node.returns is not None:
            outer = routine.file.module.bindings.scope_of[node].parent
            found = self.annotated(routine.file, node.returns, outer, owner)
            if manager:
                return None if found is None else frozenset({Items(self.items(found), how="entered")})
        elif manager:
            return None
        else:
            found = self._all_returns(routine)
        found = as_self(found, owner) if found is not None and owner else found
        if isinstance(node, ast.AsyncFunctionDef) and not _yields(node):
            return frozenset({Items(found, how="awaited")}) if found is not None else None
        return found

    def _all_returns(self, routine: Routine) -> Known | None:
        """What the function returns, and those that override it."""
        found = [self._own_returns(routine.file, routine.node)]
        if isinstance(routine.owner, Instance | ClassObject) and not routine.owner.exact:
            for cls in self.hierarchy.descendants(routine.owner.cls):
                for node in cls.body.get(routine.node.name, ()):
                    if not isinstance(node, FunctionNode) or node.decorator_list:
                        return None
                    found.append(self._own_returns(cls.file, node))
        return union(found)

    def _own_returns(self, file: ClassFile, node: FunctionNode) -> Known | None:
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
        if _yields(node):
            return None
        if node.returns is not None:
            return self.annotated(file, node.returns, file.module.bindings.scope_of[node].parent)
        inner = file.module.bindings.scope_of[node]
        values = [item.value for item in _own_nodes(node) if isinstance(item, ast.Return)]
        return union(NONE if value is None else self.of(file, value, inner) for value in values) if values else NONE

    # containers

    def items(self, whole: Known | None) -> Known | None:
        """All that iterating over such a thing can give."""
        return unwrapped(whole, "iterated")

    def mapped(self, whole: Known | None) -> Known | None:
        """All the values of such mappings."""
        if not whole:
            return None
        return union(item.values if isinstance(item, Items) else None for item in whole)

    def entered(self, whole: Known | None) -> Known | None:
        """All that `with … as` can give for such a thing."""
        if not whole:
            return None
        results: list[Known | None] = []
        for item in whole:
            if isinstance(item, Items) and item.how == "entered":
                results.append(item.items)
            elif isinstance(item, Instance):
                enter = self.attribute(frozenset({item}), "__enter__") or self.attribute(
                    frozenset({item}), "__aenter__"
                )
                found = union(self.returned(r) if isinstance(r, Routine) else None for r in enter) if enter else None
                results.append(unwrapped(found, "awaited") if _is_awaitable(found) else found)
            else:
                results.append(None)
        return union(results)

    def _subscript(self, whole: Known | None, part: ast.expr) -> Known | None:
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

    # annotations

    def annotated(
        self, file: ClassFile, node: ast.expr, scope: Scope | None, owner: Instance | ClassObject | None = None
    ) -> Known | None:
        """All that something with this annotation can be."""
        scope = scope or file.module.bindings.module
        match node:
            case ast.Constant(value=None):
                return NONE
            case ast.Constant(value=str(text)):
                try:
                    return self.annotated(file, ast.parse(text.strip(), mode="eval").body, scope, owner)
                except (SyntaxError, ValueError, RecursionError, MemoryError):
                    return None
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return union(self.annotated(file, item, scope, owner) for item in (left, right))
            case ast.Subscript(value=head, slice=part):
                return self._generic(file, head, part, scope, owner)
            case ast.Name() | ast.Attribute():
                if last_name(node) == "Self":
                    return frozenset({owner}) if owner else None
                return self._as_annotation(file, node, scope)
        return None

    def _as_annotation(self, file: ClassFile, node: ast.expr, scope: Scope) -> Known | None:
        found = self.of(file, node, scope)
        if found is None and isinstance(node, ast.Name) and (home := scope.lookup(node.id)):
            statements = [file.parents.get(item) for item in home.bindings[node.id]]
            if len(statements) == 1 and isinstance(statements[0], ast.Assign | ast.AnnAssign) and statements[0].value:
                value = statements[0].value  # `Alias = Union[A, B]`
                if isinstance(value, ast.Subscript | ast.BinOp) and (home, node.id) not in self._busy:
                    self._busy.add((home, node.id))
                    try:
                        return self.annotated(file, value, home)
                    finally:
                        self._busy.discard((home, node.id))
        return instances(found, exact=False)

    def _generic(
        self, file: ClassFile, head: ast.expr, part: ast.expr, scope: Scope, owner: Instance | ClassObject | None
    ) -> Known | None:
        name = last_name(head)
        parts = part.elts if isinstance(part, ast.Tuple) else [part]
        kinds = self.of(file, head, scope)
        if kinds and any(isinstance(item, ClassObject) for item in kinds):
            return instances(kinds, exact=False)
        if name == "Optional":
            return union([self.annotated(file, part, scope, owner), NONE])
        if name == "Union":
            return union(self.annotated(file, item, scope, owner) for item in parts)
        if name in INNER:
            return self.annotated(file, parts[0], scope, owner)
        if name in ("type", "Type"):
            found = self.annotated(file, part, scope, owner)
            return union(
                frozenset({ClassObject(i.cls, False)}) if isinstance(i, Instance) else None
                for i in found or (Nothing(),)
            )
        if name in LISTS:
            return frozenset({Items(self.annotated(file, parts[0], scope, owner))})
        if name in ("tuple", "Tuple"):
            real = [item for item in parts if not (isinstance(item, ast.Constant) and item.value is ...)]
            return frozenset({Items(union(self.annotated(file, item, scope, owner) for item in real))})
        if name in MAPPINGS and len(parts) == 2:
            first, second = (self.annotated(file, item, scope, owner) for item in parts)
            return frozenset({Items(first, second)})
        if name in AWAITABLE:
            return frozenset({Items(self.annotated(file, parts[-1], scope, owner), how="awaited")})
        if name in MANAGERS:
            return frozenset({Items(self.annotated(file, parts[0], scope, owner), how="entered")})
        return None


def instance(dotted: str) -> Known:
    """Exactly an instance of a class from elsewhere."""
    return frozenset({Foreign(dotted, True, True)})


def union(parts: Iterable[Known | None]) -> Known | None:
    """All of them together; None as soon as one is not known."""
    found: set[Value] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return frozenset(found)


def instances(kinds: Known | None, exact: bool = False) -> Known | None:
    """Instances of these classes; None where one of them is no class, or might be anything."""
    if kinds is None:
        return None
    found: set[Value] = set()
    for kind in kinds:
        match kind:
            case ClassObject(cls=cls):
                found.add(Instance(cls, exact))
            case Foreign(dotted=dotted, instance=False) if dotted.rpartition(".")[2] not in ANYTHING:
                found.add(Foreign(dotted, True))
            case Nothing():
                found.add(kind)
            case _:
                return None
    return frozenset(found)


def as_self(found: Iterable[Value], owner: Instance | ClassObject) -> Known:
    """The same with the method's own `self` being what it was asked of."""
    exact = owner.exact
    return frozenset(
        replace(item, cls=owner.cls, exact=exact, of_self=owner.of_self)
        if isinstance(item, Instance | ClassObject) and item.of_self
        else item
        for item in found
    )


def unwrapped(whole: Known | None, how: str) -> Known | None:
    """What comes out of all of these when they are iterated or awaited."""
    if not whole:
        return None
    return union(item.items if isinstance(item, Items) and item.how == how else None for item in whole)


def is_collected(file: ClassFile, node: FunctionNode) -> bool:
    """Whether pytest calls the function, with what its parameters name: a test, a fixture."""
    if any(last_name(called(item)) in ("fixture", "parametrize", "usefixtures") for item in node.decorator_list):
        return True
    name = file.module.path.name
    in_tests = name.startswith("test") or name.endswith("_test.py") or name == "conftest.py"
    return in_tests and node.name.startswith(("test", "pytest_"))


def _is_parametrized(file: ClassFile, name: str) -> bool:
    """Whether a `parametrize` of the file, or a `fixture` by another name, names it."""
    for string, _ in file.module.bindings.strings:
        if name in str(string.value).replace(",", " ").split():
            call = next((outer for _, outer in file.around(string) if isinstance(outer, ast.Call | ast.stmt)), None)
            if isinstance(call, ast.Call) and last_name(call.func) in ("parametrize", "fixture"):
                return True
    return False


def last_binding(file: ClassFile, node: ast.Name, scope: Scope) -> ast.Name | None:
    """The one binding that a use must come from, since it stands before it in the same block or one around it, and nothing
    between them, no loop and no other function binds the name. None where no single one does.
    """
    home = scope.lookup(node.id)
    if home is None or home.kind not in ("function", "module") or node not in file.parents:
        return None
    bindings = home.bindings[node.id]
    if len(bindings) < 2 or not isinstance(node.ctx, ast.Load) or _declared_elsewhere(file, node.id, home):
        return None
    for inner, outer in file.around(node):
        if isinstance(inner, ast.stmt):
            for earlier in reversed(_earlier(inner, outer)):
                inside = [item for item in bindings if _within(item, earlier)]
                if inside:
                    return _plain_target(earlier, inside)
        if outer is home.node:
            return None
        match outer:
            case ast.For(target=target) | ast.AsyncFor(target=target) if isinstance(inner, ast.stmt):
                inside = [item for item in bindings if _within(item, outer)]
                if inside:
                    return target if inside == [target] and isinstance(target, ast.Name) else None
            case ast.With(items=items) | ast.AsyncWith(items=items) if isinstance(inner, ast.stmt):
                for item in items:
                    if isinstance(item.optional_vars, ast.Name) and item.optional_vars.id == node.id:
                        return item.optional_vars
                if any(_within(item, part) for item in bindings for part in items):
                    return None
            case ast.While() | ast.Try() | ast.TryStar() | ast.Match() | ast.For() | ast.AsyncFor():
                if any(_within(item, outer) for item in bindings):
                    return None
            case ast.If() | ast.IfExp() | ast.BoolOp() | ast.Compare():
                if any(isinstance(file.parents.get(item), ast.NamedExpr) and _within(item, outer) for item in bindings):
                    return None
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() | ast.ClassDef():
                return None
    return None


def _earlier(inner: ast.stmt, outer: ast.AST) -> list[ast.stmt]:
    """The statements before it in its block."""
    for field in ("body", "orelse", "finalbody"):
        block = getattr(outer, field, None)
        if isinstance(block, list):
            for count, item in enumerate(block):
                if item is inner:
                    return block[:count]
    return []


def _plain_target(statement: ast.stmt, inside: list[ast.AST]) -> ast.Name | None:
    """The target of `name = …` where that is all that binds the name in the statement."""
    if len(inside) == 1 and isinstance(inside[0], ast.Name):
        match statement:
            case ast.Assign(targets=targets) if any(inside[0] is target for target in targets):
                return inside[0]
    return None


def _within(node: ast.AST, outer: ast.AST) -> bool:
    first, last = (outer.lineno, outer.col_offset), (outer.end_lineno, outer.end_col_offset)  # type: ignore[attr-defined]
    return first <= (getattr(node, "lineno", 0), getattr(node, "col_offset", 0)) < last


def _declared_elsewhere(file: ClassFile, name: str, home: Scope) -> bool:
    """Whether a function binds the name from within, by `global` or `nonlocal`."""
    return any(
        name in scope.globals | scope.nonlocals and scope.lookup(name) is home
        for scope in file.module.bindings.scope_of.values()
        if scope.globals or scope.nonlocals
    )


def _is_awaitable(found: Known | None) -> bool:
    return bool(found) and all(isinstance(item, Items) and item.how == "awaited" for item in found or ())


def _own_nodes(node: FunctionNode) -> Iterator[ast.AST]:
    """The nodes of a function's body, without those of functions and classes in it."""
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        inner = waiting.pop()
        yield inner
        if not isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting += ast.iter_child_nodes(inner)


def _yields(node: FunctionNode) -> bool:
    return any(isinstance(item, ast.Yield | ast.YieldFrom) for item in _own_nodes(node))


def _deletes(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del)


def _before(inner: ast.stmt, outer: ast.AST) -> list[ast.expr]:
    """Tests that hold at a statement since one before it in its block asserts them, or leaves where they do not hold."""
    for field in ("body", "orelse", "finalbody"):
        block = getattr(outer, field, None)
        if isinstance(block, list) and any(item is inner for item in block):
            tests: list[ast.expr] = []
            for item in block:
                if item is inner:
                    return tests
                match item:
                    case ast.Assert(test=test):
                        tests.append(test)
                    case ast.If(test=ast.UnaryOp(op=ast.Not(), operand=test), body=body, orelse=[]) if isinstance(
                        body[-1], ast.Return | ast.Raise | ast.Continue | ast.Break
                    ):
                        tests.append(test)
    return []


def _tested(test: ast.expr, name: str) -> ast.expr | None:
    match test:
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=tested), kind]) if tested == name:
            return kind
        case ast.BoolOp(op=ast.And(), values=values):
            return next((found for item in values if (found := _tested(item, name)) is not None), None)
    return None


def _rebound(file: ClassFile, node: ast.Name, test: ast.expr) -> bool:
    """Whether anything between the test and the use may bind the name anew."""
    home = file.scope(node).lookup(node.id)
    if home is None:
        return True
    return any(
        test.lineno <= getattr(item, "lineno", 0) <= node.lineno and getattr(item, "lineno", 0) != 0
        for item in home.bindings[node.id]
        if not isinstance(item, ast.arg)
    )
