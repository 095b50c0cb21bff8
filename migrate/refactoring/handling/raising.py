"""Which exceptions a run of statements can raise, where each operation and call in it is a known one.

What can come at any place counts nowhere: an interrupt, no memory left, too deep a recursion.
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterable, Iterator, Sequence

from migrate.python.bindings import Scope, always_bound
from migrate.refactoring.handling.kinds import NUMBERS, SCALARS, SIZED, Kind, Kinds, base_of, item_kind
from migrate.refactoring.handling.library import FUNCTIONS, METHODS, Known
from migrate.references.names import Module

Raised = frozenset[str]
"""Names of builtin exceptions."""
NONE: Raised = frozenset()
STDLIB = sys.stdlib_module_names


class Unproven(Exception):
    """Something in the statements may raise anything, for all that is known."""

    def __init__(self, node: ast.AST, what: str) -> None:
        super().__init__(what)
        self.line = int(getattr(node, "lineno", 1))
        self.what = what


def narrowest(raised: Iterable[str]) -> tuple[str, ...]:
    """The exceptions without those that another of them stands for, sorted."""
    found = sorted(set(raised))
    return tuple(name for name in found if not any(other != name and is_below(name, other) for other in found))


def is_below(name: str, other: str) -> bool:
    """Whether the one builtin exception is the other, or below it."""
    return issubclass(getattr(builtins, name), getattr(builtins, other))


class Raising:
    """What the statements of one file can raise. Each question raises Unproven where that cannot be told."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.kinds = Kinds(module)

    # statements

    def by(self, body: Sequence[ast.stmt]) -> Raised:
        """What these statements can raise."""
        return NONE.union(*(self._by_statement(node) for node in body))

    def _by_statement(self, node: ast.stmt) -> Raised:
        match node:
            case ast.Pass() | ast.Break() | ast.Continue() | ast.Global() | ast.Nonlocal():
                return NONE
            case ast.Expr(value=value):
                return self.of(value)
            case ast.Return(value=value):
                return self.of(value) if value else NONE
            case ast.Assign(targets=targets, value=value):
                return self.of(value).union(*(self._store(target, value) for target in targets))
            case ast.AnnAssign(target=ast.Name(), value=value):
                return self.of(value) if value else NONE
            case ast.AugAssign(target=ast.Name() as target, op=op, value=value):
                return self._name(target) | self.of(value) | self._operation(node, self.kinds.of(target), op, value)
            case ast.If(test=test, body=body, orelse=orelse) | ast.While(test=test, body=body, orelse=orelse):
                return self._truth(test) | self.by(body) | self.by(orelse)
            case ast.For(target=ast.Name(), iter=whole, body=body, orelse=orelse):
                return self._iterating(whole) | self.by(body) | self.by(orelse)
            case ast.With(items=items, body=body):
                return self.by(body).union(*(self._entering(item) for item in items))
            case ast.Try():
                return self._by_try(node)
            case ast.Raise(exc=ast.expr() as exc):
                return self._raising(exc) | (self.of(node.cause) if node.cause else NONE)
            case ast.Assert(test=test, msg=message):
                return self._truth(test) | (self.of(message) if message else NONE) | {"AssertionError"}
            case ast.Delete(targets=targets):
                return NONE.union(*(self._delete(target) for target in targets))
        raise Unproven(node, _shown(node))

    def _store(self, target: ast.expr, value: ast.expr | None) -> Raised:
        match target:
            case ast.Name():
                return NONE
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(targets):
                    return NONE.union(*(self._store(one, None) for one in targets))
                if base_of(self.kinds.of(value)) not in ("list", "tuple", "str"):
                    raise Unproven(target, "unpacking of what is not known")
                return NONE.union({"ValueError"}, *(self._store(one, None) for one in targets))
            case ast.Subscript(value=whole, slice=inner) if base_of(self.kinds.of(whole)) == "dict":
                return self.of(whole) | self.of(inner) | self._hashing(inner)
            case ast.Subscript(value=whole, slice=inner) if (
                base_of(self.kinds.of(whole)) == "list" and self.kinds.of(inner) == "int"
            ):
                return self.of(whole) | self.of(inner) | {"IndexError"}
        raise Unproven(target, f"setting `{ast.unparse(target)}`")

    def _delete(self, target: ast.expr) -> Raised:
        if isinstance(target, ast.Name):
            return NONE
        if isinstance(target, ast.Subscript) and base_of(self.kinds.of(target.value)) in ("dict", "environ"):
            return self._item(target)
        raise Unproven(target, f"deleting `{ast.unparse(target)}`")

    def _entering(self, item: ast.withitem) -> Raised:
        call, bound = item.context_expr, item.optional_vars
        plain = isinstance(call, ast.Call) and self.kinds.is_builtin(call.func, "open") and self.kinds.of(call)
        if plain and isinstance(bound, ast.Name | None):
            return self.of(call)
        raise Unproven(call, f"`with {ast.unparse(call)}`")

    def _iterating(self, whole: ast.expr) -> Raised:
        kind = self.kinds.of(whole)
        raised = self.of(whole)
        if kind in ("text", "binary"):
            return raised | {"OSError"} | ({"UnicodeDecodeError"} if kind == "text" else NONE)
        if base_of(kind) in ("dict", "set", "environ"):
            return raised | {"RuntimeError"}  # where something puts more into it meanwhile
        if base_of(kind) in SIZED:
            return raised
        raise Unproven(whole, f"iterating over `{ast.unparse(whole)}`")

    def _by_try(self, node: ast.Try) -> Raised:
        """What comes out of an inner `try`."""
        raised: Raised = NONE
        kinds = [kind for handler in node.handlers for kind in _listed(handler.type)]
        known = [kind.id for kind in kinds if isinstance(kind, ast.Name) and self.kinds.is_builtin(kind)]
        everything = any(handler.type is None for handler in node.handlers) or {"Exception", "BaseException"} & set(
            known
        )
        try:
            raised = self.by(node.body)
            raised = frozenset(name for name in raised if not any(is_below(name, other) for other in known))
        except Unproven:
            if not everything:
                raise
        bodies = [handler.body for handler in node.handlers]
        if everything:
            raised = NONE
        return raised.union(*map(self.by, bodies), self.by(node.orelse), self.by(node.finalbody))

    def _raising(self, exc: ast.expr) -> Raised:
        func, arguments = (exc.func, exc.args) if isinstance(exc, ast.Call) else (exc, [])
        thing = getattr(builtins, func.id, None) if isinstance(func, ast.Name) and self.kinds.is_builtin(func) else None
        if not (isinstance(thing, type) and issubclass(thing, Exception)) or getattr(exc, "keywords", []):
            raise Unproven(exc, f"raising `{ast.unparse(exc)}`")
        if issubclass(thing, UnicodeError | ImportError | BaseExceptionGroup):
            raise Unproven(exc, f"making `{ast.unparse(exc)}`")
        return frozenset({thing.__name__}).union(*map(self.of, arguments))

    # expressions

    def of(self, node: ast.expr) -> Raised:
        """What evaluating it can raise."""
        match node:
            case ast.Constant() | ast.Lambda():
                return NONE
            case ast.Name():
                return self._name(node)
            case ast.JoinedStr(values=values):
                return NONE.union(*map(self._formatted, values))
            case ast.Tuple(elts=items) | ast.List(elts=items):
                return NONE.union(*map(self.of, items))
            case ast.Set(elts=items):
                return NONE.union(*map(self.of, items), *map(self._hashing, items))
            case ast.Dict(keys=keys, values=values) if all(keys):
                parts = [key for key in keys if key]
                return NONE.union(*map(self.of, [*parts, *values]), *map(self._hashing, parts))
            case ast.ListComp(elt=item, generators=[ast.comprehension(target=ast.Name(), is_async=0) as loop]):
                return self._iterating(loop.iter).union(self.of(item), *map(self._truth, loop.ifs))
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self._truth(test) | self.of(body) | self.of(orelse)
            case ast.BoolOp(values=values):
                return NONE.union(*map(self._truth, values[:-1]), self.of(values[-1]))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self._truth(operand)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand) if self.kinds.of(operand) in NUMBERS:
                return self.of(operand)
            case ast.Compare():
                return self._comparing(node)
            case ast.BinOp(left=left, op=op, right=right):
                return self.of(left) | self.of(right) | self._operation(node, self.kinds.of(left), op, right)
            case ast.NamedExpr(value=value):
                return self.of(value)
            case ast.Subscript():
                return self._item(node)
            case ast.Attribute():
                return self._attribute(node)
            case ast.Call():
                return self._call(node)
        raise Unproven(node, _shown(node))

    def _name(self, node: ast.Name) -> Raised:
        home = self.kinds.home(node)
        if home is None and not hasattr(builtins, node.id):
            raise Unproven(node, f"the unknown name `{node.id}`")
        if home is not None and home is self.kinds.scope(node) and not self._is_bound(node, home):
            raise Unproven(node, f"`{node.id}`, which may not be bound yet")
        return NONE

    def _is_bound(self, node: ast.Name, home: Scope) -> bool:
        """Whether the scope has surely bound the name by then: it is a parameter, or bound right above or around."""
        if home.kind == "comprehension" or any(isinstance(item, ast.arg) for item in home.bindings[node.id]):
            return True
        parents = self.module.parents
        inner: ast.AST = node
        while inner is not home.node and (outer := parents.get(inner)) is not None:
            if any(node.id in names for names in _bound_before(inner, outer)):
                return True
            inner = outer
        return False

    def _formatted(self, part: ast.expr) -> Raised:
        if isinstance(part, ast.FormattedValue):
            kind = self.kinds.of(part.value)
            if kind not in SCALARS:
                raise Unproven(part, f"formatting `{ast.unparse(part.value)}`")
            return self.of(part.value) | ({"ValueError", "TypeError"} if part.format_spec else NONE)
        return NONE

    def _hashing(self, node: ast.expr) -> Raised:
        if self.kinds.of(node) not in SCALARS:
            raise Unproven(node, f"the hash of `{ast.unparse(node)}`")
        return NONE

    def _truth(self, node: ast.expr) -> Raised:
        """Evaluating it, and asking whether it is true."""
        raised = self.of(node)
        if not isinstance(node, ast.Compare | ast.BoolOp) and not self.kinds.of(node):
            raise Unproven(node, f"the truth of `{ast.unparse(node)}`")
        return raised

    def _comparing(self, node: ast.Compare) -> Raised:
        sides = [node.left, *node.comparators]
        raised = NONE.union(*map(self.of, sides))
        for left, op, right in zip(sides, node.ops, sides[1:], strict=False):
            kinds = self.kinds.of(left), self.kinds.of(right)
            if isinstance(op, ast.Is | ast.IsNot):
                continue
            if isinstance(op, ast.Eq | ast.NotEq) and all(kind in SCALARS for kind in kinds):
                continue
            if isinstance(op, ast.In | ast.NotIn) and kinds[0] in SCALARS and _holds(kinds[1], kinds[0]):
                continue
            if kinds[0] == kinds[1] == "str" or (kinds[0] in NUMBERS and kinds[1] in NUMBERS):
                continue
            raise Unproven(node, f"`{ast.unparse(node)}`")
        return raised

    def _operation(self, node: ast.AST, left: Kind, op: ast.operator, right: ast.expr) -> Raised:
        kind = self.kinds.of(right)
        if left == kind == "str" and isinstance(op, ast.Add):
            return NONE
        if left in NUMBERS and kind in NUMBERS:
            if isinstance(op, ast.Add | ast.Sub | ast.Mult):
                return frozenset({"OverflowError"}) if "float" in (left, kind) else NONE
            if isinstance(op, ast.Div | ast.FloorDiv | ast.Mod):
                zero = not isinstance(right, ast.Constant) or not right.value
                return frozenset({"OverflowError"} | ({"ZeroDivisionError"} if zero else set()))
        raise Unproven(node, _shown(node))

    def _item(self, node: ast.Subscript) -> Raised:
        whole, inner = self.kinds.of(node.value), node.slice
        raised = self.of(node.value)
        if base_of(whole) in ("dict", "environ"):
            known = self.kinds.of(inner) in (SCALARS if whole != "environ" else {"str"})
            return raised | self.of(inner) | ({"KeyError"} if known else {"KeyError", "TypeError"})
        if base_of(whole) in ("list", "tuple", "str", "bytes"):
            if isinstance(inner, ast.Slice):
                parts = [part for part in (inner.lower, inner.upper) if part]
                if inner.step is None and all(self.kinds.of(part) in ("int", "bool", "none") for part in parts):
                    return raised.union(*map(self.of, parts))
            else:
                known = self.kinds.of(inner) in ("int", "bool")
                return raised | self.of(inner) | ({"IndexError"} if known else {"IndexError", "TypeError"})
        raise Unproven(node, f"`{ast.unparse(node)}`, where nobody can tell what `{ast.unparse(node.value)}` is")

    def _attribute(self, node: ast.Attribute) -> Raised:
        if self.kinds.of(node):
            return NONE
        dotted = self.kinds.dotted(node.value)
        if dotted and isinstance(node.value, ast.Name) and dotted.partition(".")[0] in STDLIB:
            return frozenset({"AttributeError"})
        kind = base_of(self.kinds.of(node.value))
        if kind in SCALARS | {"list", "dict", "set", "tuple"}:
            thing = type(None) if kind == "none" else getattr(builtins, kind)
            return self.of(node.value) | (NONE if hasattr(thing, node.attr) else {"AttributeError"})
        if isinstance(node.value, ast.Name) and self._is_plain_self(node.value, node.attr):
            return frozenset({"AttributeError"})
        raise Unproven(node, f"`{ast.unparse(node)}`, which may be a property")

    def _is_plain_self(self, name: ast.Name, attribute: str) -> bool:
        """Whether asking the method's own `self` for that attribute runs no code: its class has no base and no such thing."""
        home = self.kinds.home(name)
        function = home.node if home else None
        cls = self.module.parents.get(function) if isinstance(function, ast.FunctionDef) else None
        if not isinstance(cls, ast.ClassDef) or cls.bases or cls.keywords or cls.decorator_list:
            return False
        assert isinstance(function, ast.FunctionDef)
        first = [item.arg for item in (*function.args.posonlyargs, *function.args.args)][:1]
        body = self.module.bindings.scope_of[cls].bindings
        looks = {"__getattr__", "__getattribute__", attribute} & body.keys()
        return first == [name.id] and not function.decorator_list and not looks

    # calls

    def _call(self, node: ast.Call) -> Raised:
        if any(isinstance(item, ast.Starred) for item in node.args) or any(item.arg is None for item in node.keywords):
            raise Unproven(node, f"`{ast.unparse(node.func)}(*…)`")
        values = [*node.args, *(item.value for item in node.keywords)]
        raised = NONE.union(*map(self.of, values))
        func = node.func
        if isinstance(func, ast.Name) and self.kinds.is_builtin(func):
            return raised | self._builtin(node, func.id)
        dotted = self.kinds.dotted(func)
        if dotted in FUNCTIONS:
            return raised | self._known(node, FUNCTIONS[dotted])
        if isinstance(func, ast.Attribute):
            kind = base_of(self.kinds.of(func.value))
            if (found := METHODS.get(f"{kind}.{func.attr}")) is not None:
                return raised | self.of(func.value) | self._known(node, found)
        raise Unproven(node, f"`{ast.unparse(func)}()`, which is not known")

    def _known(self, node: ast.Call, known: Known) -> Raised:
        """What a call in the table raises: for arguments of the kinds that it wants, or else TypeError as well."""
        found = frozenset(known.raises)
        if known.most is not None and (len(node.args) > known.most or node.keywords):
            raise Unproven(node, f"`{ast.unparse(node.func)}()` with these arguments")
        kinds = [self.kinds.of(item) for item in node.args[: known.looked_at]]
        wanted = known.takes
        if known.path:
            written = [isinstance(item, ast.Constant) and "\0" not in str(item.value) for item in node.args]
            found |= NONE if all(written) else {"ValueError"}
        if known.constant and not all(isinstance(item, ast.Constant) and item.value for item in node.args):
            raise Unproven(node, f"`{ast.unparse(node.func)}()` with what is not written out")
        if wanted and not all(kind in wanted for kind in kinds):
            if known.strict:
                raise Unproven(node, f"`{ast.unparse(node.func)}()` with what is not known")
            found |= {"TypeError"}
        return found

    def _builtin(self, node: ast.Call, name: str) -> Raised:
        arguments = node.args
        kinds = [self.kinds.of(item) for item in arguments]
        simple = not node.keywords
        match name:
            case "int" | "float" if simple and len(arguments) <= 2:
                return self._number(name, kinds)
            case "str" | "repr" | "print" | "bool" if simple and all(kind in SCALARS for kind in kinds):
                return frozenset({"OSError", "ValueError"}) if name == "print" else NONE
            case "len" if simple and len(kinds) == 1 and base_of(kinds[0]) in SIZED:
                return NONE
            case "list" | "dict" | "set" | "tuple" if simple and not arguments:
                return NONE
            case "list" | "tuple" if simple and len(arguments) == 1:
                return self._iterating(arguments[0])
            case "range" if simple and len(arguments) < 3 and all(kind == "int" for kind in kinds):
                return NONE
            case "isinstance" if (
                simple and len(arguments) == 2 and all(self.kinds.is_builtin(item) for item in _listed(arguments[-1]))
            ):
                return NONE
            case "type" | "id" | "callable" if simple and len(arguments) == 1:
                return NONE
            case "input" if simple:
                return frozenset({"EOFError", "OSError", "ValueError"})
            case "ord" | "chr" if simple and kinds == ["str" if name == "ord" else "int"]:
                return frozenset({"TypeError"} if name == "ord" else {"ValueError", "OverflowError"})
            case "open":
                return self._opening(node)
        raise Unproven(node, f"`{name}({', '.join(map(ast.unparse, arguments))})`")

    def _number(self, name: str, kinds: list[Kind]) -> Raised:
        if not kinds:
            return NONE
        if len(kinds) == 2:
            if name == "int" and kinds[0] in ("str", "bytes") and kinds[1] == "int":
                return frozenset({"ValueError"})
            return frozenset({"ValueError", "TypeError"})
        match kinds[0]:
            case "str" | "bytes":
                return frozenset({"ValueError"})
            case "bool":
                return NONE
            case "int":
                return NONE if name == "int" else frozenset({"OverflowError"})
            case "float":
                return frozenset({"ValueError", "OverflowError"}) if name == "int" else NONE
        return frozenset({"TypeError", "ValueError", "OverflowError"})

    def _opening(self, node: ast.Call) -> Raised:
        """Opening a file. Reading what is no text fails later, and so the `with` counts it too."""
        named = {item.arg: item.value for item in node.keywords}
        if len(node.args) not in (1, 2) or set(named) - {"mode", "encoding", "errors", "newline", "buffering"}:
            raise Unproven(node, "`open()` with these arguments")
        if not all(isinstance(value, ast.Constant) for value in [*node.args[1:], *named.values()]):
            raise Unproven(node, "`open()` with what is not written out")
        path = node.args[0]
        raised = {"OSError"}
        if not (isinstance(path, ast.Constant) and "\0" not in str(path.value)):
            raised |= {"ValueError"} if self.kinds.of(path) in ("str", "bytes") else {"TypeError", "ValueError"}
        return frozenset(raised)


