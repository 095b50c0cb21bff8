"""The names of a file as the compiler's own table of symbols tells them, where that leaves no question; no tree is made."""

from __future__ import annotations

import _symtable as table  # type: ignore[import-not-found]  # `symtable` makes an object of every name: a parse takes less
import re
import warnings
from collections.abc import Mapping
from typing import Any

from migrate.python.outline import Outline

BINDS = table.DEF_LOCAL | table.DEF_PARAM | table.DEF_IMPORT
COMPREHENSION = 2 << 8
"""The mark of a name that only a comprehension binds: from Python 3.12 on, its scope is one with that around it."""
GLOBAL = frozenset({table.GLOBAL_IMPLICIT, table.GLOBAL_EXPLICIT})
OPENING = frozenset({"globals", "exec", "setattr", "__name__", "vars", "locals"})
"""Who uses some of these may make names that no statement shows."""
LAZY = re.compile(rb"^from __future__ import annotations([ \t]*(?:#[^\r\n]*)?\r?)$", re.MULTILINE)
MANGLED = re.compile(r"_+[^\W_]\w*?__\w*(?<!__)")
"""How a private name of a class may look to the compiler."""


def top_names(outline: Outline, known: frozenset[str]) -> set[str] | None:
    """What the file binds at its top, if it uses no name that neither it nor `known` has, and nothing that makes names on
    demand. Else None; and always None for a file that does not parse.
    """
    data = outline.data
    if b"annotations" in data and b"__future__" in data:
        data, count = LAZY.subn(rb"import annotations\1", data)  # else the table leaves out what stands in annotations
        if count != 1:
            return None
    if outline.may_be_deep:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            top: Any = table.symtable(data, "<unknown>", "exec")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
    binds = {n for n, flags in top.symbols.items() if flags & (BINDS | table.DEF_GLOBAL) and not flags & COMPREHENSION}
    settled = {*known, *binds} - OPENING
    loose: set[str] = set()
    shift, mask, declared = table.SCOPE_OFF, table.SCOPE_MASK, table.DEF_GLOBAL
    waiting = [top]
    while waiting:
        scope = waiting.pop()
        waiting += scope.children
        opening: dict[str, int] = {}
        for name, flags in scope.symbols.items():
            if name in settled:
                continue
            if name in OPENING:
                opening[name] = flags
            if name not in known and (flags >> shift) & mask in GLOBAL:
                if flags & declared:
                    binds.add(name)
                    settled.add(name)
                else:
                    loose.add(name)
        if opening and _opens(opening, scope.type):
            return None
    if loose - binds or "__getattr__" in binds:
        return None
    if any(MANGLED.fullmatch(name) and name.encode() not in data for name in binds):
        return None
    binds.discard("__conditional_annotations__")  # the compiler's own, from Python 3.14 on
    return binds


def _opens(symbols: Mapping[str, int], kind: object) -> bool:
    """Whether a scope of that kind that has these of the names may make names on demand."""
    uses = {name for name, flags in symbols.items() if flags & table.USE and not flags & BINDS}
    if "globals" in uses or "exec" in uses or uses >= {"setattr", "__name__"}:
        return True
    return kind != table.TYPE_FUNCTION and not uses.isdisjoint(("vars", "locals"))
