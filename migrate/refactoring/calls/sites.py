"""Every place that calls a function, how its arguments meet the parameters, and every other use of it as a value."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal

from migrate.model import Location
from migrate.python.bindings import Scope, Use
from migrate.python.edits import Unplaced
from migrate.refactoring.calls.binding import Bound, bind
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import Function, Symbol, find_symbol
from migrate.references.index import Index, Reference
from migrate.references.names import Meaning, Module

Form = Literal["call", "partial", "decorator", "raised"]
"""`f(x)` · `functools.partial(f, x)`: the rest comes later, from a place unknown · `@f` without a call: one positional
argument, the decorated thing · `raise C` without a call: no argument."""

Evidence = Literal["resolved", "unknown"]

Doing = Literal[
    "passed", "stored", "attribute", "member", "returned", "string", "annotation", "export", "base", "perhaps", "other"
]
"""`perhaps`: something of that name, asked of nobody knows what."""
HARMLESS = frozenset({"annotation", "export", "base", "member"})
"""Uses that never lead to a call that nobody sees."""
TESTS = frozenset({
    "isinstance", "issubclass", "cast", "assert_type", "TypeVar", "NewType", "raises", "warns", "suppress", "assertRaises",
    "assertRaisesRegex", "assertRaisesMessage", "assertWarns", "assertIsInstance", "assertNotIsInstance",
})  # fmt: skip
"""Calls that only ask about a class that they are given."""
DECORATES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, eq=False)
class Call:
    """One place that calls the function."""

    module: Module
    callee: ast.expr
    """The expression that means the function."""
    node: ast.Call | None
    """The call whose argument list holds the arguments: of a partial, the call of `partial`; None where there is none."""
    form: Form
    scope: Scope
    """The scope in which it stands."""
    around: tuple[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, ...]
    """The definitions around it, the outermost first."""
    implicit: int
    """How many leading parameters are filled by what the function is taken from: 1 where `self` or `cls` is."""
    bound: Bound
    evidence: Evidence = "resolved"
    reaches: Function | None = None
    """The `def` that `bound` speaks of, where there are overrides."""

    @property
    def path(self) -> PurePosixPath:
        """Its file."""
        return self.module.path

    @property
    def where(self) -> Location:
        """Its place."""
        named = ".".join(node.name for node in self.around)
        return Location(self.path, (self.node or self.callee).lineno, symbol=named)

    @cached_property
    def receiver(self) -> str:
        """The text of what the function is taken from: `self.client` of `self.client.get(…)`; empty for a plain name."""
        return ast.unparse(self.callee.value) if isinstance(self.callee, ast.Attribute) else ""

    @property
    def arguments(self) -> Sequence[ast.expr]:
        """The positional arguments that are meant for the function."""
        if self.node is None:
            return ()
        return self.node.args[1:] if self.form == "partial" else self.node.args

    @property
    def is_open(self) -> bool:
        """Whether it is not known which parameters it fills."""
        return self.form == "partial" or self.bound.stars or self.bound.maps


@dataclass(frozen=True, order=True)
class Value:
    """One place that uses the function other than by calling it there."""

    path: PurePosixPath
    line: int
    kind: Doing
    how: str
    """What is done with it, for a reader: "is passed to `submit`"."""

    @property
    def where(self) -> Location:
        """Its place."""
        return Location(self.path, self.line)

    @property
    def is_harmless(self) -> bool:
        """Whether no call can come of it that is not among the calls."""
        return self.kind in HARMLESS


@dataclass(frozen=True, eq=False)
class Definition:
    """One `def` of the function: what runs, an overload, its like in a stub, an override."""

    module: Module
    node: Function
    implicit: int
    """How many leading parameters are `self` or `cls`, and no caller gives."""
    kind: Literal["implementation", "overload", "stub", "override"] = "implementation"

    @property
    def scope(self) -> Scope:
        """The scope in which it stands, where its defaults are read."""
        found = self.module.bindings.scope_of[self.node].parent
        while found is not None and found.node is self.node:
            found = found.parent  # the scope of its type parameters
        assert found is not None
        return found

    @property
    def dotted(self) -> str:
        """Its dotted name, with those of the classes and functions around it."""
        around: list[Function | ast.ClassDef] = [self.node]
        scope: Scope | None = self.scope
        while scope is not None:
            if isinstance(scope.node, Function | ast.ClassDef) and scope.node is not around[-1]:
                around.append(scope.node)
            scope = scope.parent
        return ".".join([self.module.name, *(node.name for node in reversed(around))])

    @property
    def where(self) -> Location:
        """Its place."""
        return Location(self.module.path, self.node.lineno, symbol=self.node.name)

    @property
    def runs(self) -> bool:
        """Whether it has a body that runs."""
        return self.kind in ("implementation", "override")


@dataclass(frozen=True)
class CallSites:
    """What the tree does with one function or class."""

    symbol: Symbol
    definitions: tuple[Definition, ...]
    calls: tuple[Call, ...]
    values: tuple[Value, ...]
    unread: Mapping[PurePosixPath, str] = field(default_factory=dict)
    """Files that may use it and cannot be read, with the reason."""

    @property
    def shown(self) -> str:
        """What the function is called, for a reader: of an `__init__`, its class."""
        return self.symbol.path[-2] if self.symbol.name == "__init__" and self.symbol.owner else self.symbol.name

    @property
    def open_values(self) -> tuple[Value, ...]:
        """The uses from which calls may come that nobody sees."""
        return tuple(value for value in self.values if not value.is_harmless)


def find_function(index: Index, dotted: str) -> Symbol:
    """The function, method or class of that name, re-exports followed. Raises Refused where it is none of these."""
    meaning = index.names.meaning(dotted)
    elsewhere = meaning is not None and meaning.name and index.names.is_ours(meaning.module)
    symbol = find_symbol(index, meaning.dotted if meaning and elsewhere else dotted)
    if symbol.kind not in ("function", "class"):
        raise Refused(
            "no-function", f"`{dotted}` is bound by no `def` or `class`", "name a function, a method or a class",
            symbol.where,
        )  # fmt: skip
    return symbol


def is_overload(node: Function) -> bool:
    """Whether it is an `@overload`: a signature without a body."""
    return any(_last(item) == "overload" for item in node.decorator_list)


def implementation(symbol: Symbol) -> Function:
    """The definition that runs: the last that is no overload; of a stub, the last. Raises Refused for one without any."""
    functions = symbol.functions
    if not functions:
        raise Refused("no-function", f"`{symbol.dotted}` is no function", "name a function", symbol.where)
    return next((node for node in reversed(functions) if not is_overload(node)), functions[-1])


class Tree:
    """The syntax tree of one module, upwards."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.parents = module.parents

    def parent(self, node: ast.AST) -> ast.AST | None:
        """What holds the node directly."""
        return self.parents.get(node)

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """What holds the node, the innermost first."""
        found = self.parent(node)
        while found is not None:
            yield found
            found = self.parent(found)

    def around(self, node: ast.AST) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, ...]:
        """The functions and classes in whose bodies the node stands, the outermost first."""
        found: list[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef] = []
        inner = node
        for outer in self.above(node):
            if isinstance(outer, DECORATES) and any(inner is statement for statement in outer.body):
                found.append(outer)
            inner = outer
        return tuple(reversed(found))

    def statement(self, node: ast.AST) -> ast.stmt:
        """The statement in which the node stands."""
        while not isinstance(node, ast.stmt):
            found = self.parent(node)
            assert found is not None
            node = found
        return node


