"""What a module offers, as JSON: its names with signatures, bases and members, told by its source alone.

A module's shape is `{"all": [...]|null, "open": bool, "stars": [...], "public": [...], "names": {name: shape}}`, where
`open` says that names may be there which the source does not show. The shape of a name is

* `"="` a plain value, `"?"` whatever cannot be told, `"> a.b.c"` another name for a.b.c,
* `"def (a, b=, *, c=, **rest)"` a function; before it stand `async`, `class`, `static`, `property` and unknown decorators,
* `{"bases": [...], "members": {...}, "fields": [...]|null}` a class; `fields` are the parameters a dataclass makes of it.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from migrate.model import Json
from migrate.python.imports import absolute, parents_of
from migrate.python.parameters import taken_text

VALUE, UNKNOWN = "=", "?"
DATACLASS = frozenset({"dataclass", "dataclasses.dataclass"})
NAMED_TUPLE = frozenset({"typing.NamedTuple", "NamedTuple"})
OWN_NAMESPACE = frozenset({"globals", "exec", "vars", "locals"})


@dataclass
class Binding:
    """What a module's top level does to one name."""

    shape: Json
    branch: tuple[int, ...]
    """Which branches of which compound statements it stands in."""


@dataclass
class _Reader:
    """One reading of a module's top level."""

    module: str
    package: bool
    names: dict[str, Binding] = field(default_factory=dict)
    typing_only: set[str] = field(default_factory=set)
    stars: list[str] = field(default_factory=list)
    exported: list[str] | None = None
    guessed: bool = False
    open: bool = False
    again: set[str] = field(default_factory=set)
    """Names written `import x as x`, `from m import x as x`: meant to be seen."""
    imported: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)
    """Names that only a function makes, once it is called."""
    defines: bool = False
    branches: int = 0

    def bind(self, name: str, shape: Json, branch: tuple[int, ...]) -> None:
        there = self.names.get(name)
        if there is not None and there.branch != branch and branch and there.shape != shape:
            shape = UNKNOWN  # one of several, and the source does not say which
        self.names[name] = Binding(shape, branch)
        self.imported.discard(name)
        self.late.discard(name)

    def body(self, statements: Iterable[ast.stmt], branch: tuple[int, ...] = (), typing: bool = False) -> None:
        for node in statements:
            self.statement(node, branch, typing)

    def inner(self, statements: Sequence[ast.stmt], branch: tuple[int, ...], typing: bool = False) -> None:
        if statements:
            self.branches += 1
            self.body(statements, (*branch, self.branches), typing)

    def statement(self, node: ast.stmt, branch: tuple[int, ...], typing: bool) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() if typing:
                self.typing_only.add(node.name)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self.defines = True
                if node.name == "__getattr__":
                    self.open = True
                if not _overload(node):
                    self.bind(node.name, taken_text(node), branch)
                self.globals_of(node)
            case ast.ClassDef():
                self.defines = True
                self.bind(node.name, class_shape(node, self.resolve, f"{self.module}.{node.name}"), branch)
            case ast.Import():
                for item in node.names:
                    name = item.asname or item.name.partition(".")[0]
                    if typing:
                        self.typing_only.add(name)
                        continue
                    if item.asname == item.name:
                        self.again.add(name)
                    self.bind(name, f"> {item.name if item.asname else name}", branch)
                    self.imported.add(name)
            case ast.ImportFrom():
                target = absolute(node.module or "", node.level, self.module, self.package)
                for item in node.names:
                    name = item.asname or item.name
                    if item.name == "*":
                        self.stars.append(target)
                    elif typing:
                        self.typing_only.add(name)
                    else:
                        if item.asname == item.name:
                            self.again.add(name)
                        self.bind(name, f"> {target}.{item.name}" if target else UNKNOWN, branch)
                        self.imported.add(name)
            case ast.Assign(targets=targets, value=value):
                for target_node in targets:
                    self.assign(target_node, value, branch, typing)
            case ast.AnnAssign(target=target_node, value=value):
                if value is not None:
                    self.assign(target_node, value, branch, typing)
            case ast.AugAssign(target=ast.Name(id="__all__"), value=value):
                self.export(value, more=True)
            case ast.Expr(
                value=ast.Call(func=ast.Attribute(value=ast.Name(id="__all__"), attr="extend" | "append"), args=[value])
            ):
                self.export(value if isinstance(value, ast.List | ast.Tuple) else ast.List([value]), more=True)
            case ast.Expr(value=value):
                self.expression(value, branch)
            case ast.If():
                then = _type_checking(node.test)
                self.inner(node.body, branch, typing or then is True)
                self.inner(node.orelse, branch, typing or then is False)
            case ast.Try() | ast.TryStar():
                self.inner(node.body, branch, typing)
                for handler in node.handlers:
                    self.inner(handler.body, branch, typing)
                self.inner(node.orelse, branch, typing)
                self.body(node.finalbody, branch, typing)
            case ast.With() | ast.AsyncWith():
                for managed in node.items:
                    if managed.optional_vars is not None:
                        self.assign(managed.optional_vars, managed.context_expr, branch, typing)
                self.body(node.body, branch, typing)
            case ast.For() | ast.AsyncFor():
                self.assign(node.target, node.iter, branch, typing, known=False)
                self.inner(node.body, branch, typing)
                self.inner(node.orelse, branch, typing)
            case ast.While():
                self.inner(node.body, branch, typing)
                self.inner(node.orelse, branch, typing)
            case ast.Match():
                for case in node.cases:
                    for part in ast.walk(case.pattern):
                        bound = getattr(part, "name", None) or getattr(part, "rest", None)
                        if isinstance(bound, str):
                            self.bind(bound, UNKNOWN, branch)
                    self.inner(case.body, branch, typing)
            case ast.Delete(targets=targets):
                for target_node in targets:
                    if isinstance(target_node, ast.Name) and not branch:
                        self.names.pop(target_node.id, None)

    def assign(
        self, target: ast.expr, value: ast.expr, branch: tuple[int, ...], typing: bool, known: bool = True
    ) -> None:
        self.expression(value, branch)
        match target:
            case ast.Name(id="__all__"):
                self.export(value)
            case ast.Name(id=name):
                if typing:
                    self.typing_only.add(name)
                else:
                    self.bind(name, value_shape(value, self.resolve) if known else UNKNOWN, branch)
            case ast.Tuple(elts=items) | ast.List(elts=items):
                for item in items:
                    self.assign(item, value, branch, typing, known=False)
            case ast.Starred(value=inner):
                self.assign(inner, value, branch, typing, known=False)
            case ast.Subscript():  # `sys.modules[__name__] = …`, `globals()[name] = …`
                self.open = self.open or any(
                    (isinstance(part, ast.Name) and part.id in OWN_NAMESPACE)
                    or (isinstance(part, ast.Attribute) and part.attr == "modules")
                    for part in ast.walk(target)
                )

    def expression(self, value: ast.expr, branch: tuple[int, ...]) -> None:
        """What a call at the top level may do to the module's names."""
        if isinstance(value, ast.Constant | ast.Name):
            return
        for part in ast.walk(value):
            if isinstance(part, ast.NamedExpr):
                self.bind(part.target.id, UNKNOWN, branch)
            elif isinstance(part, ast.Call) and isinstance(part.func, ast.Name):
                self.open = self.open or part.func.id in OWN_NAMESPACE or _is_setattr_of_module(part)

    def globals_of(self, function: ast.AST) -> None:
        for part in ast.walk(function):
            if isinstance(part, ast.Global):
                for name in set(part.names).difference(self.names):
                    self.names[name] = Binding(UNKNOWN, ())
                    self.late.add(name)

    def export(self, value: ast.expr, more: bool = False) -> None:
        if not more:
            self.exported, self.guessed = [], False
        texts, sure = _texts(value)
        self.exported = [*(self.exported or ()), *texts]
        self.guessed = self.guessed or not sure

    def resolve(self, expression: ast.expr) -> str:
        """The absolute dotted name that an expression means at the top level; empty where it cannot be told."""
        parts: list[str] = []
        while isinstance(expression, ast.Attribute):
            parts.append(expression.attr)
            expression = expression.value
        if not isinstance(expression, ast.Name):
            return ""
        name = expression.id
        there = self.names.get(name)
        if there is None:
            start = f"builtins.{name}" if hasattr(builtins, name) and not self.stars else f"{self.module}.{name}"
        elif isinstance(there.shape, str) and there.shape.startswith("> "):
            start = there.shape[2:]
        else:
            start = f"{self.module}.{name}"
        return ".".join([start, *reversed(parts)])

    def shape(self, internal: Iterable[str]) -> Json:
        names = {name: binding.shape for name, binding in self.names.items()}
        tops = frozenset(internal)
        facade = self.package or not self.defines
        public = []
        for name, shape in names.items():
            meant = name not in self.late
            if name in self.imported and name not in self.again:
                target = shape.removeprefix("> ")
                meant = facade and target.partition(".")[0] in tops and target not in parents_of(self.module)
            if meant and not name.startswith("_"):
                public.append(name)
        sure = None if self.exported is None or self.guessed else sorted(set(self.exported))
        if self.exported is not None:
            public = [*set(self.exported).intersection(names), *(public if self.guessed else ())]
            # A name in `__all__` that a star brings, or a submodule, is looked up like any other.
            public += [name for name in set(self.exported).difference(names) if self.stars or self.open or self.package]
        return {
            "all": sure,
            "open": self.open or self.guessed,
            "stars": sorted(set(self.stars)),
            "public": sorted(set(public)),
            "names": dict(sorted(names.items())),
        }


