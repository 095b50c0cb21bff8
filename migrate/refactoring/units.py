"""A module cut into its top-level statements, each with the comments above it, so that they can be moved verbatim."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from migrate.python.bindings import Bindings
from migrate.python.imports import when_branches_run
from migrate.references.names import Module

Kind = Literal["docstring", "future", "import", "typing", "guarded", "exports", "main", "definition", "other"]
HEADER = frozenset({"docstring", "future", "import", "typing", "guarded"})
PREAMBLE = re.compile(rb"#!|#.*?coding[:=]")


@dataclass(frozen=True, eq=False)
class Unit:
    """One or more statements that share lines. `start` counts the comments above, `code` does not; `end` is after the line."""

    kind: Kind
    statements: tuple[ast.stmt, ...]
    start: int
    code: int
    end: int

    @cached_property
    def binds(self) -> frozenset[str]:
        """The names that it binds at module level; a deleted name counts."""
        return frozenset(Bindings(ast.Module(list(self.statements), [])).module.bindings)

    @property
    def line(self) -> int:
        """The line where its code begins."""
        return first_line(self.statements[0])


def first_line(node: ast.stmt) -> int:
    """The first line of a statement, decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(item.lineno for item in decorators)])


def units_of(module: Module) -> list[Unit]:
    """The module's statements in order. They and the tail after the last of them make up the whole file."""
    at, found = module.positions, []
    previous_end = at.starts[0]
    for count, group in enumerate(_groups(module.source.tree.body)):
        code = at.line_start(first_line(group[0]))
        last = group[-1]
        end = at.line_start((last.end_lineno or last.lineno) + 1)
        found.append(Unit(_kind(group, count == 0), tuple(group), previous_end, code, end))
        previous_end = end
    return found


def header_of(units: list[Unit]) -> list[Unit]:
    """The run of imports at the top, with docstring and `from __future__`."""
    count = 0
    while count < len(units) and units[count].kind in HEADER:
        count += 1
    return units[:count]


def file_comments(data: bytes, units: list[Unit]) -> bytes:
    """The comments at the very top of the file, without a shebang and a coding line: a licence, say."""
    if not units:
        return b""
    above = data[units[0].start : units[0].code]
    lines = [line for line in above.splitlines(keepends=True) if not PREAMBLE.match(line)]
    text = b"".join(lines)
    if units[0].kind in HEADER:
        return text
    head, blank, _ = text.partition(b"\n\n")
    return head + b"\n" if blank else b""


def _groups(body: list[ast.stmt]) -> Iterator[list[ast.stmt]]:
    group: list[ast.stmt] = []
    for node in body:
        if group and first_line(node) > (group[-1].end_lineno or 0):
            yield group
            group = []
        group.append(node)
    if group:
        yield group


def _kind(group: list[ast.stmt], first: bool) -> Kind:
    kinds = {_kind_of(node) for node in group}
    if first and isinstance(group[0], ast.Expr) and isinstance(group[0].value, ast.Constant):
        kinds = {"docstring"} if len(group) == 1 and isinstance(group[0].value.value, str) else {"other"}
    return kinds.pop() if len(kinds) == 1 else "other"


def _kind_of(node: ast.stmt) -> Kind:
    match node:
        case ast.ImportFrom(module="__future__"):
            return "future"
        case ast.Import() | ast.ImportFrom():
            return "import"
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return "definition"
        case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"), orelse=[]) if all(
            isinstance(item, ast.Import | ast.ImportFrom) for item in node.body
        ):
            return "typing"
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=[]) if body and all(
            _importing(item) for item in [*body, *orelse, *(inner for handler in handlers for inner in handler.body)]
        ):
            return "guarded" if any(isinstance(item, ast.Import | ast.ImportFrom) for item in body) else "other"
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"), comparators=[ast.Constant(value="__main__")])):
            return "main"
    if any(isinstance(part, ast.Name) and part.id == "__all__" for part in ast.walk(node)):
        return "exports"
    return "other"


