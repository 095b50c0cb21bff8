"""What a piece of code needs from the code around it, and what it does there: whether it can be lifted out."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from migrate.python.bindings import Bindings, Scope, always_bound

Doing = Literal[
    "await", "yield", "return", "break", "continue", "super", "walrus", "global", "nonlocal", "del", "locals", "import"
]
LOOPS = (ast.For, ast.AsyncFor, ast.While)
OWN = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
LOOKS_AROUND = frozenset({"locals", "vars", "dir", "eval", "exec"})


@dataclass(frozen=True, slots=True)
class Facts:
    """What lifting a piece of code out of a function must look after. Names are the function's own."""

    reads: frozenset[str]
    """Local names that the piece reads."""
    binds: frozenset[str]
    """Local names that it binds."""
    sure: frozenset[str]
    """Those that are bound for certain when it has run without an error."""
    outer: frozenset[str]
    """Names of the module or of Python that it reads."""
    doing: frozenset[Doing]
    """What it does that only the function itself can do."""


def facts_of(nodes: Sequence[ast.AST], local: frozenset[str]) -> Facts:
    """The facts of an expression or a run of statements in a function that has these local names."""
    body = [
        node if isinstance(node, ast.stmt) else ast.Expr(node)
        for node in nodes
        if isinstance(node, ast.stmt | ast.expr)
    ]
    bindings = Bindings(ast.Module(body, []))
    own = bindings.module
    bound = {name for name in own.bindings if name in local or name not in own.globals}
    reads, outer = set[str](), set[str]()
    for use in bindings.uses:
        name = use.name.id
        if isinstance(use.name.ctx, ast.Load) and _is_from_around(use.scope, name, own):
            (reads if name in local or name in bound else outer).add(name)
        elif isinstance(use.name.ctx, ast.Del) and use.scope is own:
            reads.add(name)
    for node in body:
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            reads.add(node.target.id)
    reads |= {
        part.target.id
        for node in body
        for part in ast.walk(node)
        if isinstance(part, ast.AugAssign) and isinstance(part.target, ast.Name) and part.target.id in bound
    }
    sure = set[str]().union(*(always_bound(node) for node in body))
    return Facts(frozenset(reads), frozenset(bound), frozenset(sure & bound), frozenset(outer), frozenset(_doing(body)))


def _is_from_around(scope: Scope, name: str, top: Scope) -> bool:
    return scope.lookup(name) in (None, top)


def _doing(body: Sequence[ast.AST]) -> Iterator[Doing]:
    waiting: list[tuple[ast.AST, bool, bool]] = [(node, False, False) for node in body]
    while waiting:
        node, in_own, in_loop = waiting.pop()
        match node:
            case ast.Call(func=ast.Name(id="super"), args=[]) | ast.Name(id="__class__"):
                yield "super"
            case ast.Call(func=ast.Name(id=name), args=[]) if name in LOOKS_AROUND:
                yield "locals"
            case ast.Call(func=ast.Name(id="eval" | "exec")):
                yield "locals"
            case ast.Nonlocal():
                yield "nonlocal"
        if not in_own:
            match node:
                case ast.Await() | ast.AsyncFor() | ast.AsyncWith() | ast.comprehension(is_async=1):
                    yield "await"
                case ast.Yield() | ast.YieldFrom():
                    yield "yield"
                case ast.Return():
                    yield "return"
                case ast.Break() if not in_loop:
                    yield "break"
                case ast.Continue() if not in_loop:
                    yield "continue"
                case ast.NamedExpr():
                    yield "walrus"
                case ast.Global():
                    yield "global"
                case ast.Delete(targets=targets) if any(isinstance(item, ast.Name) for item in targets):
                    yield "del"
                case ast.Import() | ast.ImportFrom():
                    yield "import"
        for field, value in ast.iter_fields(node):
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, ast.AST):
                    loops = in_loop or (isinstance(node, LOOPS) and field == "body")
                    waiting.append((part, in_own or (isinstance(node, OWN) and field == "body"), loops))


def bound_before(function: ast.AST, nodes: Sequence[ast.AST]) -> frozenset[str] | None:
    """The names that are surely bound when one of these nodes of the function begins to run; None where it is not in there.

    `nodes` are one expression, or statements of one block. What a comprehension or lambda around it binds is among them.
    """
    first = nodes[0]
    arguments = getattr(function, "args", None)
    names = _parameters(arguments) if isinstance(arguments, ast.arguments) else set()
    return _before(getattr(function, "body", []), first, names)


