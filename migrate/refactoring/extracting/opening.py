"""The beginning that the `__init__` of several classes have in common, as an `__init__` of their base."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from migrate.python.antiunification import Member, antiunified
from migrate.python.edits import Edit
from migrate.python.holes import facts_of, read_in_functions
from migrate.refactoring.extracting.comparing import Comparison, first_parameter
from migrate.refactoring.extracting.layout import Part
from migrate.refactoring.methods.classes import identifiers, is_mangled
from migrate.refactoring.methods.text import within
from migrate.refactoring.symbols import Function

NAME = "__init__"


@dataclass(frozen=True, eq=False)
class Opening:
    """What goes to the base, and what each class calls instead."""

    text: str
    """The base's `__init__`, indented as in the first class."""
    edits: tuple[Edit, ...]
    """One for each class."""
    statements: int
    saves: int


def opening_of(comparison: Comparison) -> Opening | None:
    """The first statements that all of them begin with, if that saves lines and nothing else can tell the difference."""
    rows = [layout.members.get(NAME, []) for layout in comparison.layouts]
    item = comparison.members.get(NAME)
    if item is None or item.is_shared or any(len(row) != 1 for row in rows):
        return None
    if comparison.elsewhere("taken", NAME):
        return None
    parts = [row[0] for row in rows]
    functions = [part.node for part in parts]
    if any(not isinstance(node, ast.FunctionDef) or node.decorator_list for node in functions):
        return None
    if any(cls.node.decorator_list for cls in comparison.classes):
        return None
    found = [node for node in functions if isinstance(node, ast.FunctionDef)]
    owners = {first_parameter(node) for node in found}
    count = _alike(comparison, found)
    if len(owners) > 1 or count < 2:
        return None
    return _made(comparison, parts, found, owners.pop(), count)


def _alike(comparison: Comparison, functions: list[ast.FunctionDef]) -> int:
    """How many statements at the top say the same in all of them."""
    bodies = [_body(node) for node in functions]
    count = 0
    for row in zip(*bodies, strict=False):
        members = [
            Member(cls.module.positions, (node,), frozenset())
            for cls, node in zip(comparison.classes, row, strict=True)
        ]
        skeleton = antiunified(members, "exact" if comparison.family.wish.level == "exact" else "plain")
        free = set().union(*(cls.module.free(node) for cls, node in zip(comparison.classes, row, strict=True)))
        hinted = {
            name
            for cls, node in zip(comparison.classes, row, strict=True)
            for inner in ast.walk(node)
            if isinstance(inner, ast.AnnAssign)
            for name in cls.module.free(inner.annotation)
        }
        if skeleton is None or skeleton.holes or (comparison.family.wish.level == "exact" and skeleton.soft):
            break
        if not all(comparison.is_common(name) for name in free - hinted):
            break
        if any(is_mangled(name) for node in row for part in ast.walk(node) for name in identifiers(part)):
            break
        count += 1
    return count


def _body(node: Function) -> list[ast.stmt]:
    match node.body[0]:
        case ast.Expr(value=ast.Constant(value=str())):
            return node.body[1:]
    return node.body


def _made(
    comparison: Comparison, parts: list[Part], functions: list[ast.FunctionDef], owner: str, count: int
) -> Opening | None:
    bodies = [_body(node) for node in functions]
    parameters = [_parameters(node) for node in functions]
    local = frozenset().union(*(row.keys() for row in parameters))
    needed: list[str] = []
    for which, (body, row) in enumerate(zip(bodies, parameters, strict=True)):
        facts = facts_of(body[:count], local)
        after = facts_of(body[count:], local) if body[count:] else None
        if facts.doing - {"super"} or (after and ("super" in after.doing or facts.binds & after.reads)):
            return None
        if owner in facts.binds or any(name in facts.binds for name in row):
            return None
        bound = comparison.classes[which].module.bindings.scope_of[functions[which]].bindings.keys()
        if facts.outer & bound:  # `*args`, or what is bound further on
            return None
        if after and after.binds & read_in_functions(body[:count]):
            return None
        reads = [name for name in row if name in facts.reads and name != owner]
        if which and set(reads) != set(needed):
            return None
        needed = needed or reads
    if _asks_super_elsewhere(comparison, parts):
        return None
    module, first = comparison.classes[0].module, functions[0]
    at, data = module.positions, module.source.data
    shown = []
    for name in needed:
        argument = parameters[0][name]
        known = argument.annotation is not None and all(map(comparison.is_common, module.free(argument.annotation)))
        hints = {ast.dump(row[name].annotation) for row in parameters if row[name].annotation is not None}  # type: ignore[arg-type]
        shown.append(at.decode(data[at.start(argument) : at.end(argument)]) if known and len(hints) == 1 else name)
    layout = comparison.layouts[0]
    newline, indent, step = layout.newline.decode(), at.decode(layout.indent), layout.step
    returns = " -> None" if first.returns is not None else ""
    head = f"{indent}def __init__({', '.join([owner, *shown])}){returns}:{newline}"
    start, end = _span(comparison, 0, bodies[0], count)
    lost = [edit for node in bodies[0][:count] for edit in comparison.lost_inside(node)]
    lines = within(data, lost, start, end)
    if at.decode(data[at.line_start(bodies[0][0].lineno) : at.start(bodies[0][0])]) != indent + step:
        return None
    edits, before = [], 0
    for which, body in enumerate(bodies):
        own = comparison.classes[which].module.positions
        own_layout = comparison.layouts[which]
        span = _span(comparison, which, body, count)
        deeper = own.decode(own.data[own.line_start(body[0].lineno) : own.start(body[0])])
        if deeper.strip() or span[0] < own.line_start(functions[which].lineno + 1):
            return None
        before += own.line_of(span[1] - 1) - own.line_of(span[0]) + 1
        call = f"{deeper}super().__init__({', '.join(needed)}){own_layout.newline.decode()}"
        edits.append(Edit(*span, own.encode(call)))
    moved = at.line_of(end - 1) - at.line_of(start) + 1
    saves = before - moved - 2 - len(bodies)
    return Opening(head + at.decode(lines), tuple(edits), count, saves) if saves > 0 else None


def _span(comparison: Comparison, which: int, body: list[ast.stmt], count: int) -> tuple[int, int]:
    at = comparison.classes[which].module.positions
    last = body[count - 1]
    return at.line_start(body[0].lineno), at.line_start((last.end_lineno or last.lineno) + 1)


def _parameters(node: ast.FunctionDef) -> dict[str, ast.arg]:
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return {item.arg: item for item in every}


def _asks_super_elsewhere(comparison: Comparison, parts: list[Part]) -> bool:
    """Whether something in a class but its `__init__` asks `super()` for one."""
    for layout, own in zip(comparison.layouts, parts, strict=True):
        for part in layout.parts:
            for inner in ast.walk(part.node) if part is not own else ():
                match inner:
                    case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__"):
                        return True
    return False
