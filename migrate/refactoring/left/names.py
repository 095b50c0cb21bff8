"""What a module keeps of names that are no longer its own: an alias, an import, or an answer with a warning."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Literal

from migrate.model import Location
from migrate.python.edits import Edit, newline_of
from migrate.refactoring.left.modules import (
    DIR,
    TABLE,
    Table,
    entry_text,
    getter_text,
    imports,
    indented,
    serving,
    table_of,
    table_text,
    twin_of,
)
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.bindings import line_of_binding
from migrate.refactoring.units import units_of
from migrate.references.names import Module, Names

MOVED = "_moved"
"""The function that a `__getattr__` of the module's own asks for moved names."""


def is_left(module: Module, old: str, new: str) -> bool:
    """Whether the module already hands out the old name for its own new one, in one of the two ways."""
    table = table_of(module.source.tree)
    if table and old in table.entries:
        return table.entries[old].new == f"{module.name}.{new}"
    return any(
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Name)
        and node.value.id == new
        and any(isinstance(target, ast.Name) and target.id == old for target in node.targets)
        for node in module.source.tree.body
    )


def alias(module: Module, old: str, new: str) -> Edit:
    """`Old = New` after the statement that binds it last. Refuses a name that is bound anew at run time."""
    nodes = module.namespace[old]
    top = module.bindings.module
    for scope in module.bindings.scope_of.values():
        if scope is not top and old in scope.globals and any(
            use.name.id == old and use.scope is scope and not isinstance(use.name.ctx, ast.Load)
            for use in module.bindings.uses
        ):  # fmt: skip
            where = Location(module.path, line_of_binding(module, nodes[0]))
            raise Refused(
                "rebound", f"{where}: functions bind `{old}` anew, which an alias would not see",
                'say `leave = "compat"` or `leave = "nothing"`', where,
            )  # fmt: skip
    last = max(line_of_binding(module, node) for node in nodes)
    unit = next(unit for unit in units_of(module) if (unit.statements[-1].end_lineno or 0) >= last)
    data, at = module.source.data, module.positions
    line = newline_of(data)
    blank = line * 2 if unit.kind == "definition" else b""
    ending = b"" if data[: unit.end].endswith((b"\n", b"\r")) else line
    tail = line if ending == b"" else b""
    return Edit(unit.end, unit.end, ending + blank + at.encode(f"{old} = {new}") + tail)


def warning(names: Names, module: Module, renamed: Mapping[str, str], remove_in: str | None) -> list[Edit]:
    """What hands out each new name of the module for its old one and warns."""
    return handing_out(names, module, {old: (module.name, new) for old, new in renamed.items()}, remove_in)


def handing_out(
    names: Names,
    module: Module,
    moved: Mapping[str, tuple[str, str]],
    remove_in: str | None = None,
    how: Literal["compat", "reexport"] = "compat",
) -> list[Edit]:
    """The edits that let a module which stays hand out names that are elsewhere now: `{old: (new module, new name)}`.

    `compat` warns, by one `__getattr__` and one table for all names, at the end of the module; a `__getattr__` of its own
    asks that first. A name that a submodule has too is imported there in silence, since the submodule would hide it; so is
    every name with `reexport`. What the module says in `__all__` stays as it is: an old name that is listed there must
    stay listed. Refuses a module with a `__getattr__` that cannot be added to, or with a `_MOVED` of its own.
    """
    eager = {
        old: f"{home}.{new}"
        for old, (home, new) in moved.items()
        if how == "reexport" or names.is_module(f"{module.name}.{old}")
    }
    lazy = {old: f"{home}.{new}" for old, (home, new) in moved.items() if old not in eager}
    found: list[Edit] = []
    texts: list[str] = []
    if lazy:
        table = table_of(module.source.tree)
        if table:
            found += _added(module, table, lazy, remove_in)
        else:
            found += _asked_by_its_own(module)
            texts.append(_block(module, lazy, remove_in, bool(found)))
    texts += [_line(module, old, new) for old, new in sorted(eager.items())]
    if texts:
        found.append(_appended(module, texts))
    return found


def _appended(module: Module, texts: list[str]) -> Edit:
    data, at = module.source.data, module.positions
    line = newline_of(data).decode()
    ending = "" if data.endswith((b"\n", b"\r")) or not data else line
    text = "\n\n" + "\n\n".join(texts)
    return Edit(len(data), len(data), at.encode(ending + text.replace("\n", line)))


