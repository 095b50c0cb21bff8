"""What stands before a use of a name: the one binding that it must come from, the tests that it has passed."""

from __future__ import annotations

import ast

from migrate.python.bindings import Scope
from migrate.references.members.classes import ClassFile


def tested_kind(file: ClassFile, node: ast.Name) -> ast.expr | None:
    """The second argument of an `isinstance` that this use of the name has passed, if nothing binds it anew on the way."""
    if not isinstance(node.ctx, ast.Load) or node not in file.parents or b"isinstance" not in file.module.source.data:
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
                return kind
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            return None
    return None


def _tested(test: ast.expr, name: str) -> ast.expr | None:
    match test:
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=tested), kind]) if tested == name:
            return kind
        case ast.BoolOp(op=ast.And(), values=values):
            return next((found for item in values if (found := _tested(item, name)) is not None), None)
    return None


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


def last_binding(file: ClassFile, node: ast.Name, scope: Scope) -> ast.Name | ast.ExceptHandler | None:
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
                parts = [part for item in items for part in (item.context_expr, item.optional_vars) if part]
                if any(_within(item, part) for item in bindings for part in parts):
                    return None
            case ast.ExceptHandler(name=name) if name == node.id:
                return outer
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
