"""Which binding each name of a file means: scopes as Python has them, every use with its chain of attributes."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["module", "class", "function", "comprehension"]
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
HELD: dict[type[ast.AST], tuple[str, ...]] = {}
"""Which fields of each kind of node may hold others."""
NO_NODES = frozenset({"ctx", "op", "ops", "type_comment", "kind", "lineno"})
"""Fields that never hold a name, a string or a scope."""
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


@dataclass(slots=True, eq=False)
class Scope:
    """One scope with the nodes that bind each name in it. `node` is what opens it."""

    kind: Kind
    node: ast.AST
    parent: Scope | None = None
    bindings: dict[str, list[ast.AST]] = field(default_factory=dict)
    globals: set[str] = field(default_factory=set)
    nonlocals: set[str] = field(default_factory=set)

    def bind(self, name: str, node: ast.AST) -> None:
        """Record that this node binds the name here, or in the scope that a `global` or `nonlocal` names."""
        scope = self
        if name in self.globals:
            scope = self.root
        elif name in self.nonlocals and self.parent:
            scope = self.parent.lookup(name) or self
        scope.bindings.setdefault(name, []).append(node)

    @property
    def root(self) -> Scope:
        """The module's scope."""
        scope = self
        while scope.parent:
            scope = scope.parent
        return scope

    def lookup(self, name: str) -> Scope | None:
        """The scope whose binding a use of the name here means; None for a builtin or an unknown name."""
        if name in self.globals:
            return self.root if name in self.root.bindings else None
        if name in self.bindings:
            return self
        scope = self.parent
        while scope:
            if name in scope.globals:
                return scope.root if name in scope.root.bindings else None
            if name in scope.bindings and scope.kind != "class":
                return scope
            scope = scope.parent
        return None


@dataclass(slots=True, eq=False)  # not frozen: making one is on the hot path
class Use:
    """A name that is read, written or deleted, with the attributes asked of it, inner first.

    `quoted` is the string in which it stands, for an annotation in quotes; positions are then relative to its text.
    """

    name: ast.Name
    attributes: tuple[ast.Attribute, ...]
    scope: Scope
    quoted: ast.Constant | None = None

    @property
    def text(self) -> str:
        """The text of the quotes that it stands in."""
        return str(self.quoted.value) if self.quoted else ""

    @property
    def looked_up_in(self) -> Scope:
        """The scope that is asked for the name: not a class's body that binds it only further on."""
        scope = self.scope
        reads = scope.kind == "class" and isinstance(self.name.ctx, ast.Load) and self.quoted is None
        return scope.parent if reads and scope.parent and reads_outer(scope, self.name) else scope


@dataclass(frozen=True, slots=True, eq=False)
class ImportSite:
    """One import statement and the scope that it binds in."""

    node: ast.Import | ast.ImportFrom
    scope: Scope


