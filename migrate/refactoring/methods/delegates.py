"""What stays at the old place of a function or method on request: its parameters, its docstring, and one call that hands on."""

from __future__ import annotations

import ast

from migrate.model import Location
from migrate.python.edits import newline_of
from migrate.refactoring.methods.text import ended, indent_of, parameters_line
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import Function
from migrate.references.names import Module

HINT = 'say `leave = "nothing"`'


def asked(node: Function) -> ast.expr | None:
    """What a function calls that does nothing but return the result of a call; None for any other."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    value = body[0].value if len(body) == 1 and isinstance(body[0], ast.Return) else None
    value = value.value if isinstance(value, ast.Await) else value
    return value.func if isinstance(value, ast.Call) else None


def delegate(module: Module, node: Function, name: str, first: list[str], without: str, step: bytes = b"") -> bytes:
    """The definition, without its decorators, that returns `name(first…, its parameters but one…)`.

    Raises Refused for an asynchronous generator, which nothing can return so that it stays one.
    """
    at, data, line = module.positions, module.source.data, newline_of(module.source.data)
    is_async = isinstance(node, ast.AsyncFunctionDef)
    if is_async and any(isinstance(part, ast.Yield) for part in ast.walk(node)):
        where = Location(module.path, node.lineno, symbol=node.name)
        raise Refused("generator", f"{where} is an asynchronous generator", HINT, where)
    statement = node.body[0]
    below = statement.lineno > parameters_line(module, node)
    head = data[at.start(node) : at.line_start(statement.lineno) if below else at.start(statement)]
    indent = indent_of(module, statement.lineno) if below else step + b"    "
    if ast.get_docstring(node) is not None and below:
        head += data[at.line_start(statement.lineno) : at.end(statement)] + line
    arguments = node.args
    passed = first + [item.arg for item in (*arguments.posonlyargs, *arguments.args) if item.arg != without]
    passed += [f"*{arguments.vararg.arg}"] if arguments.vararg else []
    passed += [f"{item.arg}={item.arg}" for item in arguments.kwonlyargs]
    passed += [f"**{arguments.kwarg.arg}"] if arguments.kwarg else []
    told = f"return {'await ' if is_async else ''}{name}({', '.join(passed)})"
    return ended(head if below else head.rstrip(b" \t"), line) + indent + at.encode(told) + line