def _line(module: Module, old: str, new: str) -> str:
    home, _, name = new.rpartition(".")
    if home == module.name:
        return f"{old} = {name}\n"
    if name == old:
        return f"from {home} import {name} as {name}  # noqa: E402\n"
    return f"from {home} import {name} as _{old}  # noqa: E402\n\n{old} = _{old}\n"


def _twin(module: Module, moved: Mapping[str, str]) -> str:
    """What type checkers see of the names. One that got another name is assigned: they take no `New as Old` for a re-export."""
    same, assigned, ways = {}, [], {}
    for old, new in sorted(moved.items()):
        home, _, name = new.rpartition(".")
        if home == module.name:
            assigned.append(f"{old} = {name}\n")
        elif name == old:
            same[old] = new
        else:
            ways[f"_{old}"] = new
            assigned.append(f"{old} = _{old}\n")
    imported = {**same, **ways}
    return indented((imports(imported, ()) if imported else "") + "".join(assigned))


def _block(module: Module, moved: Mapping[str, str], remove_in: str | None, asked: bool) -> str:
    """Table, function and twin at the end of a module; `asked` by a `__getattr__` of its own."""
    known = "TYPE_CHECKING" in module.namespace
    flag = "" if known else "TYPE_CHECKING = False  # type checkers take it for true\n"
    getter = getter_text(module.package, MOVED if asked else "__getattr__")
    text = table_text(moved, remove_in) + f"\n{flag}if TYPE_CHECKING:\n{_twin(module, moved)}"
    text += f"\n\n{getter}" if asked else f"else:\n\n{indented(getter)}"
    return text if "__dir__" in module.namespace else f"{text}\n\n{DIR}"


def _added(module: Module, table: Table, moved: Mapping[str, str], remove_in: str | None) -> Iterator[Edit]:
    """The names in a table that is there, and in the twin beside it. What has a version there keeps it."""
    at = module.positions
    line = newline_of(at.data).decode()
    new = {old: place for old, place in moved.items() if old not in table.entries}
    for old in sorted(moved.keys() - new.keys()):
        entry = table.entries[old]
        value = entry_text(old, moved[old], entry.version or remove_in).partition(": ")[2].rstrip(",\n")
        yield Edit(at.start(entry.value), at.end(entry.value), at.encode(value))
    if new:
        start = at.start(table.node) + 1
        text = "".join(entry_text(old, place, remove_in) for old, place in sorted(new.items())).rstrip("\n")
        yield Edit(start, start, at.encode(f"\n{text}".replace("\n", line)))
    twin = twin_of(module.source.tree)
    if twin is not None:
        start, end, text = at.line_start(twin.body[0].lineno), 0, _twin(module, new)
        if len(new) < len(moved):
            end = at.line_start((twin.body[-1].end_lineno or 0) + 1)
            text = _twin(module, {old: entry.new for old, entry in table.entries.items()} | dict(moved))
        yield Edit(start, end or start, at.encode(text.replace("\n", line)))


def _asked_by_its_own(module: Module) -> list[Edit]:
    """The lines by which a `__getattr__` of the module's own asks for moved names first; none where it has none."""
    taken = next((name for name in (TABLE, MOVED) if name in module.namespace), None)
    if taken:
        where = Location(module.path, line_of_binding(module, module.namespace[taken][0]))
        raise Refused("name-taken", f"{where}: the module has a `{taken}` of its own", _HINT, where)
    nodes = module.namespace.get("__getattr__")
    if not nodes:
        return []
    at = module.positions
    match nodes:
        case [ast.FunctionDef(args=ast.arguments(args=[ast.arg(arg=name)]), body=body) as node]:
            first = body[1] if ast.get_docstring(node) is not None and len(body) > 1 else body[0]
            start = at.line_start(first.lineno)
            indent = at.decode(at.data[start : at.start(first)])
            if not indent.strip() and first.lineno > node.lineno:
                line, step = newline_of(at.data).decode(), "\t" if "\t" in indent else "    "
                text = f"{indent}if {name} in {TABLE}:{line}{indent}{step}return {MOVED}({name}){line}"
                return [Edit(start, start, at.encode(text))]
    where = Location(module.path, line_of_binding(module, nodes[0]))
    raise Refused("name-taken", f"{where}: the module has a `__getattr__` of its own", _HINT, where)


