"""What a module keeps of a name that got another one: an alias, or an answer with a warning."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from migrate.model import Location
from migrate.python.edits import Edit, newline_of
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming import line_of_binding
from migrate.refactoring.units import units_of
from migrate.references.names import Module

TABLE = "_RENAMED"


def is_left(module: Module, old: str, new: str) -> bool:
    """Whether the module already hands out the old name for the new one, in one of the two ways."""
    for node in module.source.tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=value)) if (name, value) == (old, new):
                return True
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(keys=keys, values=values)) if name == TABLE:
                pairs = zip(keys, values, strict=True)
                return any(
                    isinstance(key, ast.Constant) and isinstance(value, ast.Constant)
                    and (key.value, value.value) == (old, new)
                    for key, value in pairs
                )  # fmt: skip
    return False


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


def warning(module: Module, names: Mapping[str, str], remove_in: str | None) -> Edit:
    """A module-level `__getattr__` that hands out each new name for its old one and warns; one table serves all names."""
    data, at = module.source.data, module.positions
    line = newline_of(data).decode()
    for node in module.source.tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict() as table) if name == TABLE:
                start = at.start(table) + 1
                return Edit(
                    start, start, at.encode("".join(f'{line}    "{old}": "{new}",' for old, new in names.items()))
                )
    if "__getattr__" in module.namespace:
        where = Location(module.path, line_of_binding(module, module.namespace["__getattr__"][0]))
        raise Refused(
            "name-taken", f"{where}: the module has a `__getattr__` of its own", 'say `leave = "alias"`', where
        )  # fmt: skip
    gone = f"in {remove_in}" if remove_in else "in a future version"
    entries = "".join(f'    "{old}": "{new}",\n' for old, new in names.items())
    modules = "sys\n    import warnings" if module.package else "warnings"
    text = f"""

{TABLE} = {{
{entries}}}


def __getattr__(name: str) -> object:
    if name not in {TABLE}:
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
    import {modules}

    value = globals()[{TABLE}[name]]
"""
    warn = f"""    warnings.warn(
        f"{{__name__}}.{{name}} is deprecated and goes {gone}: use {{__name__}}.{{{TABLE}[name]}}",
        DeprecationWarning,
        stacklevel=2,
    )
"""
    if module.package:  # `from package import name` asks twice
        text += '    if sys._getframe(1).f_globals.get("__name__") != "importlib._bootstrap":  # it only asks whether it is there\n'
        warn = "".join(f"    {item}\n" for item in warn.splitlines())
    text += warn + "    return value\n"
    ending = "" if data.endswith((b"\n", b"\r")) or not data else line
    return Edit(len(data), len(data), at.encode(ending + text.replace("\n", line)))


def still_exported(module: Module, old: str) -> Iterator[Edit]:
    """The old name beside the new one in `__all__`."""
    data, at = module.source.data, module.positions
    for node in module.exports.nodes:
        if node.value == old:
            quote = data[at.string_start(node) - 1 : at.string_start(node)]
            end = at.end(node)
            yield Edit(end, end, b", " + quote + at.encode(old) + quote)
