"""Whether two definitions say the same, and whether one object can stand for both."""

from __future__ import annotations

import ast
import copy
from typing import Literal

Sameness = Literal["same", "shared-state", "different"]

PURE_CALLS = frozenset({
    "getLogger", "get_logger", "TypeVar", "ParamSpec", "TypeVarTuple", "NewType", "namedtuple", "NamedTuple", "compile", "Path",
    "frozenset", "Decimal", "Fraction", "timedelta", "attrgetter", "itemgetter",
})  # fmt: skip
"""Calls whose result is the same for the same arguments, or nothing that anybody writes to."""
MUTATORS = frozenset({
    "append", "extend", "insert", "remove", "pop", "clear", "add", "discard", "update", "setdefault", "popitem", "sort", "reverse",
})  # fmt: skip


def sameness(
    mine: tuple[ast.stmt, ...], theirs: tuple[ast.stmt, ...], trees: tuple[ast.Module, ast.Module]
) -> Sameness:
    """How alike two top-level units are, docstrings aside: equal code with state of its own is `shared-state`.

    Comments never count. Annotations count: dataclasses, dispatchers and validators read them.
    """
    if [dump(node) for node in mine] != [dump(node) for node in theirs]:
        return "different"
    for node in mine:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                continue
            case ast.Assign(targets=targets, value=value):
                names = {part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                names = {name}
            case ast.Import() | ast.ImportFrom() | ast.Try() | ast.If():
                continue
            case _:
                return "shared-state"
        if _own_state(value, names, trees):
            return "shared-state"
    return "same"


def dump(node: ast.AST) -> str:
    """The code without its docstrings and positions."""
    bare = copy.deepcopy(node)
    for part in ast.walk(bare):
        match part:
            case (
                ast.FunctionDef(body=[ast.Expr(value=ast.Constant(value=str())), *rest])
                | ast.AsyncFunctionDef(body=[ast.Expr(value=ast.Constant(value=str())), *rest])
                | ast.ClassDef(body=[ast.Expr(value=ast.Constant(value=str())), *rest])
            ):
                part.body = rest or [ast.Pass()]
    return ast.dump(bare)


def _own_state(value: ast.expr, names: set[str], trees: tuple[ast.Module, ast.Module]) -> bool:
    if any(_writes(tree, names) for tree in trees):
        return True
    match value:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name not in PURE_CALLS
        case ast.List(elts=[]) | ast.Dict(keys=[]):
            return True  # an empty one exists to be filled
    return any(isinstance(part, ast.Call | ast.Await | ast.Yield) for part in ast.walk(value))


def _writes(tree: ast.Module, names: set[str]) -> bool:
    """Whether a file assigns one of these names again, or changes the thing that it names."""
    stores = 0
    for part in ast.walk(tree):
        match part:
            case ast.Global(names=listed) if names & set(listed):
                return True
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=verb)) if name in names and verb in MUTATORS:
                return True
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()) if name in names:
                return True
            case ast.Attribute(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()) if name in names:
                return True
            case ast.AugAssign(target=ast.Name(id=name)) if name in names:
                return True
            case ast.Name(id=name, ctx=ast.Store()) if name in names:
                stores += 1
    return stores > len(names)
