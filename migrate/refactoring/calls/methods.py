"""The calls of methods and constructors, through the class hierarchy."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from migrate.model import Location
from migrate.python.source import last_name
from migrate.refactoring.calls.sites import (
    Call,
    CallSites,
    Definition,
    Evidence,
    Place,
    Reading,
    Value,
    call_sites,
    collected,
    definitions_of,
    is_overload,
    local_places,
    named_places,
    nodes_at,
)
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import Function, Symbol, find_symbol
from migrate.references.index import Index
from migrate.references.members.classes import LOCALS, Class, called
from migrate.references.members.hierarchy import Hierarchy, Outside, hierarchy_of
from migrate.references.members.values import ClassObject

PROPERTIES = frozenset({"property", "cached_property", "setter", "getter", "deleter"})


def sites_of(index: Index, symbol: Symbol, *, overrides: bool = False) -> CallSites:
    """The call sites of a function, a method (with its overrides), or a class or `__init__` (its constructor).

    The overrides of an `__init__` are among the definitions only where `overrides` says so: they are signatures of their
    own. Raises Refused for a property and for a class without an `__init__` of its own.
    """
    if symbol.kind == "class":
        symbol = find_init(index, symbol)
    if symbol.owner is None:
        return call_sites(index, symbol)
    hierarchy = hierarchy_of(index)
    file = hierarchy.file(symbol.module.path)
    assert file is not None
    cls = file.by_node[symbol.owner]
    if symbol.name == "__init__":
        return _Constructors(hierarchy, symbol, cls, overrides).sites()
    return _Methods(hierarchy, symbol, cls).sites()


def find_init(index: Index, symbol: Symbol) -> Symbol:
    """The `__init__` that a class defines. Raises Refused where it has none of its own."""
    try:
        found = find_symbol(index, f"{symbol.dotted}.__init__")
    except Refused as error:
        reason = f"{symbol.where}: `{symbol.name}` has no `__init__` of its own"
        hint = "name the class that defines it, or add a field to the dataclass by hand"
        raise Refused("no-init", reason, hint, symbol.where) from error
    if not found.functions:
        raise Refused("no-init", f"{found.where}: `__init__` is no `def`", "make it a method first", found.where)
    return found


def first_parameters(node: Function) -> int:
    """How many leading parameters an instance or class fills: none of a static method."""
    return 0 if "staticmethod" in _decorators(node) else 1


def _decorators(node: Function) -> set[str]:
    return {last_name(called(item)) for item in node.decorator_list}


def _is_of_class(node: Function) -> bool:
    """Whether `self` is never given by hand, not even on the class."""
    return bool(_decorators(node) & {"classmethod", "staticmethod"}) or node.name in (
        "__init_subclass__",
        "__class_getitem__",
    )


class _Family:
    """What methods and constructors have in common."""

    def __init__(self, hierarchy: Hierarchy, symbol: Symbol, cls: Class) -> None:
        self.hierarchy = hierarchy
        self.index = hierarchy.index
        self.symbol = symbol
        self.name = symbol.name
        self.cls = cls
        self.below = (cls, *hierarchy.descendants(cls))
        self.reading = Reading(self.index)
        self.found: list[Call | Value] = []

    def definer(self, cls: Class, after: Class | None = None) -> Class | Outside | None:
        """Where Python finds the member of an instance of that class (with `after`: by `super()` in a method of that one)."""
        order = list(self.hierarchy.mro(cls))
        if after is not None:
            order = order[order.index(after) + 1 :] if after in order else []
        for item in order:
            if isinstance(item, Class) and self.name in item.body:
                return item
            if (
                isinstance(item, Outside)
                and self.hierarchy.may_define(item, self.name)
                and item.dotted != "builtins.object"
            ):
                return item
        return None

    def definitions(self, cls: Class) -> list[Definition]:
        """Every `def` of the member in that class, in its stub too."""
        if cls is self.cls:
            return definitions_of(self.index, self.symbol, first_parameters(self.symbol.functions[-1]))
        found = []
        for node in cls.body.get(self.name, ()):
            if isinstance(node, Function):
                kind = "overload" if is_overload(node) else "override"
                found.append(Definition(cls.module, node, first_parameters(node), kind))  # type: ignore[arg-type]
        for path in self.index.names.paths.get(cls.module.name, ()):
            if path.suffix == ".pyi" and path != cls.path:
                module = self.index.names.file(path)
                nodes = nodes_at(module, [*cls.qualname.split("."), self.name])
                found += [Definition(module, n, first_parameters(n), "stub") for n in nodes if isinstance(n, Function)]
        return found

    def implementation(self, cls: Class) -> Function:
        """The `def` of that class that runs."""
        nodes = [node for node in cls.body[self.name] if isinstance(node, Function)]
        return next((node for node in reversed(nodes) if not is_overload(node)), nodes[-1])

    def reached(
        self, classes: Sequence[Class], targets: Sequence[Class], after: Class | None = None
    ) -> Evidence | None:
        """Whether the member of these classes is one of the targets': of all, of some (unknown), of none (None)."""
        answers = [self.definer(item, after) in targets for item in classes]
        if not any(answers):
            return None
        return "resolved" if all(answers) else "unknown"

    def add(self, place: Place, reached: Class | None, *, is_class: bool = False) -> None:
        """The call, or other use, at that place; its arguments meet the parameters of the `def` of `reached`."""
        node = self.implementation(reached if reached and self.name in reached.body else self.cls)
        found = self.reading.place(place, node.args, is_class=is_class)
        self.found.append(replace(found, reaches=node) if isinstance(found, Call) else found)

    def collect(self, definitions: Sequence[Definition]) -> CallSites:
        return collected(self.index, self.symbol, definitions, self.found)

    def supers(self, targets: Sequence[Class]) -> Iterator[tuple[Class, ast.expr, Evidence]]:
        """Every `super().name` below the class that reaches one of the targets: the class in which it stands, the node."""
        for cls in self.below:
            users = (cls, *self.hierarchy.descendants(cls))
            evidence = self.reached(users, targets, cls)
            for node in cls.nodes if evidence else ():
                for part in ast.walk(node):
                    if not (isinstance(part, ast.Attribute) and part.attr == self.name and is_super(part.value)):
                        continue
                    if self.hierarchy.around(cls.file.scope(part), cls.file) is cls:
                        yield cls, part, evidence or "unknown"


