"""Calls of passes one after the other: what links them, what stands between them, and who may look at it."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from migrate.python.source import last_name
from migrate.refactoring.rules.matching import Reading
from migrate.refactoring.templates import Template
from migrate.references.names import Module


@dataclass(frozen=True)
class Pass:
    """An old pass: its dotted name, what stands for it in the new call (None: nothing), and its parameters."""

    dotted: str
    entry: Template | None
    parameters: ast.arguments

    @property
    def threaded(self) -> str:
        """The parameter that gets what the pass works on."""
        listed = [*self.parameters.posonlyargs, *self.parameters.args]
        return listed[0].arg if listed else ""


@dataclass(frozen=True)
class Done:
    """One call of an old pass in a run, with the arguments beside what it works on, as they are written."""

    what: Pass
    arguments: Mapping[str, str]


@dataclass(frozen=True)
class Link:
    """A statement that hands something through passes: `target = passes(source)`, or a `return` of that."""

    node: ast.Assign | ast.Return
    target: str
    """Empty for a `return`."""
    source: ast.expr
    done: tuple[Done, ...]
    calls: tuple[ast.Call, ...]


@dataclass
class Item:
    """An entry of the new call with its comments; only comments where `text` is empty."""

    above: list[str]
    text: str = ""
    beside: str = ""

    def lines(self, indent: str, comma: str) -> str:
        """The entry on lines of its own."""
        shown = f"{self.text}{comma}  {self.beside}".rstrip() if self.text else self.beside
        return "".join(f"{indent}{line}\n" for line in (*self.above, shown) if line)


@dataclass
class File:
    """What is found in one file of the calls of passes."""

    reading: Reading
    calls: dict[int, Pass]
    """By the id of a call: the pass that it calls."""
    why: dict[int, str] = field(default_factory=dict)
    """By the id of a call: why it stays."""
    collapsed: set[int] = field(default_factory=set)

    @property
    def module(self) -> Module:
        """The file."""
        return self.reading.module

    def text(self, node: ast.expr) -> str:
        """An expression as it is written."""
        at = self.module.positions
        return at.decode(at.data[at.start(node) : at.end(node)])


def looked_at(file: File, run: Sequence[Link]) -> str:
    """Why what stands between the calls can be seen: by an inner function, or where an error ends the run half way."""
    if len(run) == 1:
        return ""
    name, reading = run[0].target, file.reading
    home = reading.scope(run[0].node).lookup(name)
    uses = [use for use in reading.bindings.uses if use.name.id == name and use.scope.lookup(name) is home]
    if any(use.scope is not home and use.scope.kind == "function" for use in uses):
        return f"an inner function looks at `{name}`"
    read = [use.name.lineno for use in uses if isinstance(use.name.ctx, ast.Load)]
    for parent, part, _ in reading.above(run[0].node):
        if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            break
        if part == "body" and _outlives_errors(parent):
            last = max(item.end_lineno or 0 for item in parent.body)  # type: ignore[attr-defined]
            if any(line > last for line in read):
                return f"where a pass fails, others may look at `{name}` as the one before it left it"
    return ""


def _outlives_errors(node: ast.AST) -> bool:
    """Whether code of the same function can run after an error in the statement's body."""
    if isinstance(node, ast.With):
        return any(
            isinstance(i.context_expr, ast.Call) and last_name(i.context_expr.func) == "suppress" for i in node.items
        )
    return isinstance(node, ast.Try)


def goes_on(before: Link, link: Link) -> bool:
    """Whether a link works on what the one before made, under the same name."""
    same = isinstance(link.source, ast.Name) and link.source.id == before.target
    return same and bool(before.target) and link.target in ("", before.target)


def is_fixed(value: ast.expr, target: str) -> bool:
    """Whether it makes no difference when the value is worked out."""
    match value:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name != target
        case ast.UnaryOp(operand=ast.Constant()):
            return True
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return all(is_fixed(item, target) for item in items)
    return False


def default_of(parameters: ast.arguments, name: str) -> ast.expr | None:
    """The default of that parameter, if it is a constant."""
    listed = [*parameters.posonlyargs, *parameters.args]
    pairs = dict(zip([item.arg for item in reversed(listed)], reversed(parameters.defaults), strict=False))
    pairs |= {
        item.arg: default
        for item, default in zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True)
        if default
    }
    found = pairs.get(name)
    return found if isinstance(found, ast.Constant) else None


def has_comment(data: bytes) -> bool:
    """Whether this code holds a comment; yes where nobody can tell."""
    try:
        tokens = list(tokenize.tokenize(io.BytesIO(data).readline))
    except (tokenize.TokenError, SyntaxError):
        return True
    return any(token.type == tokenize.COMMENT for token in tokens)


def comments_between(module: Module, before: ast.stmt, after: ast.stmt) -> list[str]:
    """The comments on lines of their own between two statements."""
    at = module.positions
    lines = at.data[at.line_start((before.end_lineno or 0) + 1) : at.line_start(after.lineno)].splitlines()
    return [at.decode(line.strip()) for line in lines if line.strip()]


def comment_beside(module: Module, node: ast.stmt) -> str:
    """The comment behind a statement, on its last line."""
    at = module.positions
    return at.decode(at.data[at.end(node) : at.line_start((node.end_lineno or 0) + 1)].strip())
