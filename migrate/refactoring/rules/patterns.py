"""Patterns and replacements of pattern rules, as Python parses them: metavariables, and names that mean one thing."""

from __future__ import annotations

import ast
import re
import sys
import textwrap
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from migrate.python.bindings import Bindings
from migrate.references.names import BUILTINS

Shape = Literal["expression", "statements", "decorator", "handler"]
Naming = Literal["resolved", "text"]

METAVARIABLE = re.compile(r"\$\$\$([A-Z_][A-Z0-9_]*)?|\$([A-Z_][A-Z0-9_]*)")
ONE, MANY = "_migrate_one_", "_migrate_many_"
"""What the names of metavariables begin with while Python parses a pattern."""
RESERVED = re.compile(f"(?:{ONE}|{MANY})[A-Z0-9_]*")
INDENT, RAW_NEWLINE = "\x01", "\x02"
"""In the text of a replacement: one level of indentation, and a line end inside a string."""
OPENINGS: dict[Shape, str] = {"decorator": "", "handler": "try:\n    pass\n"}
ENDINGS: dict[Shape, str] = {"decorator": "\ndef _migrate_decorated(): pass\n"}


class PatternError(ValueError):
    """What is wrong with a pattern or a replacement, in words for the plan's author."""


def one(name: object) -> str:
    """`A` for what `$A` is parsed as; empty for any other name."""
    return name.removeprefix(ONE) if isinstance(name, str) and name.startswith(ONE) else ""


def many(name: object) -> str:
    """`REST` for what `$$$REST` is parsed as; empty for any other name."""
    return name.removeprefix(MANY) if isinstance(name, str) and name.startswith(MANY) else ""


def many_in(node: ast.AST) -> str:
    """The metavariable if this element of a list stands for any number of elements; else empty."""
    match node:
        case ast.Expr(value=ast.Name(id=name)) | ast.Name(id=name) | ast.alias(name=name, asname=None):
            return many(name)
        case ast.arg(arg=name, annotation=None):
            return many(name)
    return ""


@dataclass(frozen=True)
class Fragment:
    """A piece of Python with metavariables. `nodes` are its statements, or the one expression, decorator or handler."""

    text: str
    shape: Shape
    naming: Naming
    sub: str
    """The text with metavariables as Python names."""
    tree: ast.Module
    nodes: tuple[ast.AST, ...]
    absolute: dict[int, str] = field(default_factory=dict)
    """By the id of a node: the dotted name that the node means, wherever it stands and however it is imported."""
    builtins: frozenset[int] = frozenset()
    """The ids of names that mean builtins."""
    own: frozenset[str] = frozenset()
    """The names that the fragment binds itself."""

    @cached_property
    def metavariables(self) -> frozenset[str]:
        """The names of its metavariables."""
        return frozenset(a or b for a, b in METAVARIABLE.findall(self.text) if a or b)

    @cached_property
    def parents(self) -> dict[int, tuple[ast.AST, str, int]]:
        """By the id of a node: its parent, the field in which it stands there, and its place in that field's list."""
        return {id(child): (parent, name, at) for parent, name, at, child in children(self.tree)}

    def replaced_as_statement(self) -> Fragment:
        """The same expression where it is a statement of its own."""
        return Fragment(self.text, "statements", self.naming, self.sub, self.tree, (self.tree.body[0],), self.absolute,
                        self.builtins, self.own)  # fmt: skip


def children(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int, ast.AST]]:
    """Every (parent, field, place, child) of a tree."""
    waiting = [tree]
    while waiting:
        parent = waiting.pop()
        for name in parent._fields:
            value = getattr(parent, name, None)
            for at, child in enumerate(value if isinstance(value, list) else (value,)):
                if isinstance(child, ast.AST):
                    yield parent, name, at, child
                    waiting.append(child)