def module_shape(tree: ast.Module, module: str, package: bool, internal: Iterable[str]) -> tuple[Json, frozenset[str]]:
    """The module's shape, and the names that only a type checker sees."""
    reader = _Reader(module, package)
    reader.body(tree.body)
    return reader.shape(internal), frozenset(reader.typing_only)


def _overload(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(ast.unparse(item).rpartition(".")[2] == "overload" for item in node.decorator_list)


def _type_checking(test: ast.expr) -> bool | None:
    """True where the body is for type checkers only, False where the `else` is."""
    match test:
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING") | ast.Constant(value=False | 0):
            return True
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            then = _type_checking(operand)
            return None if then is None else not then
    return None


def _is_setattr_of_module(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "setattr"


def _texts(value: ast.expr) -> tuple[list[str], bool]:
    """The strings of an `__all__`, and whether these are all of them."""
    match value:
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            texts = [item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)]
            return texts, len(texts) == len(items)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            one, other = _texts(left), _texts(right)
            return one[0] + other[0], one[1] and other[1]
    return [], False


Resolve = Callable[[ast.expr], str]
"""The absolute dotted name that an expression means, or an empty one."""


def value_shape(value: ast.expr, resolve: Resolve) -> Json:
    """The shape of what is assigned."""
    match value:
        case ast.Name() | ast.Attribute():
            name = resolve(value)
            return f"> {name}" if name else UNKNOWN
        case ast.Constant() | ast.List() | ast.Tuple() | ast.Dict() | ast.Set() | ast.JoinedStr():
            return VALUE
    return UNKNOWN


def class_shape(node: ast.ClassDef, resolve: Resolve, dotted: str) -> Json:
    """The class as its source shows it; bases and aliases by absolute name."""
    bases = []
    for base in node.bases:
        while isinstance(base, ast.Subscript):
            base = base.value
        bases.append(resolve(base) or UNKNOWN)
    decorators = [item.func if isinstance(item, ast.Call) else item for item in node.decorator_list]
    names = [ast.unparse(item) for item in decorators]
    members: dict[str, Json] = {}
    _members(node.body, members, resolve, dotted)
    shape: dict[str, Json] = {"bases": bases, "members": dict(sorted(members.items()))}
    if DATACLASS.intersection(names):
        keywords: list[ast.keyword] = []
        for item in node.decorator_list:
            if isinstance(item, ast.Call):
                keywords += item.keywords
        said = {k.arg: k.value.value for k in keywords if isinstance(k.value, ast.Constant)}
        shape["fields"] = None if said.get("init") is False else _fields(node, kw_only=said.get("kw_only") is True)
    elif NAMED_TUPLE.intersection(bases):
        shape["fields"] = _fields(node, kw_only=False)
    elif names or node.keywords:
        shape["opaque"] = sorted([*names, *(f"{k.arg}={ast.unparse(k.value)}" for k in node.keywords)])
    return shape


def _members(body: Iterable[ast.stmt], members: dict[str, Json], resolve: Resolve, dotted: str) -> None:
    for node in body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                if not _private(node.name) and not _overload(node):
                    members[node.name] = taken_text(node, method=True)
            case ast.ClassDef():
                if not _private(node.name):
                    members[node.name] = class_shape(node, resolve, f"{dotted}.{node.name}")
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    for part in target.elts if isinstance(target, ast.Tuple | ast.List) else [target]:
                        if isinstance(part, ast.Name) and not part.id.startswith("_"):
                            literal = isinstance(value, ast.Constant | ast.List | ast.Tuple | ast.Dict | ast.Set)
                            members[part.id] = VALUE if literal else UNKNOWN
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
                if not name.startswith("_"):
                    members[name] = UNKNOWN
            case ast.If() if _type_checking(node.test) is not True:
                _members([*node.body, *node.orelse], members, resolve, dotted)
            case ast.Try():
                _members(
                    [*node.body, *(s for h in node.handlers for s in h.body), *node.orelse], members, resolve, dotted
                )
            case ast.With():
                _members(node.body, members, resolve, dotted)


def _private(name: str) -> bool:
    return name.startswith("_") and not (name.startswith("__") and name.endswith("__"))


def _fields(node: ast.ClassDef, kw_only: bool) -> list[str]:
    """`a`, `b=`, `* c`: what the made constructor takes; a star stands before keyword-only ones."""
    out = []
    for item in node.body:
        if not (isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)):
            continue
        annotation = ast.unparse(item.annotation)
        if annotation.strip("'\"").removeprefix("typing.").startswith("ClassVar"):
            continue
        if annotation.rpartition(".")[2] == "KW_ONLY":
            kw_only = True
            continue
        default, only = item.value is not None, kw_only
        if isinstance(item.value, ast.Call) and ast.unparse(item.value.func).rpartition(".")[2] == "field":
            said = {k.arg: k.value for k in item.value.keywords}
            made = said.get("init")
            if isinstance(made, ast.Constant) and made.value is False:
                continue
            default = "default" in said or "default_factory" in said
            alone = said.get("kw_only")
            only = alone.value is True if isinstance(alone, ast.Constant) else only
        out.append(("* " if only else "") + item.target.id + ("=" if default else ""))
    return out
