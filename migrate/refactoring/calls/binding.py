"""How the arguments of a call meet the parameters of a function."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Bound:
    """How the arguments of one call meet the parameters of a function."""

    given: Mapping[str, ast.expr]
    """Parameter → the expression that it gets. A `*args` parameter is not among them."""
    positional: tuple[str, ...] = ()
    """Those of `given` that are filled by position."""
    extra: tuple[ast.expr, ...] = ()
    """Positional arguments that the function's own `*args` takes."""
    keywords: tuple[str, ...] = ()
    """Keywords that the function's own `**kwargs` takes."""
    stars: bool = False
    """Whether a `*args` at the call may fill any positional parameter that is not in `given`."""
    maps: bool = False
    """Whether a `**kwargs` at the call may fill any parameter that is not in `given`."""
    misfit: str = ""
    """Why such a call would raise a TypeError, if it would."""


def bind(parameters: ast.arguments, positional: Sequence[ast.expr], node: ast.Call | None, implicit: int = 0) -> Bound:
    """How these positional arguments and the keywords of that call meet the parameters; the first `implicit` are filled."""
    order = [item.arg for item in (*parameters.posonlyargs, *parameters.args)][implicit:]
    by_name = {item.arg for item in (*parameters.args, *parameters.kwonlyargs)} - {
        item.arg for item in (*parameters.posonlyargs, *parameters.args)[:implicit]
    }
    given: dict[str, ast.expr] = {}
    extra: list[ast.expr] = []
    keywords: list[str] = []
    stars = maps = False
    misfit = ""
    for argument in positional:
        if isinstance(argument, ast.Starred):
            stars = True
        elif stars:
            continue
        elif len(given) < len(order):
            given[order[len(given)]] = argument
        elif parameters.vararg:
            extra.append(argument)
        else:
            misfit = misfit or "too many positional arguments"
    filled = tuple(given)
    for keyword in node.keywords if node else ():
        if keyword.arg is None:
            maps = True
        elif keyword.arg in by_name and keyword.arg not in given:
            given[keyword.arg] = keyword.value
        elif keyword.arg in by_name:
            misfit = misfit or f"`{keyword.arg}` is given twice"
        elif parameters.kwarg:
            keywords.append(keyword.arg)
        else:
            misfit = misfit or f"there is no parameter `{keyword.arg}`"
    return Bound(given, filled, tuple(extra), tuple(keywords), stars, maps, misfit)