def is_super(node: ast.expr) -> bool:
    """Whether it is `super()` or `super(C, self)`."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"


class _Methods(_Family):
    """The sites of one method and its overrides."""

    def _in_body(self, cls: Class) -> Iterator[Value]:
        """Uses of the bare name in the class's own body: another name for the method, a table of methods."""
        tree = self.reading.trees.of(cls.module)
        for use in cls.module.bindings.uses:
            read = use.name.id == self.name and isinstance(use.name.ctx, ast.Load) and use.quoted is None
            if read and any(use.scope is scope for scope in cls.scopes):
                parent = tree.parent(use.name)
                if not isinstance(tree.statement(use.name), Function) or not isinstance(parent, ast.Attribute):
                    how = f"is used as a value in the body of `{cls.name}`"
                    yield Value(cls.path, use.name.lineno, "stored", how)

    def sites(self) -> CallSites:
        self._check()
        family = self.hierarchy.family(self.cls, self.name)
        targets = self._targets()
        definitions = [item for cls in targets for item in self.definitions(cls)]
        for cls in targets:
            for node in cls.body.get(self.name, ()):
                if not isinstance(node, Function):
                    line = getattr(node, "lineno", cls.line)
                    self.found.append(Value(cls.path, line, "stored", f"is bound by `{cls.name}` to something else"))
            self.found += self._in_body(cls)
        for cls in targets:
            for base in self.hierarchy.ancestors(cls):
                if isinstance(base, Outside) and self.hierarchy.may_define(base, self.name):
                    how = f"may be called by `{base.dotted or base.written}`, from which `{cls.name}` inherits"
                    known = self.name in (self.hierarchy.outside.members(base.dotted) or ())
                    self.found.append(Value(cls.path, cls.line, "passed" if known else "perhaps", how))
        for use in self.hierarchy.uses(family):
            if use.evidence == "other":
                continue
            if use.form != "attribute" or not isinstance(use.node, ast.Attribute):
                sure = "is" if use.evidence == "resolved" else "may be"
                self.found.append(Value(use.path, use.line, "string", f"{sure} named by a {use.form}"))
                continue
            file = self.hierarchy.file(use.path)
            assert file is not None
            scope = file.scope(use.node)
            evidence: Evidence = "resolved" if use.evidence == "resolved" else "unknown"
            reached: Class | None = None
            if is_super(use.node.value):
                around = self.hierarchy.around(scope, file)
                users = (around, *self.hierarchy.descendants(around)) if around else ()
                found = self.reached(users, targets, around)
                if around and use.evidence == "resolved":
                    if found is None:
                        continue
                    evidence = found
                    first = self.definer(around, around)
                    reached = first if isinstance(first, Class) else None
            elif use.receiver is not None:
                found = self.reached((use.receiver, *self.hierarchy.descendants(use.receiver)), targets)
                if found is None:
                    continue
                evidence = "unknown" if found == "unknown" else evidence
                first = self.definer(use.receiver)
                reached = first if isinstance(first, Class) and first in targets else None
            if not isinstance(use.node.ctx, ast.Load):
                if evidence == "resolved":
                    self.found.append(Value(use.path, use.line, "stored", "is bound anew"))
                continue
            node = self.implementation(reached if reached and self._has_def(reached) else self.cls)
            by_hand = use.by_class and not _is_of_class(node)
            implicit = 0 if by_hand else first_parameters(node)
            self._add_use(Place(file.module, use.node, scope, implicit, evidence), reached)
        return self.collect(definitions)

    def _add_use(self, place: Place, reached: Class | None) -> None:
        before = len(self.found)
        self.add(place, reached if reached and self._has_def(reached) else None)
        item = self.found[before]
        if place.evidence == "unknown":
            if isinstance(item, Call) and item.bound.misfit:
                self.found.pop()  # the call of another thing
            elif isinstance(item, Value):
                self.found[before] = replace(item, kind="perhaps", how=f"perhaps {item.how}")

    def _has_def(self, cls: Class) -> bool:
        return any(isinstance(node, Function) for node in cls.body.get(self.name, ()))

    def _check(self) -> None:
        for node in self.symbol.functions:
            if _decorators(node) & PROPERTIES:
                where = Location(self.symbol.module.path, node.lineno, symbol=self.symbol.dotted)
                raise Refused("property", f"{where}: a property takes no argument", "make it a method first", where)

    def _targets(self) -> list[Class]:
        """Every class whose `def` of the method an instance of the class may have, the class first."""
        found: dict[Class, None] = {self.cls: None}
        for cls in self.below:
            for item in self.hierarchy.mro(cls):
                if isinstance(item, Class) and self.name in item.body:
                    found[item] = None
                if item is self.cls:
                    break
        return list(found)