def _importing(node: ast.stmt) -> bool:
    """Whether a statement can stand in an import fallback: an import, a constant flag, `pass`."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Pass():
            return True
        case ast.Assign(value=ast.Constant() | ast.Name()):
            return True
    return False


def eager_names(module: Module, unit: Unit, within: dict[str, Unit]) -> set[str]:
    """The module-level names that must be bound before the unit runs.

    A name that is called or otherwise used on the way counts with all that its own body reads: a decorator that is
    defined in `within` runs while the module is imported. A class that is only inherited from counts with what its
    `__init_subclass__` reads, unless a metaclass may do more.
    """
    needed, inherited = set[str](), set[str]()
    bases = {base for node in unit.statements for base in _plain_bases(node, within)}
    waiting = _read_at_once(module, unit, bases)
    heirs = {base.id for base in bases}
    while waiting or heirs:
        if waiting:
            name = waiting.pop()
            if name not in needed:
                needed.add(name)
                for node in within[name].statements if name in within else ():
                    waiting |= module.free(node) - needed
        elif (name := heirs.pop()) not in needed | inherited:
            inherited.add(name)
            for node in within[name].statements:
                heirs |= {base.id for base in _plain_bases(node, within)}
                for item in ast.walk(node):
                    if isinstance(item, ast.FunctionDef) and item.name == "__init_subclass__":
                        waiting |= module.free(item) - needed
    return needed | inherited


def _plain_bases(node: ast.AST, within: dict[str, Unit]) -> Iterator[ast.Name]:
    """The bases of a class that are classes of `within`, where nothing but `__init_subclass__` runs code of theirs."""
    if isinstance(node, ast.ClassDef) and _is_plain(node, within):
        yield from (base for base in node.bases if isinstance(base, ast.Name) and base.id in within)


def _is_plain(node: ast.AST, within: dict[str, Unit], above: tuple[ast.AST, ...] = ()) -> bool:
    """Whether the class, and all that it inherits from, is made by `type` or `ABCMeta`. `above` are its heirs."""
    if not isinstance(node, ast.ClassDef) or node.keywords or node in above:
        return False
    for base in node.bases:
        if isinstance(base, ast.Name) and base.id in within:
            if not all(_is_plain(item, within, (*above, node)) for item in within[base.id].statements):
                return False
        else:
            written = ast.unparse(base).partition("[")[0].rpartition(".")[2]
            if written not in ("Generic", "ABC") and not isinstance(getattr(builtins, written, None), type):
                return False
    return True


def _read_at_once(module: Module, unit: Unit, but: Collection[ast.Name]) -> set[str]:
    """The names that the unit's statements read as they run, without these nodes."""
    inside = {id(part) for node in unit.statements for part in ast.walk(node)} - set(map(id, but))
    hints = (
        {id(part) for node in unit.statements for hint in hints_of(node) for part in ast.walk(hint)}
        if lazy_hints(module)
        else set()
    )
    found = set()
    for use in module.bindings.uses:
        if use.quoted is not None or id(use.name) not in inside or id(use.name) in hints:
            continue
        scope, deferred = use.scope, False
        while scope.parent:
            deferred = deferred or scope.kind == "function"
            scope = scope.parent
        if (
            not deferred
            and isinstance(use.name.ctx, ast.Load)
            and use.scope.lookup(use.name.id) in (None, module.bindings.module)
        ):
            found.add(use.name.id)
    return found


def lazy_hints(module: Module) -> bool:
    """Whether annotations are not evaluated: `from __future__ import annotations`."""
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(alias.name == "annotations" for alias in node.names)
        for node in module.source.tree.body
    )


def hints_of(node: ast.stmt) -> Iterator[ast.expr]:
    """Every annotation in a statement."""
    for part in ast.walk(node):
        match part:
            case ast.arg(annotation=ast.expr() as hint) | ast.AnnAssign(annotation=ast.expr() as hint):
                yield hint
            case ast.FunctionDef(returns=ast.expr() as hint) | ast.AsyncFunctionDef(returns=ast.expr() as hint):
                yield hint


def places(units: list[Unit]) -> dict[str, Unit]:
    """Name → the first unit that binds it."""
    found: dict[str, Unit] = {}
    for unit in units:
        for name in sorted(unit.binds):
            found.setdefault(name, unit)
    return found


def is_typing(unit: Unit) -> bool:
    """Whether only type checkers see what the unit binds."""
    return unit.kind == "typing" or all(
        isinstance(node, ast.If) and when_branches_run(node.test)[0] == "typing" and not node.orelse
        for node in unit.statements
    )


def only_words(unit: Unit) -> bool:
    """Whether the unit is a string that stands for itself: words about the name above it."""
    return all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in unit.statements)