def read(text: str, naming: Naming, known: frozenset[str] = frozenset(), *, lone: bool = False) -> Fragment:
    """The fragment of this text. Raises PatternError where Python, or the rules for metavariables, take it for something else.

    `known` are names that the rule's own import statements bind. `lone` allows a `$$$BODY` that is all there is.
    """
    text = textwrap.dedent(text.replace("\r\n", "\n")).strip("\n")
    if not text.strip():
        raise PatternError("must not be empty")
    _check_dollars(text)
    sub = METAVARIABLE.sub(lambda match: f"{ONE}{match[2]}" if match[2] else f"{MANY}{match[1] or '_'}", text)
    shape, tree = _parse(text, sub)
    nodes = _nodes(shape, tree)
    if lone and shape == "expression" and many_in(nodes[0]):
        shape, nodes = "statements", (tree.body[0],)
    _check_places(tree, shape)
    bindings = Bindings(tree)
    own = frozenset(
        name
        for scope in {bindings.module, *bindings.scope_of.values()}
        for name in scope.bindings
        if not RESERVED.match(name) and name != "_migrate_decorated"
    )
    absolute: dict[int, str] = {}
    builtin: set[int] = set()
    if naming == "resolved":
        for use in bindings.uses:
            if RESERVED.match(use.name.id) or use.name.id in own or use.quoted is not None:
                continue
            if use.name.id in BUILTINS and use.name.id not in known:
                builtin.add(id(use.name))
                continue
            node: ast.expr = use.name
            for attribute in use.attributes:
                if RESERVED.match(attribute.attr):
                    break
                node = attribute
            absolute[id(node)] = dotted = ast.unparse(node)
            if "." not in dotted and dotted not in known and dotted not in sys.stdlib_module_names:
                raise PatternError(_bare(dotted))
            if dotted.partition(".")[0] in ("self", "cls"):
                raise PatternError(_bare(dotted.partition(".")[0]))
    return Fragment(text, shape, naming, sub, tree, nodes, absolute, frozenset(builtin), own)


def _bare(name: str) -> str:
    if name in ("self", "cls"):
        return f'`{name}` is no name that can be resolved; write `${name.upper()}`, or say `names = "text"`'
    return (
        f"`{name}` is neither a builtin nor a dotted name; write what it means in full, as in `pkg.module.{name}`, "
        'or say `names = "text"`'
    )


def _check_dollars(text: str) -> None:
    wrong = re.search(r"\$\$(?!\$)[A-Za-z_]\w*|\$[a-z]\w*|\$\$\$[a-z]\w*", METAVARIABLE.sub("", text))
    if wrong and not _in_string(text, wrong[0]):
        raise PatternError(f"`{wrong[0]}` is no metavariable: they are `$UPPER` for one thing and `$$$UPPER` for many")


def _in_string(text: str, part: str) -> bool:
    strings = re.findall(r"'[^'\n]*'|\"[^\"\n]*\"", text)
    return any(part in string for string in strings)


def _parse(text: str, sub: str) -> tuple[Shape, ast.Module]:
    shape: Shape = "statements"
    if sub.startswith("@") and not re.search(r"^(?:async\s|def\s|class\s)", sub, re.MULTILINE):
        shape = "decorator"
    elif re.match(r"except\b", sub):
        shape = "handler"
    code = OPENINGS.get(shape, "") + sub + ENDINGS.get(shape, "")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = (getattr(error, "lineno", None) or 1) - OPENINGS.get(shape, "").count("\n")
        at = f" in its line {line}" if "\n" in text else ""
        raise PatternError(f"`{_short(text)}` is not Python{at}: {getattr(error, 'msg', None) or error}") from error
    if shape == "statements" and len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr):
        shape = "expression"
    if shape == "statements" and not tree.body:
        raise PatternError(f"`{_short(text)}` is only a comment")
    return shape, tree


def _short(text: str) -> str:
    first, _, rest = text.partition("\n")
    return f"{first} …" if rest else first


def _nodes(shape: Shape, tree: ast.Module) -> tuple[ast.AST, ...]:
    first = tree.body[0]
    if shape == "expression" and isinstance(first, ast.Expr):
        return (first.value,)
    if shape == "decorator" and isinstance(first, ast.FunctionDef):
        if len(first.decorator_list) != 1:
            raise PatternError("a pattern of decorators holds one of them")
        return (first.decorator_list[0],)
    if shape == "handler" and isinstance(first, ast.Try):
        if len(first.handlers) != 1 or first.orelse or first.finalbody or len(tree.body) != 1:
            raise PatternError("a pattern of `except` holds one handler")
        return (first.handlers[0],)
    return tuple(tree.body)


