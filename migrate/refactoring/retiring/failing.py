"""A `try` whose body always fails becomes what its handler does."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Collection, Iterator

from migrate.python.edits import Edit, newline_of
from migrate.python.source import last_name
from migrate.refactoring.snippets import lines_in_strings
from migrate.references.names import Module

CATCHING: dict[type[Exception], frozenset[str]] = {
    ImportError: frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}),
    RecursionError: frozenset({"RecursionError", "RuntimeError", "Exception", "BaseException"}),
}
"""The handlers that catch each error."""
LOGGING = frozenset({"debug", "info", "warning", "warn", "error", "exception", "critical", "log"})


class Stays(Exception):
    """Why a `try` cannot become its handler."""


def around(module: Module, statement: ast.stmt) -> ast.Try | None:
    """The innermost `try` whose own body holds that statement directly."""
    parent = module.parents.get(statement)
    return parent if isinstance(parent, ast.Try) and statement in parent.body else None


def statement_of(module: Module, node: ast.AST) -> ast.stmt:
    """The statement in which the node stands."""
    while not isinstance(node, ast.stmt):
        above = module.parents.get(node)
        assert above is not None
        node = above
    return node


def comes_first(statement: ast.stmt, name: ast.Name) -> bool:
    """Whether an attribute of that name is asked for before the statement does anything that could be noticed."""
    match statement:
        case ast.Return(value=ast.expr() as value) | ast.Expr(value=value) | ast.Assign(value=value):
            pass
        case ast.AnnAssign(value=ast.expr() as value):
            pass
        case _:
            return False
    while value is not name:
        match value:
            case ast.Call(func=ast.Name(), args=[first, *_]) if value.func is not name:
                value = first
            case (
                ast.Call(func=inner) | ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Await(value=inner)
            ):
                value = inner
            case ast.UnaryOp(operand=inner) | ast.BinOp(left=inner) | ast.Compare(left=inner):
                value = inner
            case _:
                return False
    return True


def collapsed(
    module: Module, node: ast.Try, at: ast.stmt, error: type[Exception], harmless: Collection[ast.stmt]
) -> Edit:
    """The edit that puts the handler's statements in the place of a `try` that fails at one of its statements.

    `harmless` are statements that may be left out. Raises Stays where that would not do the same.
    """
    handler = next((item for item in node.handlers if _catches(item, error)), None)
    if handler is None:
        raise Stays("no handler catches it")
    if node.finalbody:
        raise Stays("the `try` has a `finally`")
    if any(item not in harmless for item in node.body[: node.body.index(at)]):
        raise Stays("the `try` does something before it fails")
    if handler.name and any(isinstance(part, ast.Name) and part.id == handler.name for part in _walk(_kept(handler))):
        raise Stays(f"its handler uses `{handler.name}`")
    if any(isinstance(part, ast.Raise) and part.exc is None for part in _walk(handler.body)):
        raise Stays("its handler raises the error again")
    return _replaced(module, node, handler)


def _walk(nodes: list[ast.stmt]) -> Iterator[ast.AST]:
    for node in nodes:
        yield from ast.walk(node)


def _catches(handler: ast.ExceptHandler, error: type[Exception]) -> bool:
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(last_name(kind) in CATCHING[error] for kind in kinds)


def _kept(handler: ast.ExceptHandler) -> list[ast.stmt]:
    """The handler's statements without those that only log the error."""
    return [item for item in handler.body if not _logs_it(item)]


def _logs_it(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=verb), keywords=keywords)) if verb in LOGGING:
            return verb == "exception" or any(item.arg == "exc_info" for item in keywords)
    return False


def _replaced(module: Module, node: ast.Try, handler: ast.ExceptHandler) -> Edit:
    at = module.positions
    start, end = at.line_start(node.lineno), at.line_start((node.end_lineno or 0) + 1)
    indent = at.decode(at.data[start : at.start(node)])
    if indent.strip():
        raise Stays("the `try` shares its line with other code")
    kept = [item for item in _kept(handler) if not isinstance(item, ast.Pass)]
    pieces = []
    for item in kept:
        above = handler.body[handler.body.index(item) - 1] if handler.body.index(item) else None
        first = (above.end_lineno or 0) if above else handler.lineno
        comments = at.data[at.line_start(first + 1) : at.line_start(item.lineno)] if item.lineno > first else b""
        line = at.line_start(item.lineno)
        shared = at.data[line : at.start(item)].strip()
        code = at.data[at.start(item) if shared else line : at.line_start((item.end_lineno or 0) + 1)]
        pieces.append(at.decode(comments + code))
    text = textwrap.dedent("".join(pieces))
    if lines_in_strings(text.replace("\r\n", "\n")):
        raise Stays("its handler holds a string of several lines")
    ending = newline_of(at.data).decode()
    body = "".join(f"{indent}{row}{ending}" if row.strip() else ending for row in text.splitlines())
    if not body and _is_alone(module, node):
        body = f"{indent}pass{ending}"
    if end == len(at.data) and not at.data.endswith((b"\n", b"\r")):
        body = body.rstrip("\r\n")
    return Edit(start, end, at.encode(body))


def _is_alone(module: Module, node: ast.stmt) -> bool:
    """Whether the block that the statement stands in would be empty without it."""
    parent = module.parents.get(node)
    blocks = [getattr(parent, name, None) for name in ("body", "orelse", "finalbody")]
    return any(block == [node] for block in blocks) and not isinstance(parent, ast.Module)