def read_later(function: ast.AST, nodes: Sequence[ast.AST]) -> frozenset[str]:
    """The names that the rest of the function may read after these statements of it have run: those written further down, in
    a loop around them anywhere in it, and in functions inside always."""
    inside = {id(part) for node in nodes for part in ast.walk(node)}
    last = nodes[-1]
    end = (getattr(last, "end_lineno", 0), getattr(last, "end_col_offset", 0))
    loops = [
        part for part in ast.walk(function) if isinstance(part, LOOPS) and part not in nodes and _holds(part, last)
    ]
    again = {id(part) for loop in loops for part in ast.walk(loop)}
    nested = [part for part in _nested(ast.iter_child_nodes(function)) if id(part) not in inside]
    within = {id(inner) for part in nested for inner in ast.walk(part)}
    found = set(read_in_functions(nested))
    for part in ast.walk(function):
        if id(part) not in inside | within and (name := _read_by(part)):
            later = (part.lineno, part.col_offset) >= end  # type: ignore[attr-defined]
            if later or id(part) in again:
                found.add(name)
    return frozenset(found)


def read_in_functions(nodes: Iterable[ast.AST]) -> frozenset[str]:
    """The names from around that functions, lambdas and generators in these nodes read, sooner or later."""
    found = set[str]()
    for part in _nested(nodes):
        bound, kept = set[str](), set[str]()
        for inner in ast.walk(part):
            match inner:
                case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                    bound.add(name)
                case ast.Nonlocal(names=names):
                    kept.update(names)
        found |= {name for inner in ast.walk(part) if (name := _read_by(inner))} - (bound - kept)
    return frozenset(found)


def _nested(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The outermost functions, lambdas and generators in these nodes."""
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.GeneratorExp):
            yield node
        else:
            waiting += ast.iter_child_nodes(node)


def _read_by(part: ast.AST) -> str:
    match part:
        case ast.Name(id=name, ctx=ast.Load() | ast.Del()):
            return name
        case ast.AugAssign(target=ast.Name(id=name)):
            return name
    return ""


def _before(body: Sequence[ast.stmt], target: ast.AST, names: set[str]) -> frozenset[str] | None:
    known = set(names)
    for node in body:
        if node is target:
            return frozenset(known)
        if _holds(node, target):
            return _within(node, target, known)
        known = (known | always_bound(node)) - _may_go(node)
    return None


def _within(node: ast.AST, target: ast.AST, known: set[str]) -> frozenset[str] | None:
    """The same for a target inside this statement or expression."""
    if node is target:
        return frozenset(known)
    gone = _may_go(node)
    match node:
        case ast.For(target=bound, body=body) | ast.AsyncFor(target=bound, body=body):
            if any(_holds(item, target) for item in body):
                return _before(body, target, (known - gone) | _stored(bound))
        case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
            inside = known | {name for item in items if item.optional_vars for name in _stored(item.optional_vars)}
            if any(_holds(item, target) for item in body):
                return _before(body, target, inside)
        case ast.ExceptHandler(name=name, body=body):
            return _before(body, target, known | ({name} if name else set()))
        case ast.FunctionDef(args=arguments, body=body) | ast.AsyncFunctionDef(args=arguments, body=body):
            if any(_holds(item, target) for item in body):
                return _before(body, target, (known - gone) | _parameters(arguments))
        case ast.Lambda(args=arguments):
            known = known | _parameters(arguments)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            known = known | set().union(*(_stored(loop.target) for loop in node.generators))
    for _, value in ast.iter_fields(node):
        parts = value if isinstance(value, list) else [value]
        if parts and isinstance(parts[0], ast.stmt) and any(_holds(item, target) for item in parts):
            return _before(parts, target, known - gone)
        for part in parts:
            if isinstance(part, ast.AST) and _holds(part, target):
                return _within(part, target, known)
    return None


def _may_go(node: ast.AST) -> set[str]:
    """The names that code in a statement deletes: in a loop or a handler they may be gone."""
    deleted = {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Del)}
    return deleted | {part.name for part in ast.walk(node) if isinstance(part, ast.ExceptHandler) and part.name}


def _holds(node: ast.AST, target: ast.AST) -> bool:
    return any(part is target for part in ast.walk(node))


def _stored(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}


def _parameters(arguments: ast.arguments) -> set[str]:
    found = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    return {item.arg for item in found if item}