class Bindings:
    """All scopes, uses, imports and strings of one syntax tree. Deep expressions do not exhaust the stack."""

    def __init__(self, tree: ast.Module) -> None:
        self.module = Scope("module", tree)
        self.uses: list[Use] = []
        self.imports: list[ImportSite] = []
        self.strings: list[tuple[ast.Constant, ast.AST | None]] = []
        """Every string with the node that holds it directly (a call, an f-string …); docstrings are not among them."""
        self.fstrings: list[ast.JoinedStr] = []
        """Every f-string; one that stands inside another comes after it."""
        self.declarations: list[tuple[ast.Global | ast.Nonlocal, Scope]] = []
        """Every `global` and `nonlocal` with its scope."""
        self.scope_of: dict[ast.AST, Scope] = {tree: self.module}
        self._waiting: list[tuple[ast.AST, Scope, ast.AST | None, bool]] = []
        self._pending: list[tuple[Scope, str, ast.AST]] = []
        self._docstrings: set[int] = set()
        self._block(tree.body, self.module)
        self._look()
        for scope, name, node in self._pending:  # only now is every `global` and `nonlocal` known
            scope.bind(name, node)

    def _block(self, body: list[ast.stmt], scope: Scope) -> None:
        first = body[0] if body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
            self._docstrings.add(id(first.value))
        self._later(body, scope)

    def _later(
        self, nodes: Sequence[ast.AST], scope: Scope, parent: ast.AST | None = None, annotation: bool = False
    ) -> None:
        for node in reversed(nodes):
            self._waiting.append((node, scope, parent, annotation))

    def _annotation(self, node: ast.expr | None, scope: Scope) -> None:
        if node is not None:
            self._waiting.append((node, scope, None, True))

    def _look(self) -> None:
        """Look at every node that waits. On the hot path of every refactoring: hence the exact classes, and few calls."""
        waiting = self._waiting
        pop, push, special_of, held = waiting.pop, waiting.append, SPECIAL.get, HELD.get
        while waiting:
            node, scope, parent, annotation = pop()
            kind = node.__class__
            if kind is ast.Name:
                self._use(node, (), scope)  # type: ignore[arg-type]
            elif kind is ast.Attribute:
                self._attribute(node, scope, annotation)  # type: ignore[arg-type]
            elif kind is ast.Constant:
                if node.value.__class__ is str:  # type: ignore[attr-defined]
                    self._string(node, scope, parent, annotation)  # type: ignore[arg-type]
            elif kind is ast.Call:
                self._call(node, scope)  # type: ignore[arg-type]
            elif special := special_of(kind):
                special(self, node, scope, annotation)
            else:
                fields = held(kind)
                if fields is None:
                    fields = HELD[kind] = tuple(name for name in reversed(kind._fields) if name not in NO_NODES)
                for name in fields:
                    value = getattr(node, name, None)
                    if value.__class__ is list:
                        for inner in reversed(value):
                            if inner is not None and inner.__class__ is not str:
                                push((inner, scope, node, annotation))
                    elif isinstance(value, ast.AST):
                        push((value, scope, node, annotation))

    def _children(self, node: ast.AST, scope: Scope, annotation: bool) -> None:
        self._later(list(ast.iter_child_nodes(node)), scope, node, annotation)

    def _string(self, node: ast.Constant, scope: Scope, parent: ast.AST | None, annotation: bool) -> None:
        if annotation:
            self._quoted(node, scope)
        elif id(node) not in self._docstrings:
            self.strings.append((node, parent))

    def _import(self, node: ast.Import | ast.ImportFrom, scope: Scope, annotation: bool) -> None:
        self.imports.append(ImportSite(node, scope))
        for alias in node.names:
            top = alias.name.partition(".")[0] if isinstance(node, ast.Import) else alias.name
            if alias.name != "*":
                self._pending.append((scope, alias.asname or top, alias))

    def _declaration(self, node: ast.Global | ast.Nonlocal, scope: Scope, annotation: bool) -> None:
        self.declarations.append((node, scope))
        (scope.globals if isinstance(node, ast.Global) else scope.nonlocals).update(node.names)

    def _walrus(self, node: ast.NamedExpr, scope: Scope, annotation: bool) -> None:
        self._later([node.value], scope, node)
        home = scope
        while home.kind == "comprehension" and home.parent:
            home = home.parent
        self._use(node.target, (), home)

    def _annotated(self, node: ast.AnnAssign, scope: Scope, annotation: bool) -> None:
        self._later([node.target], scope, node)
        self._annotation(node.annotation, scope)
        if node.value:
            self._later([node.value], scope, node, ast.unparse(node.annotation).endswith("TypeAlias"))

    def _subscript(self, node: ast.Subscript, scope: Scope, annotation: bool) -> None:
        literal = "Literal" in (getattr(node.value, "id", ""), getattr(node.value, "attr", ""))
        self._later([node.value, node.slice], scope, node, annotation and not literal)

    def _fstring(self, node: ast.JoinedStr, scope: Scope, annotation: bool) -> None:
        self.fstrings.append(node)
        self._children(node, scope, annotation)

    def _named(self, node: ast.AST, scope: Scope, annotation: bool) -> None:
        name = getattr(node, "rest" if isinstance(node, ast.MatchMapping) else "name", None)
        if name is not None:
            self._pending.append((scope, name, node))
        self._children(node, scope, annotation)

    def _use(
        self, name: ast.Name, attributes: tuple[ast.Attribute, ...], scope: Scope, quoted: ast.Constant | None = None
    ) -> None:
        self.uses.append(Use(name, attributes, scope, quoted))
        if not isinstance(name.ctx, ast.Load):
            self._pending.append((scope, name.id, name))

    def _attribute(
        self, node: ast.Attribute, scope: Scope, annotation: bool, quoted: ast.Constant | None = None
    ) -> None:
        chain: list[ast.Attribute] = []
        inner: ast.expr = node
        while isinstance(inner, ast.Attribute):
            chain.append(inner)
            inner = inner.value
        if isinstance(inner, ast.Name):
            self._use(inner, tuple(reversed(chain)), scope, quoted)
        elif quoted is None:
            self._waiting.append((inner, scope, chain[-1], annotation))

    def _quoted(self, node: ast.Constant, scope: Scope) -> None:
        try:
            tree = ast.parse(str(node.value), mode="eval")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        parts = list(ast.walk(tree))
        inside = {id(part.value) for part in parts if isinstance(part, ast.Attribute)}
        for part in parts:
            if id(part) in inside:
                continue
            if isinstance(part, ast.Name):
                self._use(part, (), scope, node)
            elif isinstance(part, ast.Attribute):
                self._attribute(part, scope, True, node)

    def _call(self, node: ast.Call, scope: Scope) -> None:
        func, push = node.func, self._waiting.append
        called = func.attr if func.__class__ is ast.Attribute else getattr(func, "id", "")
        for keyword in reversed(node.keywords):
            push((keyword.value, scope, node, called == "TypeVar" and keyword.arg == "bound"))
        for count in range(len(node.args) - 1, -1, -1):
            push((node.args[count], scope, node, count == 0 and called == "cast"))
        push((func, scope, node, False))

    def _function(self, node: Function, scope: Scope, annotation: bool) -> None:
        hints = self._around(node, scope)
        inner = self.scope_of[node] = Scope("function", node, hints)
        arguments = node.args
        everyone = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        everyone += [item for item in (arguments.vararg, arguments.kwarg) if item]
        for item in everyone:
            self._pending.append((inner, item.arg, item))
        if isinstance(node, ast.Lambda):
            self._later([node.body], inner)
        else:
            self._pending.append((scope, node.name, node))
            self._block(node.body, inner)
            self._annotation(node.returns, hints)
            self._later(node.decorator_list, scope)
        for item in everyone:
            self._annotation(item.annotation, hints)
        self._later([*arguments.defaults, *(item for item in arguments.kw_defaults if item)], scope)

    def _class(self, node: ast.ClassDef, scope: Scope, annotation: bool) -> None:
        around = self._around(node, scope)
        self._pending.append((scope, node.name, node))
        inner = self.scope_of[node] = Scope("class", node, around)
        self._block(node.body, inner)
        self._later([*node.bases, *(keyword.value for keyword in node.keywords)], around)
        self._later(node.decorator_list, scope)

    def _around(self, node: ast.AST, scope: Scope) -> Scope:
        """The scope of the type parameters of a definition (Python 3.12); without any, the scope it stands in."""
        parameters: list[ast.AST] = getattr(node, "type_params", [])
        if not parameters:
            return scope
        around = Scope("function", node, scope)
        for parameter in parameters:
            self._pending.append((around, getattr(parameter, "name", ""), parameter))
            self._later(list(ast.iter_child_nodes(parameter)), around)
        return around

    def _comprehension(self, node: Comprehension, scope: Scope, annotation: bool) -> None:
        inner = self.scope_of[node] = Scope("comprehension", node, scope)
        self._later([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt], inner)
        for count, generator in enumerate(node.generators):
            self._later([generator.iter], inner if count else scope, generator)
            self._later([generator.target, *generator.ifs], inner)


