"""What an exception handler catches, and what it does with it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from migrate.python.source import last_name, scoped_statements

Breadth = Literal["bare", "base", "broad", "narrow"]
"""`except:`, `except BaseException`, `except Exception`, anything else (the widest of a tuple counts)."""

Does = Literal["re-raise", "raise", "may raise", "exit", "use", "log", "act", "constant", "continue", "pass"]
"""The most telling thing that a handler does. `use` reads the exception, `log` only tells somebody of it, `act` does
something else instead, `constant` returns or sets a constant; after the last three nobody hears of the error."""

SILENT: frozenset[Does] = frozenset({"constant", "continue", "pass"})

LOGGING = frozenset({"debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log", "msg"})
LOGGERS = frozenset({"log", "logger", "logging", "warnings", "getlogger"})
TRACEBACKS = frozenset({"print_exc", "print_exception", "print_stack", "format_exc", "format_exception", "exc_info"})
EXITS = frozenset({"exit", "_exit", "abort", "quit", "fail", "skip", "xfail", "skipTest"})


@dataclass(frozen=True, slots=True)
class Handler:
    """One `except` clause with the `try` that it belongs to and the classes and functions around it."""

    node: ast.ExceptHandler
    of: ast.Try | ast.TryStar
    scope: str

    @property
    def catches(self) -> tuple[str, ...]:
        """The exceptions as written; empty for a bare one."""
        kind = self.node.type
        if kind is None:
            return ()
        return tuple(ast.unparse(item) for item in (kind.elts if isinstance(kind, ast.Tuple) else [kind]))

    @property
    def breadth(self) -> Breadth:
        """How much it catches."""
        return breadth(self.node.type)

    @property
    def does(self) -> Does:
        """What it does."""
        return does(self.node)


def handlers_of(tree: ast.Module) -> Iterator[Handler]:
    """Every handler of the file, those of an outer `try` before those of an inner one."""
    for node, scope in scoped_statements(tree):
        if isinstance(node, ast.Try | ast.TryStar):
            yield from (Handler(handler, node, scope) for handler in node.handlers)


def breadth(kind: ast.expr | None) -> Breadth:
    """How much a handler of that type catches."""
    match kind:
        case None:
            return "bare"
        case ast.Tuple(elts=items):
            widths = {breadth(item) for item in items}
            return "base" if "base" in widths else "broad" if "broad" in widths else "narrow"
        case ast.Name(id="BaseException") | ast.Attribute(value=ast.Name(id="builtins"), attr="BaseException"):
            return "base"
        case ast.Name(id="Exception") | ast.Attribute(value=ast.Name(id="builtins"), attr="Exception"):
            return "broad"
    return "narrow"


def does(handler: ast.ExceptHandler) -> Does:
    """What the handler does, the most telling thing first; nested functions count as something done, not as their body."""
    body = [node for node in handler.body if not _is_comment(node)]
    last = handler.body[-1]
    if isinstance(last, ast.Raise):
        same = last.exc is None or (isinstance(last.exc, ast.Name) and last.exc.id == handler.name)
        return "re-raise" if same else "raise"
    inside = list(_own_nodes(handler.body))
    if any(isinstance(node, ast.Raise) for node in inside):
        return "may raise"
    calls = [node for node in inside if isinstance(node, ast.Call)]
    if any(last_name(call.func) in EXITS for call in calls):
        return "exit"
    told = {id(node) for call in calls if is_log(call) for node in ast.walk(call)}
    if any(_reads_exception(node, handler.name) for node in inside if id(node) not in told):
        return "use"
    rest = [
        node
        for node in body
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and is_log(node.value))
    ]
    ends = {_trivial(node) for node in rest}
    if None in ends:
        return "act"
    if len(rest) < len(body):
        return "log"
    return "constant" if "constant" in ends else "continue" if "continue" in ends else "pass"


def is_log(call: ast.Call) -> bool:
    """Whether a call only tells somebody: a logger's method, `print`, `warnings.warn`, `traceback.print_exc`."""
    match call.func:
        case ast.Name(id="print" | "warn" | "print_exc"):
            return True
        case ast.Attribute(attr=method, value=receiver):
            if method in ("print_exc", "print_exception"):
                return True
            name = last_name(receiver)
            if isinstance(receiver, ast.Call):
                name = last_name(receiver.func)
            said = name.lower().strip("_")
            return method in LOGGING and (said in LOGGERS or said.endswith(("_log", "logger", "logging")))
    return False


def is_import_fallback(node: ast.Try | ast.TryStar) -> bool:
    """Whether the `try` does nothing but import, and note how it went: whatever goes wrong then, the import went wrong."""
    imports = sum(isinstance(inner, ast.Import | ast.ImportFrom) for inner in node.body)
    return imports > 0 and all(_goes_with_import(inner) for inner in node.body)


def _goes_with_import(node: ast.stmt) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Pass):
        return True
    if isinstance(node, ast.Assign):
        return not any(isinstance(inner, ast.Call) for inner in ast.walk(node.value))
    return _is_comment(node)


def statements_below(body: Iterable[ast.stmt]) -> int:
    """How many statements stand there, nested ones included."""
    return sum(isinstance(inner, ast.stmt) for node in body for inner in _own_nodes([node]))


def _own_nodes(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)


def _is_comment(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _reads_exception(node: ast.AST, name: str | None) -> bool:
    if isinstance(node, ast.Name):
        return name is not None and node.id == name
    return isinstance(node, ast.Call) and last_name(node.func) in TRACEBACKS


def _trivial(node: ast.stmt) -> Does | None:
    """The kind of a statement that does nothing worth the name, else None."""
    match node:
        case ast.Pass():
            return "pass"
        case ast.Continue() | ast.Break():
            return "continue"
        case ast.Return(value=value):
            return "constant" if value is None or _is_constant(value) else None
        case ast.Assign(value=value, targets=[ast.Name() | ast.Attribute()]) if _is_constant(value):
            return "constant"
    return None


def _is_constant(node: ast.expr) -> bool:
    match node:
        case ast.Constant():
            return True
        case ast.UnaryOp(operand=operand):
            return _is_constant(operand)
        case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
            return all(_is_constant(item) for item in items)
        case ast.Dict(keys=[]):
            return True
    return False