def _bound_before(inner: ast.AST, outer: ast.AST) -> Iterator[set[str]]:
    """The names that are bound when that part of a statement or block begins, as far as the outer one says."""
    for field in ("body", "orelse", "finalbody"):
        block = getattr(outer, field, None)
        if isinstance(block, list) and inner in block:
            yield from (always_bound(item) for item in block[: block.index(inner)])
            if isinstance(outer, ast.Try) and field == "orelse":
                yield from (always_bound(item) for item in outer.body)
            if field == "body":
                targets = [getattr(outer, "target", None)] if isinstance(outer, ast.For) else []
                targets += [item.optional_vars for item in outer.items] if isinstance(outer, ast.With) else []
                yield {
                    part.id for target in targets if target for part in ast.walk(target) if isinstance(part, ast.Name)
                }
                yield {outer.name} if isinstance(outer, ast.ExceptHandler) and outer.name else set()


def _listed(kind: ast.expr | None) -> list[ast.expr]:
    return list(kind.elts) if isinstance(kind, ast.Tuple) else [kind] if kind else []


def _holds(whole: Kind, item: Kind) -> bool:
    """Whether asking such a thing for such an item runs nobody's code and cannot fail."""
    if whole in ("str", "bytes"):
        return item == whole
    return whole in ("dict", "environ") or base_of(whole) == "dict" or item_kind(whole) in SCALARS


def _shown(node: ast.AST) -> str:
    text = ast.unparse(node).partition("\n")[0]
    return f"`{text if len(text) < 60 else text[:57] + '…'}`"