class _Constructors(_Family):
    """The sites of one `__init__`: where its class, or one below that inherits it, is called, and where `super()` calls it."""

    def __init__(self, hierarchy: Hierarchy, symbol: Symbol, cls: Class, overrides: bool) -> None:
        super().__init__(hierarchy, symbol, cls)
        self.overrides = overrides

    def sites(self) -> CallSites:
        targets = self._targets()
        definitions = [item for cls in targets for item in self.definitions(cls)]
        for cls, node, evidence in self.supers(targets):
            first = self.definer(cls, cls)
            place = Place(cls.module, node, cls.file.scope(node), 1, evidence)
            self.add(place, first if isinstance(first, Class) else None)
        for cls in self.below:
            made = self.definer(cls)
            if made in targets and isinstance(made, Class):
                self._check_new(cls)
                self._named(cls, made)
        self._by_first_parameter(targets)
        return self.collect(definitions)

    def _targets(self) -> list[Class]:
        found = [self.cls]
        if self.overrides:
            for cls in self.hierarchy.descendants(self.cls):
                if any(isinstance(node, Function) for node in cls.body.get("__init__", ())):
                    found.append(cls)
        return found

    def _check_new(self, cls: Class) -> None:
        """Refuse a class whose `__new__` gets the same arguments and cannot take any."""
        for item in self.hierarchy.mro(cls):
            for node in item.body.get("__new__", ()) if isinstance(item, Class) else ():
                if not isinstance(node, Function) or not (node.args.kwarg and node.args.vararg):
                    where = Location(item.path, getattr(node, "lineno", item.line), symbol=item.qualname)  # type: ignore[union-attr]
                    reason = f"{where}: `__new__` gets the same arguments as `__init__`"
                    raise Refused("constructor", reason, "let `__new__` take `*args, **kwargs`", where)

    def _named(self, cls: Class, made: Class) -> None:
        """The places that name the class, and `Class.__init__` by name."""
        if LOCALS in cls.meaning.rest:
            scope = cls.scopes[-1].parent
            assert scope is not None
            places = local_places(Symbol(cls.module, (cls.name,), cls.nodes, scope))
        else:
            path = tuple(cls.qualname.split("."))
            symbol = Symbol(cls.module, path, cls.nodes, cls.module.bindings.module)
            places, values = named_places(self.index, symbol)
            self.found += values
        for place in places:
            parent = self.reading.trees.of(place.module).parent(place.node)
            if isinstance(parent, ast.Attribute) and parent.attr == "__init__":
                self.add(Place(place.module, parent, place.scope, 0), made)
            else:
                self.add(replace(place, implicit=1), made, is_class=True)

    def _by_first_parameter(self, targets: Sequence[Class]) -> None:
        """`cls(…)`, `type(self)(…)`, `self.__class__(…)` in the classes themselves and those above."""
        above = [item for item in self.hierarchy.ancestors(self.cls) if isinstance(item, Class)]
        for cls in (*above, *self.below):
            for node in cls.nodes:
                for part in ast.walk(node):
                    if isinstance(part, ast.Call) and _may_be_own_class(part.func):
                        known = self.hierarchy.receivers.of(cls.file, part.func) or ()
                        kinds = [value for value in known if isinstance(value, ClassObject) and not value.exact]
                        if kinds and (around := kinds[0].cls) is self.hierarchy.around(cls.file.scope(part), cls.file):
                            evidence = self.reached((around, *self.hierarchy.descendants(around)), targets)
                            if evidence:
                                made = self.definer(around)
                                place = Place(cls.module, part.func, cls.file.scope(part), 1, evidence)
                                self.add(place, made if isinstance(made, Class) else None, is_class=True)


def _may_be_own_class(node: ast.expr) -> bool:
    match node:
        case ast.Name() | ast.Attribute(attr="__class__"):
            return True
        case ast.Call(func=ast.Name(id="type"), args=[_]):
            return True
    return False
