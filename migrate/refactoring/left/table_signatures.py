"""What an old function took, as far as a function that stands in for it can say the same."""

from __future__ import annotations

import ast
import builtins
import copy
from collections.abc import Iterator
from dataclasses import dataclass

from migrate.model import Location
from migrate.refactoring.calls.sites import implementation
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import Symbol, find_symbol
from migrate.references.index import Index

BUILTINS = frozenset(dir(builtins))


class BadRow(ValueError):
    """A row that cannot be meant, whatever the tree holds."""


@dataclass(frozen=True)
class Signature:
    """The parameters of a function, with what it says to return (empty for nothing)."""

    arguments: ast.arguments
    returns: str = ""

    @classmethod
    def read(cls, text: str) -> Signature:
        """The signature written as `(graph, level=1) -> int`. Raises BadRow for anything else."""
        try:
            body = ast.parse(f"def _{text.strip()}:\n    pass\n").body
        except (SyntaxError, ValueError) as error:
            raise BadRow(f"`{text}` is no signature like `(graph, level=1)`") from error
        match body:
            case [ast.FunctionDef(name="_", body=[ast.Pass()]) as node]:
                return cls(node.args, ast.unparse(node.returns) if node.returns else "")
        raise BadRow(f"`{text}` is no signature like `(graph, level=1)`")

    @classmethod
    def open(cls, method: bool) -> Signature:
        """Takes anything."""
        return cls.read("(self, *args, **kwargs)" if method else "(*args, **kwargs)")

    @property
    def names(self) -> frozenset[str]:
        """All its parameters."""
        return frozenset(part.arg for part in ast.walk(self.arguments) if isinstance(part, ast.arg))

    @property
    def first(self) -> str:
        """The first parameter that is no `self`; empty where there is none."""
        listed = [*self.arguments.posonlyargs, *self.arguments.args, *self.arguments.kwonlyargs]
        names = [item.arg for item in listed if item.arg not in ("self", "cls")]
        return names[0] if names else self.arguments.vararg.arg if self.arguments.vararg else ""

    @property
    def handed_on(self) -> str:
        """The arguments of a call that hands on all that came."""
        items = [item.arg for item in (*self.arguments.posonlyargs, *self.arguments.args)]
        items += [f"*{self.arguments.vararg.arg}"] if self.arguments.vararg else []
        items += [f"{item.arg}={item.arg}" for item in self.arguments.kwonlyargs]
        items += [f"**{self.arguments.kwarg.arg}"] if self.arguments.kwarg else []
        return ", ".join(items)

    def written(self, name: str) -> str:
        """The head of a definition with these parameters."""
        returns = f" -> {self.returns}" if self.returns else ""
        return f"def {name}({', '.join(_parameters(self.arguments))}){returns}:"

    def plain(self, where: Location | None) -> Signature:
        """The same where nothing but builtins is known: other annotations are left out.

        Raises Refused for a default that needs more.
        """
        found = copy.deepcopy(self.arguments)
        for part in ast.walk(found):
            if isinstance(part, ast.arg) and part.annotation is not None and not _is_plain(part.annotation):
                part.annotation = None
        for default in [*found.defaults, *found.kw_defaults]:
            if default is not None and not _is_plain(default, strings=True):
                raise Refused(
                    "foreign-default",
                    f"the default `{ast.unparse(default)}` of the old function means something in its own module only",
                    "give the row a `signature` with a plain default, such as None",
                    where,
                )
        returns = self.returns if self.returns and _is_plain(ast.parse(self.returns, mode="eval").body) else ""
        return Signature(found, returns)


def _is_plain(node: ast.expr, strings: bool = False) -> bool:
    """Whether it means the same in any module: builtins and constants; in annotations, a string may be any name."""
    return all(
        part.id in BUILTINS
        if isinstance(part, ast.Name)
        else strings or not isinstance(part.value, str)
        if isinstance(part, ast.Constant)
        else not isinstance(part, ast.Lambda | ast.Await | ast.Yield | ast.NamedExpr)
        for part in ast.walk(node)
    )


def _parameters(arguments: ast.arguments) -> Iterator[str]:
    listed = [*arguments.posonlyargs, *arguments.args]
    defaults = [None] * (len(listed) - len(arguments.defaults)) + list(arguments.defaults)
    for count, (item, default) in enumerate(zip(listed, defaults, strict=True), 1):
        yield _parameter(item, default)
        if count == len(arguments.posonlyargs):
            yield "/"
    if arguments.vararg:
        yield f"*{_parameter(arguments.vararg, None)}"
    elif arguments.kwonlyargs:
        yield "*"
    for item, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield _parameter(item, default)
    if arguments.kwarg:
        yield f"**{_parameter(arguments.kwarg, None)}"


def _parameter(item: ast.arg, default: ast.expr | None) -> str:
    hint = f": {ast.unparse(item.annotation)}" if item.annotation else ""
    if default is None:
        return f"{item.arg}{hint}"
    return f"{item.arg}{hint} = {ast.unparse(default)}" if hint else f"{item.arg}={ast.unparse(default)}"


def old_symbol(index: Index, dotted: str) -> Symbol | None:
    """What the tree still has under that old name, re-exports followed; None where it has nothing."""
    home, _, name = dotted.rpartition(".")
    is_module = index.names.is_module(home)  # a name of the package counts before a submodule of that name
    meaning = index.names.member(home, name) if is_module else index.names.meaning(dotted)
    if meaning is None or not meaning.name or not index.names.is_ours(meaning.module):
        return None
    try:
        return find_symbol(index, meaning.dotted)
    except Refused:
        return None


def old_signature(symbol: Symbol) -> Signature:
    """What the function of that name takes. Raises Refused where its source does not tell, and for what is none."""
    if symbol.kind == "class":
        raise Refused(
            "class-wrapped",
            f"`{symbol.dotted}` is a class: a function in its place breaks whoever derives from it or asks `isinstance`",
            "redirect it (`to`)",
            symbol.where,
        )
    if not symbol.functions:
        hint = "give the row a `signature`"
        raise Refused("no-signature", f"`{symbol.dotted}` is bound by no `def`", hint, symbol.where)
    node = implementation(symbol)
    if isinstance(node, ast.AsyncFunctionDef):
        raise Refused(
            "async-function",
            f"`{symbol.dotted}` must be awaited, and a call in its place may not be",
            "redirect it (`to`), or write this one by hand",
            symbol.where,
        )
    if node.decorator_list:
        raise Refused(
            "no-signature",
            f"what decorates `{symbol.dotted}` may change what it takes",
            "give the row a `signature`",
            symbol.where,
        )
    return Signature(node.args, ast.unparse(node.returns) if node.returns else "").plain(symbol.where)