SPECIAL: dict[type[ast.AST], Callable[[Bindings, Any, Scope, bool], None]] = {
    ast.ClassDef: Bindings._class,
    ast.Global: Bindings._declaration,
    ast.Nonlocal: Bindings._declaration,
    ast.NamedExpr: Bindings._walrus,
    ast.AnnAssign: Bindings._annotated,
    ast.Subscript: Bindings._subscript,
    ast.JoinedStr: Bindings._fstring,
    **dict.fromkeys((ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda), Bindings._function),
    **dict.fromkeys((ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp), Bindings._comprehension),
    **dict.fromkeys((ast.Import, ast.ImportFrom), Bindings._import),
    **dict.fromkeys((ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.MatchMapping), Bindings._named),
}
"""What is done with nodes that bind, open scopes or hold types."""


def reads_outer(scope: Scope, name: ast.Name) -> bool:
    """Whether a name that a class's body reads is the one outside, since the body binds it only further on."""
    nodes = scope.bindings.get(name.id, ())
    return bool(nodes) and not any(_is_before(scope.node, node, name) for node in nodes)


def _is_before(around: ast.AST, binding: ast.AST, name: ast.Name) -> bool:
    """Whether the binding is done when the name is read; `x = x` reads first."""
    there = (getattr(binding, "lineno", 0), getattr(binding, "col_offset", 0))
    here = (name.lineno, name.col_offset)
    return there < here and not any(
        (item.lineno, item.col_offset) <= there and here < (item.end_lineno or 0, item.end_col_offset or 0)
        for item in _statements(getattr(around, "body", []))
        if isinstance(item, ast.Assign | ast.AnnAssign | ast.AugAssign)
        or (item is binding and isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef))
    )


def _statements(block: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a class's body, those in its branches too, but not those of functions and classes in it."""
    for statement in block:
        yield statement
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for field in ("body", "orelse", "finalbody", "handlers", "cases"):
                for part in getattr(statement, field, ()):
                    yield from _statements([part] if isinstance(part, ast.stmt) else part.body)


def names_bound(statements: list[ast.stmt]) -> Iterator[tuple[str, ast.AST]]:
    """The names that these statements bind in the scope they stand in, branches included, with the binding nodes."""
    for name, nodes in Bindings(ast.Module(statements, [])).module.bindings.items():
        for node in nodes:
            yield name, node


def always_bound(node: ast.stmt) -> set[str]:
    """The names that are surely bound once the statement has run without an error."""
    match node:
        case ast.If(body=body, orelse=orelse):
            return _all_of(body) & _all_of(orelse)
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=final):
            ways = [
                _all_of(body) | _all_of(orelse),
                *(_all_of(handler.body) for handler in handlers if not _leaves(handler.body)),
            ]
            return set.intersection(*ways) | _all_of(final)
        case ast.With(body=body) | ast.AsyncWith(body=body):
            return _all_of(body)
        case ast.For() | ast.AsyncFor() | ast.While() | ast.Match():
            return set()
    return {name for name, _ in names_bound([node])}


def _all_of(body: list[ast.stmt]) -> set[str]:
    return set().union(*(always_bound(node) for node in body))


def _leaves(body: list[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[-1], ast.Raise)