_HINT = 'say `leave = "alias"`, `"reexport"` or `"nothing"`'


def still_exported(module: Module, old: str) -> Iterator[Edit]:
    """The old name beside the new one in `__all__`."""
    data, at = module.source.data, module.positions
    parents = {id(node): parent for node, parent in module.bindings.strings}
    for node in module.exports.nodes:
        if node.value == old:
            quote = data[at.string_start(node) - 1 : at.string_start(node)]
            start, end = at.start(node), at.end(node)
            text, parent = quote + at.encode(old) + quote, parents.get(id(node))
            if isinstance(parent, ast.Call):  # `__all__.append("old")`, which takes but one
                stop = at.end(parent)
                again = data[at.start(parent) : start] + text + data[end:stop]
                yield Edit(stop, stop, newline_of(data) + data[at.line_start(parent.lineno) : at.start(parent)] + again)
            else:
                yield Edit(end, end, b", " + text)


def exported(module: Module, name: str) -> Iterator[Edit]:
    """The name at the end of a literal `__all__`, where it is not in it yet."""
    display = module.exports.display
    if display is None or name in module.exports.names:
        return
    at, data = module.positions, module.positions.data
    quote = at.encode('"')
    if display.elts:
        last = display.elts[-1]
        end = at.end(last)
        own_line = data[at.line_start(last.lineno) : at.start(last)]
        between = newline_of(data) + own_line if not own_line.strip() else b" "
        yield Edit(end, end, b"," + between + quote + at.encode(name) + quote)
    else:
        start = at.start(display) + 1
        yield Edit(start, start, quote + at.encode(name) + quote + (b"," if isinstance(display, ast.Tuple) else b""))


def without(module: Module, table: Table, gone: Collection[str]) -> Iterator[Edit]:
    """The edits that take these names from a table, its twin and `__all__`; with the last of them everything that served it."""
    at, data = module.positions, module.positions.data
    body = module.source.tree.body
    rest = table.entries.keys() - set(gone)
    for listed in module.exports.nodes:
        if listed.value in gone:
            yield without_item(module, listed)
    if rest:
        for name in gone:
            entry = table.entries[name]
            start, end = at.line_start(entry.key.lineno), at.line_start((entry.value.end_lineno or 0) + 1)
            yield Edit(start, end, b"")
        twin = twin_of(module.source.tree)
        kept = {name: table.entries[name].new for name in sorted(rest)}
        if twin is not None:
            start, end = at.line_start(twin.body[0].lineno), at.line_start((twin.body[-1].end_lineno or 0) + 1)
            text = _twin(module, kept).replace("\n", newline_of(data).decode())
            yield Edit(start, end, at.encode(text))
        return
    gone_with_it = serving(module.source.tree)
    for unit in units_of(module):
        if any(node in gone_with_it for node in unit.statements):
            yield Edit(unit.start, unit.end, b"")
    for node in body:
        if isinstance(node, ast.FunctionDef) and node.name == "__getattr__":
            for inner in node.body:
                if isinstance(inner, ast.If) and _is_asked(inner):
                    yield Edit(at.line_start(inner.lineno), at.line_start((inner.end_lineno or 0) + 1), b"")


def without_item(module: Module, node: ast.Constant) -> Edit:
    """The edit that takes a string out of a list or tuple, with its comma and, where it has one, its line."""
    at, data = module.positions, module.positions.data
    start, end = at.start(node), at.end(node)
    comma = re.compile(rb"[ \t]*,[ \t]*").match(data, end)
    end = comma.end() if comma else end
    line = at.line_start(node.lineno)
    following = re.compile(rb"[ \t]*(\r\n|\r|\n)").match(data, end)
    if not data[line:start].strip() and following:
        return Edit(line, following.end(), b"")
    if comma and data[end : end + 1] in (b")", b"]", b"\r", b"\n"):
        start = line + len(data[line:start].rstrip())  # the one before has its own comma
    if comma is None and (before := re.compile(rb",\s*\Z").search(data, 0, start)):
        start = before.start()
    return Edit(start, end, b"")


def _is_asked(node: ast.If) -> bool:
    return isinstance(node.test, ast.Compare) and any(
        isinstance(item, ast.Name) and item.id == TABLE for item in node.test.comparators
    )