class Trees:
    """The trees of the modules that are asked about, each made once."""

    def __init__(self) -> None:
        self._found: dict[PurePosixPath, Tree] = {}

    def of(self, module: Module) -> Tree:
        """The tree of that module."""
        if module.path not in self._found:
            self._found[module.path] = Tree(module)
        return self._found[module.path]


@dataclass(frozen=True, eq=False)
class Place:
    """One expression that means the function. `bound` says whether taking it fills `self` or `cls`."""

    module: Module
    node: ast.expr
    scope: Scope
    implicit: int = 0
    evidence: Evidence = "resolved"


class Reading:
    """Tells calls from other uses, for places of any function."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.trees = Trees()

    def place(self, place: Place, parameters: ast.arguments, *, is_class: bool = False) -> Call | Value:
        """The call that is made there, or what else is done with the function."""
        tree = self.trees.of(place.module)
        node, parent = place.node, tree.parent(place.node)
        if isinstance(parent, ast.Call) and parent.func is node:
            return self._call(place, parent, "call", parameters)
        if isinstance(parent, ast.Call) and parent.args[:1] == [node] and self._is_partial(place, parent):
            return self._call(place, parent, "partial", parameters)
        if isinstance(parent, DECORATES) and any(node is item for item in parent.decorator_list):
            return self._call(place, None, "decorator", parameters)
        if isinstance(parent, ast.Raise) and is_class:
            return self._call(place, None, "raised", parameters)
        kind, how = self._use(tree, node, is_class)
        return Value(place.module.path, node.lineno, kind, how)

    def _call(self, place: Place, node: ast.Call | None, form: Form, parameters: ast.arguments) -> Call:
        positional: Sequence[ast.expr] = ()
        if form == "decorator":
            positional = (place.node,)
        elif node is not None:
            positional = node.args[1:] if form == "partial" else node.args
        bound = bind(parameters, positional, node, place.implicit)
        around = self.trees.of(place.module).around(place.node)
        return Call(
            place.module, place.node, node, form, place.scope, around, place.implicit, bound, place.evidence
        )  # fmt: skip

    def _is_partial(self, place: Place, node: ast.Call) -> bool:
        return self._dotted(place, node.func) == "functools.partial"

    def _dotted(self, place: Place, node: ast.expr) -> str:
        """The dotted name that an expression of names and attributes means; empty where it is not known."""
        chain: list[str] = []
        while isinstance(node, ast.Attribute):
            chain.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        found = self.index.names.of_name(place.module, node.id, place.scope)
        for part in reversed(chain):
            found = self.index.names.attribute(found, part) if found else None
        return found.dotted if found else ""

    def _use(self, tree: Tree, node: ast.expr, is_class: bool) -> tuple[Doing, str]:
        parent = tree.parent(node)
        match parent:
            case ast.Attribute(attr=attr):
                return ("member" if is_class else "attribute"), f"is asked for `{attr}`"
            case ast.ClassDef() if is_class:
                return "base", f"is a base of `{parent.name}`"
            case ast.ExceptHandler():
                return "annotation", "is caught"
            case ast.Call(func=func) if is_class and _last(func) in TESTS:
                return "annotation", "is asked about"
            case ast.Call(func=func):
                return "passed", f"is passed to `{_short(func)}`"
            case ast.keyword():
                call = tree.parent(parent)
                return "passed", f"is passed to `{_short(call.func) if isinstance(call, ast.Call) else 'class'}`"
            case ast.Return() | ast.Yield() | ast.Lambda():
                return "returned", "is returned"
        inner: ast.AST = node
        for outer in tree.above(node):
            if _is_annotation(outer, inner):
                return "annotation", "is an annotation"
            if is_class and isinstance(outer, ast.ExceptHandler) and outer.type is inner:
                return "annotation", "is caught"
            if is_class and isinstance(outer, ast.Call) and _last(outer.func) in TESTS:
                return "annotation", "is asked about"
            if is_class and isinstance(outer, ast.ClassDef) and any(inner is base for base in outer.bases):
                return "base", f"is in a base of `{outer.name}`"
            if isinstance(outer, ast.Call):
                return "passed", f"is passed to `{_short(outer.func)}`"
            if isinstance(outer, ast.Assign | ast.AnnAssign | ast.NamedExpr | ast.AugAssign):
                target = outer.targets[0] if isinstance(outer, ast.Assign) else outer.target
                return "stored", f"is stored in `{_short(target)}`"
            if isinstance(outer, ast.Return):
                return "returned", "is returned"
            if isinstance(outer, ast.Compare) and outer is parent:
                return "annotation", "is compared"
            if isinstance(outer, ast.stmt):
                break
            inner = outer
        return "other", "is used as a value"


def _is_annotation(outer: ast.AST, inner: ast.AST) -> bool:
    match outer:
        case ast.arg(annotation=found) | ast.AnnAssign(annotation=found):
            return found is inner
        case ast.FunctionDef(returns=found) | ast.AsyncFunctionDef(returns=found):
            return found is inner
    return False


def _last(node: ast.expr) -> str:
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _short(node: ast.expr) -> str:
    text = ast.unparse(node)
    return text if len(text) <= 60 else f"{text[:57]}..."


def call_sites(index: Index, symbol: Symbol) -> CallSites:
    """Every call of a function in the tree, and every other use of it. Arguments are bound to its implementation.

    Of methods and classes see `migrate.refactoring.calls.methods`.
    """
    reading = Reading(index)
    parameters = implementation(symbol).args
    found: list[Call | Value] = []
    if symbol.scope is not symbol.module.bindings.module:
        places = local_places(symbol)
    else:
        places, others = named_places(index, symbol)
        found += others
    found += [reading.place(item, parameters) for item in places]
    return collected(index, symbol, definitions_of(index, symbol), found)


def collected(
    index: Index, symbol: Symbol, definitions: Sequence[Definition], found: Sequence[Call | Value]
) -> CallSites:
    """These calls and values in the order of their places, each once."""
    calls = {id(item.callee): item for item in found if isinstance(item, Call)}
    ordered = sorted(calls.values(), key=lambda item: (item.path, item.callee.lineno, item.callee.col_offset))
    values = sorted({item for item in found if isinstance(item, Value)})
    unread = {path: index.unread[path] for path in sorted(index.unread)}
    return CallSites(symbol, tuple(definitions), tuple(ordered), tuple(values), unread)


def definitions_of(index: Index, symbol: Symbol, implicit: int = 0) -> list[Definition]:
    """Every `def` that binds the symbol in its module and in the module's stub."""
    found = []
    for node in symbol.functions:
        stub = symbol.module.path.suffix == ".pyi"
        kind: Literal["stub", "overload", "implementation"] = "stub" if stub else "implementation"
        found.append(Definition(symbol.module, node, implicit, "overload" if is_overload(node) else kind))
    for path in index.names.paths.get(symbol.module.name, ()):
        if path.suffix == ".pyi" and path != symbol.module.path:
            module = index.names.file(path)
            nodes = nodes_at(module, symbol.path)
            found += [Definition(module, node, implicit, "stub") for node in nodes if isinstance(node, Function)]
    return found