def _check_places(tree: ast.Module, shape: Shape) -> None:
    """Raise PatternError for a metavariable where it cannot stand."""
    for parent, name, _, child in children(tree):
        match child:
            case ast.Constant(value=str(text)) if found := RESERVED.search(text):
                shown = "$" + (one(found[0]) or f"$${many(found[0])}")
                raise PatternError(
                    f"`{shown}` stands in a string, where it is only text; match the whole string with `$S` "
                    "and `where = { S = { matches = … } }`"
                )
            case ast.Constant(value=bytes(data)) if ONE.encode() in data or MANY.encode() in data:
                raise PatternError("a metavariable stands in a string, where it is only text")
            case ast.Name(id=found_name) if metavariable := many(found_name):
                listed = name in ("args", "elts", "bases", "decorator_list", "targets") or isinstance(parent, ast.Expr)
                if not listed:
                    raise PatternError(f"`$$${metavariable}` stands where one expression goes; write `${metavariable}`")
                if shape == "expression" and isinstance(parent, ast.Expr):
                    raise PatternError(f"`$$${metavariable}` alone says nothing of what is meant")
            case ast.Global(names=names) | ast.Nonlocal(names=names) if any(map(RESERVED.match, names)):
                raise PatternError("a metavariable cannot stand for a `global` or `nonlocal` name")
            case ast.arguments() if any(map(many_in, _args(child))) and len(_args(child)) > 1:
                raise PatternError("`$$$` stands for all parameters of a definition, or for none")


def _args(node: ast.arguments) -> list[ast.arg]:
    rest = [item for item in (node.vararg, node.kwarg) if item]
    return [*node.posonlyargs, *node.args, *node.kwonlyargs, *rest]


def all_parameters(node: ast.arguments) -> str:
    """The metavariable that stands for all parameters of a definition; else empty."""
    args = _args(node)
    return many_in(args[0]) if len(args) == 1 else ""


TOKENS: dict[type[ast.AST], str] = {
    ast.Assert: "assert", ast.With: "with", ast.AsyncWith: "async", ast.Raise: "raise", ast.Lambda: "lambda", ast.Try: "try",
    ast.Await: "await", ast.Yield: "yield", ast.YieldFrom: "yield", ast.For: "for", ast.While: "while", ast.Delete: "del",
    ast.Global: "global", ast.Return: "return", ast.ClassDef: "class", ast.FunctionDef: "def", ast.AsyncFunctionDef: "async",
    ast.Is: "is", ast.IsNot: "is", ast.In: "in", ast.NotIn: "in", ast.Not: "not", ast.And: "and", ast.Or: "or",
    ast.Eq: "==", ast.NotEq: "!=", ast.LtE: "<=", ast.GtE: ">=", ast.Mod: "%", ast.Pow: "**", ast.FloorDiv: "//",
    ast.MatMult: "@", ast.LShift: "<<", ast.RShift: ">>", ast.NamedExpr: ":=", ast.IfExp: "else", ast.ListComp: "for",
    ast.SetComp: "for", ast.DictComp: "for", ast.GeneratorExp: "for", ast.ExceptHandler: "except", ast.Import: "import",
    ast.ImportFrom: "import", ast.Match: "match",
}  # fmt: skip


def literals(pattern: Fragment) -> tuple[frozenset[bytes], frozenset[str]]:
    """What must stand in the bytes of a file for the pattern to match there, and the last names of what it means.

    A file may write the latter in another way: it may have imported the thing under another name.
    """
    words: set[str] = set()
    leaves: set[str] = set()
    waiting: list[ast.AST] = list(pattern.nodes)
    while waiting:
        node = waiting.pop()
        if id(node) in pattern.absolute:
            leaves.add(pattern.absolute[id(node)].rpartition(".")[2])
            continue
        waiting += ast.iter_child_nodes(node)
        if type(node) in TOKENS:
            words.add(TOKENS[type(node)])
        match node:
            case ast.Constant(value=None | True | False):
                words.add(repr(node.value))
            case ast.Name(id=str(word)) | ast.Attribute(attr=str(word)) | ast.keyword(arg=str(word)):
                words.add(word)
            case ast.FunctionDef(name=word) | ast.AsyncFunctionDef(name=word) | ast.ClassDef(name=word):
                words.add(word)
    kept = {word.encode() for word in words if word.isascii() and not RESERVED.match(word)}
    return frozenset(kept), frozenset(leaves)
