"""What a function takes, as a caller sees it, and whether another one takes all of it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

SEEN_THROUGH = frozenset({
    "lru_cache", "cache", "wraps", "abstractmethod", "override", "final", "overload", "deprecated", "contextmanager",
    "asynccontextmanager", "no_type_check", "singledispatch",
})  # fmt: skip
"""Decorators that leave what the function takes as it is."""


def parameters(arguments: ast.arguments, skip_first: bool = False) -> list[str]:
    """`a`, `b=`, `/`, `*`, `*args`, `c=`, `**rest`: the parameters in order, an equals sign for a default."""
    positional = [*arguments.posonlyargs, *arguments.args]
    required = len(positional) - len(arguments.defaults)
    out = []
    for at, argument in enumerate(positional):
        out.append(argument.arg + ("=" if at >= required else ""))
        if at + 1 == len(arguments.posonlyargs):
            out.append("/")
    if skip_first and positional:
        del out[0]
        if out[:1] == ["/"]:
            del out[0]
    if arguments.vararg:
        out.append(f"*{arguments.vararg.arg}")
    elif arguments.kwonlyargs:
        out.append("*")
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        out.append(argument.arg + ("=" if default is not None else ""))
    if arguments.kwarg:
        out.append(f"**{arguments.kwarg.arg}")
    return out


def taken_text(node: ast.FunctionDef | ast.AsyncFunctionDef, method: bool = False) -> str:
    """`@unknown static async def (a, b=)`: what a caller must know. A method's first parameter is not the caller's."""
    marks: list[str] = []
    kind = ""
    for decorator in node.decorator_list:
        text = ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator)
        last = text.rpartition(".")[2]
        if last in ("staticmethod", "classmethod"):
            kind = last.removesuffix("method")
        elif last in ("property", "cached_property", "setter", "deleter", "getter", "abstractproperty"):
            kind = "property"
        elif last not in SEEN_THROUGH:
            marks.append(f"@{text}")
    words = [
        *marks,
        *([kind] if kind else []),
        *(["async"] if isinstance(node, ast.AsyncFunctionDef) else []),
        "def",
        f"({', '.join(parameters(node.args, skip_first=method and kind != 'static'))})",
    ]
    return " ".join(words)


def bases_text(bases: Iterable[str]) -> str:
    """`class (Base, Exception)`: a class's bases in their order, each by the last part of its name."""
    return f"class ({', '.join(base.rpartition('.')[2] for base in bases)})"


@dataclass(frozen=True)
class _Takes:
    """Parameters by how they can be given."""

    only_positional: list[str]
    positional: list[str]
    keyword: list[str]
    required: set[str]
    rest: bool
    others: bool

    @classmethod
    def of(cls, parameters: tuple[str, ...] | list[str]) -> Self:
        positional: list[str] = []
        only_positional: list[str] = []
        keyword: list[str] = []
        required: set[str] = set()
        rest = others = star = False
        for parameter in parameters:
            name = parameter.removesuffix("=")
            if parameter == "/":
                only_positional, positional = positional, []
            elif parameter.startswith("**"):
                others = True
            elif parameter.startswith("*"):
                star, rest = True, len(parameter) > 1
            else:
                (keyword if star else positional).append(name)
                if name == parameter:
                    required.add(name)
        return cls(only_positional, positional, keyword, required, rest, others)


def accepts(old: tuple[str, ...] | list[str], new: tuple[str, ...] | list[str]) -> Iterator[str]:
    """Why some call that fits the old parameters does not fit the new ones."""
    was, now = _Takes.of(old), _Takes.of(new)
    before = [*was.only_positional, *was.positional]
    after = [*now.only_positional, *now.positional]
    by_keyword = {*now.positional, *now.keyword}
    for at, name in enumerate(before):
        if at >= len(after):
            if not now.rest:
                yield (
                    f"{name} can no longer be given by position"
                    if name in by_keyword or now.others
                    else f"takes no {name} any more"
                )
                continue
        elif after[at] != name and at >= len(was.only_positional):
            yield f"{name} was parameter {at + 1}, where {after[at]} is now"
            continue
        if at >= len(was.only_positional) and name not in by_keyword and not now.others:
            yield f"{name} can no longer be given by name"
    for name in was.keyword:
        if name not in by_keyword and not now.others:
            yield f"takes no {name} any more"
    if was.rest and not now.rest:
        yield "takes no further positional arguments any more"
    if was.others and not now.others:
        yield "takes no further keyword arguments any more"
    places = {name: after[at] for at, name in enumerate(before) if at < len(after)}
    given = {places.get(name, name) for name in was.required} | was.required
    for name in [*after, *now.keyword]:
        if name in now.required and name not in given:
            yield f"{name} must be given now"


def takes_anything(kind: type[BaseException]) -> bool:
    """Whether that built-in exception takes whatever it is given, by position."""
    try:
        kind(), kind("a", "b", "c", "d", "e", "f")
    except TypeError:
        return False
    return True