def nodes_at(module: Module, path: Sequence[str]) -> list[ast.AST]:
    """What binds that chain of names in a module, down through its classes; nothing where the file cannot be parsed."""
    try:
        scopes = [module.bindings.module]
    except SyntaxError:
        return []
    for name in path[:-1]:
        nodes = [node for scope in scopes for node in scope.bindings.get(name, ()) if isinstance(node, ast.ClassDef)]
        scopes = [module.bindings.scope_of[node] for node in nodes]
    return [node for scope in scopes for node in scope.bindings.get(path[-1], ())]


def local_places(symbol: Symbol) -> list[Place]:
    """The uses of a name that is bound in a function or class body."""
    return [
        Place(symbol.module, use.name, use.scope)
        for use in symbol.module.bindings.uses
        if use.name.id == symbol.name
        and use.quoted is None
        and isinstance(use.name.ctx, ast.Load)
        and use.scope.lookup(symbol.name) is symbol.scope
    ]


def named_places(index: Index, symbol: Symbol, implicit: int = 0) -> tuple[list[Place], list[Value]]:
    """Where the tree names a module-level function or class: expressions that can be called, and strings and imports."""
    places: list[Place] = []
    values: list[Value] = []
    meaning = Meaning(symbol.module.name, symbol.path[0], symbol.path[1:])
    for reference in index.references(symbol.dotted):
        if reference.meaning == meaning:
            node = _expression(index, reference)
            if node is None:
                values += _mention(reference)
            elif reference.use and isinstance(getattr(node, "ctx", None), ast.Load):
                places.append(Place(index.names.file(reference.path), node, reference.use.scope, implicit))
            elif reference.use and not _is_binding(symbol, node):
                values.append(Value(reference.path, reference.line, "stored", "is bound anew"))
            if reference.alias:
                values += _perhaps(index, reference)
    return places, values


