"""How tightly expressions hold together, and how tightly the place holds in which one stands."""

from __future__ import annotations

import ast

(
    WALRUS,
    YIELD,
    TUPLE,
    LAMBDA,
    IF,
    OR,
    AND,
    NOT,
    COMPARE,
    BITOR,
    BITXOR,
    BITAND,
    SHIFT,
    SUM,
    TERM,
    SIGN,
    POWER,
    AWAIT,
    PRIMARY,
) = range(19)
OPERATORS: dict[type[ast.operator], int] = {
    ast.BitOr: BITOR, ast.BitXor: BITXOR, ast.BitAnd: BITAND, ast.LShift: SHIFT, ast.RShift: SHIFT, ast.Add: SUM,
    ast.Sub: SUM, ast.Mult: TERM, ast.Div: TERM, ast.FloorDiv: TERM, ast.Mod: TERM, ast.MatMult: TERM, ast.Pow: POWER,
}  # fmt: skip
BRACKETED = (ast.List, ast.Set, ast.Dict, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.FormattedValue)
"""What has brackets of its own around its parts."""


def tightness(node: ast.AST) -> int:
    """How tightly an expression holds its parts together. A tuple counts as one without parentheses."""
    match node:
        case ast.NamedExpr():
            return WALRUS
        case ast.Yield() | ast.YieldFrom():
            return YIELD
        case ast.Tuple():
            return TUPLE
        case ast.Lambda():
            return LAMBDA
        case ast.IfExp():
            return IF
        case ast.BoolOp(op=op):
            return OR if isinstance(op, ast.Or) else AND
        case ast.UnaryOp(op=ast.Not()):
            return NOT
        case ast.Compare():
            return COMPARE
        case ast.BinOp(op=operator):
            return OPERATORS[type(operator)]
        case ast.UnaryOp():
            return SIGN
        case ast.Await():
            return AWAIT
    return PRIMARY


def needed(parent: ast.AST, field: str, place: int = 0) -> int:
    """How tight an expression must be to stand there without parentheses."""
    match parent:
        case ast.BinOp(op=ast.Pow()):
            return AWAIT if field == "left" else SIGN
        case ast.BinOp(op=operator):
            return OPERATORS[type(operator)] + (field == "right")
        case ast.UnaryOp(op=ast.Not()):
            return NOT
        case ast.UnaryOp():
            return SIGN
        case ast.BoolOp(op=op):
            return (OR if isinstance(op, ast.Or) else AND) + 1
        case ast.Compare():
            return BITOR
        case ast.Attribute() | ast.Await():
            return PRIMARY
        case ast.Call():
            return PRIMARY if field == "func" else LAMBDA
        case ast.Subscript():
            return PRIMARY if field == "value" else TUPLE
        case ast.Starred():
            return BITOR
        case ast.keyword(arg=None):
            return BITOR
        case ast.Dict(keys=keys):
            return BITOR if field == "values" and keys[place] is None else LAMBDA
        case ast.IfExp():
            return LAMBDA if field == "orelse" else OR
        case ast.comprehension():
            return PRIMARY if field == "target" else OR
        case ast.FormattedValue():
            return IF
        case ast.AnnAssign() if field == "annotation":
            return LAMBDA
        case ast.Expr() | ast.Assign() | ast.AugAssign() | ast.AnnAssign():
            return YIELD if field == "value" else TUPLE if isinstance(parent, ast.Assign) else PRIMARY
        case ast.Return() | ast.For() | ast.AsyncFor():
            return TUPLE
        case ast.Delete():
            return PRIMARY
    return LAMBDA


def has_brackets(parent: ast.AST, field: str) -> bool:
    """Whether what stands there is surely inside brackets, so that its lines may break anywhere."""
    if isinstance(parent, BRACKETED):
        return True
    if isinstance(parent, ast.Call):
        return field != "func"
    if isinstance(parent, ast.Subscript):
        return field == "slice"
    return isinstance(parent, ast.ClassDef) and field in ("bases", "keywords")