def _expression(index: Index, reference: Reference) -> ast.expr | None:
    """The name or attribute that a reference encloses; None for those in strings and imports."""
    use = reference.use
    if use is None or use.quoted is not None:
        return None
    if reference.form == "name":
        return use.name
    return attribute_at(index.names.file(reference.path), use, reference.start)


def attribute_at(module: Module, use: Use, start: int) -> ast.Attribute | None:
    """The attribute access of a chain whose last name begins at that byte."""
    for attribute in use.attributes:
        try:
            if module.positions.attribute_span(attribute)[0] == start:
                return attribute
        except Unplaced:
            return None
    return None


def _is_binding(symbol: Symbol, node: ast.AST) -> bool:
    return any(node is own for own in symbol.nodes)


def _mention(reference: Reference) -> Iterator[Value]:
    path, line = reference.path, reference.line
    match reference.form:
        case "string" | "relative-string":
            yield Value(path, line, "string", f"is named by the string `{reference.spelled}`")
        case "setattr":
            yield Value(path, line, "string", "is reached by its name in a string")
        case "export":
            yield Value(path, line, "export", "is exported")
        case "name" | "attribute":
            yield Value(path, line, "annotation", "is an annotation in quotes")


def _perhaps(index: Index, reference: Reference) -> Iterator[Value]:
    """Uses of a name that an import binds to the function, and another statement to something else."""
    assert reference.alias
    assert reference.site
    module, scope = index.names.file(reference.path), reference.site.scope
    name = reference.alias.asname or reference.alias.name.partition(".")[0]
    if not isinstance(reference.site.node, ast.ImportFrom) or len(scope.bindings.get(name, ())) < 2:
        return
    use = next((use for use in module.bindings.uses if use.name.id == name and use.scope.lookup(name) is scope), None)
    if use is None or index.names.of_name(module, name, use.scope) == reference.meaning:
        return
    for use in module.bindings.uses:
        if use.name.id == name and use.scope.lookup(name) is scope and isinstance(use.name.ctx, ast.Load):
            yield Value(
                module.path, use.name.lineno, "other", f"may be what `{name}` is here, which is bound in two ways"
            )
