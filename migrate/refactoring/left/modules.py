"""What stands at an old place after a move: modules that still answer for old names, and how such a module is read again."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

TABLE = "_MOVED"
"""What a table of moved names is called: old name → (new dotted name, the version in which the old one goes)."""
TABLE_MARK = f"{TABLE} = {{".encode()
"""Stands in every file with such a table."""

How = Literal["lazy", "eager", "alias", "silent"]
"""A module-level `__getattr__` that warns · imports, and one warning at the first import · the new module itself under
the old name, and that warning · imports without a word."""

HEADING = re.compile(r"Moved to (`[\w.]+`(?:, `[\w.]+`)*)")
VERSION = re.compile(r"goes in (\S+)\.\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """Where an old name leads to, and the version in which it goes (empty where none was said)."""

    new: str
    version: str
    key: ast.Constant
    value: ast.Tuple


@dataclass(frozen=True)
class Table:
    """The table of moved names that one of our shims holds."""

    node: ast.Dict
    entries: Mapping[str, Entry]

    @cached_property
    def strings(self) -> frozenset[int]:
        """The ids of its keys: strings that name what is old, and follow nothing."""
        return frozenset(id(entry.key) for entry in self.entries.values())


def table_of(tree: ast.Module) -> Table | None:
    """The table in a module that hands out moved names by our `__getattr__`; None for one without, or of another shape."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict() as table) if name == TABLE:
                entries = {}
                for key, value in zip(table.keys, table.values, strict=True):
                    match key, value:
                        case (
                            ast.Constant(value=str(old)),
                            ast.Tuple(elts=[ast.Constant(value=str(new)), ast.Constant(value=str(version))]),
                        ):
                            assert isinstance(key, ast.Constant)
                            assert isinstance(value, ast.Tuple)
                            entries[old] = Entry(new, version, key, value)
                        case _:
                            return None
                return Table(table, entries)
    return None


def serving(tree: ast.Module) -> list[ast.stmt]:
    """The statements that are there for a table of moved names alone: the table, and what we put behind it."""
    found: list[ast.stmt] = []
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]) if name == TABLE:
                found.append(node)
            case _ if not found:
                continue  # what stands before the table is the module's own
            case ast.Assign(targets=[ast.Name(id="TYPE_CHECKING")], value=ast.Constant(value=False)):
                found.append(node)
            case ast.FunctionDef(name="_moved" | "__dir__") if TABLE in ast.unparse(node):
                found.append(node)
            case ast.If(test=ast.Name(id="TYPE_CHECKING")) if not any(isinstance(item, ast.If) for item in found):
                found.append(node)
    return found


def twin_of(tree: ast.Module) -> ast.If | None:
    """What type checkers see of the table. Other branches for them are the module's own."""
    return next((node for node in serving(tree) if isinstance(node, ast.If)), None)


def served(tree: ast.Module) -> frozenset[int]:
    """The ids of all nodes that are there for a table of moved names alone: they say nothing about the rest of the module."""
    return frozenset(id(part) for node in serving(tree) for part in ast.walk(node))


def moved_module(
    names: Mapping[str, str],
    public: Sequence[str],
    remove_in: str | None,
    how: How = "lazy",
    package: bool = False,
    submodules: Sequence[str] = (),
    whole: str = "",
    hidden: Mapping[str, str] | None = None,
    on_demand: bool = False,
) -> str:
    """A module that hands out each old name as the very object that stands at its new dotted name.

    `public` becomes its `__all__`. `submodules` are modules left below it, which it imports as the package did. `whole` is
    the module that all of it became, which is what `alias` gives and what is imported where there are no names. `hidden`
    are those of the names that a submodule has too: they are imported, and last, since loading that binds it over them.
    With `on_demand` any other name is asked of `whole` too, which makes some when they are asked for.
    """
    hidden = hidden or {}
    seen = {name: new for name, new in names.items() if name not in hidden}
    targets = sorted({new.rpartition(".")[0] for new in names.values()} or {whole})
    shown = ", ".join(f"`{target}`" for target in targets)
    gone = f"in {remove_in}" if remove_in else "in a future version"
    listed = "".join(f'    "{name}",\n' for name in public)
    exports = f"__all__ = [\n{listed}]\n" if public else "__all__: list[str] = []\n"
    below = "".join(f"from . import {name} as {f'_{name}' if name in hidden else name}\n" for name in submodules)
    below = f"{below}\n" if below else ""
    last = imports(hidden, sorted(hidden)) if hidden else ""
    head = heading(shown, remove_in, how, bool(seen) or on_demand) + "\n"
    if how == "silent":
        return f"{head}{below}{imports(seen, public, whole)}{last}\n{exports}"
    if how == "lazy" and (seen or on_demand):
        twin = indented(imports(seen, public, whole))
        getter = indented(getter_text(package, others=(whole, remove_in or "") if on_demand else None))
        last = f"{last}\n" if last else ""
        return (
            f"{head}from typing import TYPE_CHECKING\n\n{below}{last}{table_text(seen, remove_in)}\n{exports}\n"
            f"if TYPE_CHECKING:\n{twin}else:\n\n{getter}\n\n{DIR}"
        )
    if how == "alias":
        twin = indented(imports(names, public, whole))
        return (
            f"{head}import sys\nimport warnings\nfrom typing import TYPE_CHECKING\n\nimport {whole} as _new\n\n"
            f"if TYPE_CHECKING:\n{twin}\n{exports}\n{warning_text(shown, gone)}sys.modules[__name__] = _new\n"
        )
    return (
        f"{head}import warnings\n\n{below}{imports(seen, public, whole)}{last}\n{exports}\n{warning_text(shown, gone)}"
    )


def heading(shown: str, remove_in: str | None, how: How, tabled: bool = False) -> str:
    """The docstring of a module that is left: all of one that did nothing when it was imported. A table tells its versions."""
    goes = f" The old names still work; this module goes in {remove_in or 'a future version'}."
    if how == "lazy" and tabled:
        goes = " The old names still work, and warn."
    return f'"""Moved to {shown}.{"" if how == "silent" else goes}"""\n'


def compat_module(
    new: str, names: Mapping[str, str], public: Sequence[str], remove_in: str | None, how: How = "lazy"
) -> str:
    """A module whose names are all in `new` now, some of them under another name, handed out with a DeprecationWarning.

    Nothing is imported until a name is asked for: that makes no import cycle, and costs a package that imports it nothing.
    """
    return moved_module({old: f"{new}.{name}" for old, name in names.items()}, public, remove_in, how, whole=new)


def reexport_module(new: str, names: Mapping[str, str], public: Sequence[str], private: Sequence[str]) -> str:
    """A module that imports each name from its new place, in silence."""
    kept = {name: names[name] for name in [*public, *private]}
    return compat_module(new, kept, public, None, "silent")


def table_text(names: Mapping[str, str], remove_in: str | None) -> str:
    """The table of moved names as a statement."""
    return f"{TABLE} = {{\n" + "".join(entry_text(name, names[name], remove_in) for name in sorted(names)) + "}\n"


def entry_text(old: str, new: str, remove_in: str | None) -> str:
    """One line of the table."""
    return f'    "{old}": ("{new}", "{remove_in or ""}"),\n'


def imports(names: Mapping[str, str], public: Iterable[str], whole: str = "") -> str:
    """Statements that import every name from its new place: type checkers take them for names of this module."""
    order = [name for name in public if name in names]
    order += sorted(names.keys() - set(public))
    targets: dict[str, list[str]] = {}
    for name in order:
        module, _, attribute = names[name].rpartition(".")
        targets.setdefault(module, []).append(f"    {attribute} as {name},\n")
    if not targets:
        return f"import {whole} as _new  # for what importing it does\n"
    return "".join(f"from {target} import (\n{''.join(targets[target])})\n" for target in sorted(targets))


def getter_text(package: bool, name: str = "__getattr__", others: tuple[str, str] | None = None) -> str:
    """The function that hands out a moved name; called from a `__getattr__` of the module's own if it has another name.

    `others` is the module that is asked for names which are not in the table, with the version in which they go.
    """
    depth = 2 if name == "__getattr__" else 3
    modules = "    import importlib\n" + ("    import sys\n" if package else "") + "    import warnings\n"
    warn = f"""    warnings.warn(
        f"{{__name__}}.{{name}} is deprecated and goes in {{version or 'a future version'}}: use {{new}}",
        DeprecationWarning,
        stacklevel={depth},
    )
"""
    if package:  # `from package import name` asks twice
        asks = f'sys._getframe({depth - 1}).f_globals.get("__name__")'
        warn = f'    if {asks} != "importlib._bootstrap":  # it only asks whether it is there\n' + indented(warn)
    missing = ""
    if name == "__getattr__":
        dunder = ' and name.startswith("__")' if others else ""
        missing = f"""    if name not in {TABLE}{dunder}:
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
"""
    found = f'{TABLE}.get(name, (f"{others[0]}.{{name}}", "{others[1]}"))' if others else f"{TABLE}[name]"
    return f"""def {name}(name: str) -> object:
{missing}{modules}
    new, version = {found}
    module, _, attribute = new.rpartition(".")
    value = getattr(importlib.import_module(module), attribute)
{warn}    return value
"""


DIR = f"""def __dir__() -> list[str]:
    return sorted([*globals(), *{TABLE}])
"""


def warning_text(shown: str, gone: str) -> str:
    """The warning of a module that warns when it is imported: whoever imports it first is told."""
    return f"""warnings.warn(
    f"{{__name__}} is deprecated and goes {gone}: use {shown.replace("`", "")}",
    DeprecationWarning,
    stacklevel=2,
)
"""


def indented(text: str) -> str:
    """The text one level deeper; empty lines stay empty."""
    return "".join(f"    {line}" if line.strip() else line for line in text.splitlines(keepends=True))


def moved_to(tree: ast.Module) -> str:
    """The one module that all names of a compat module have gone to; empty for any other module."""
    places = places_of(tree)
    return places[0] if len(places) == 1 else ""


def places_of(tree: ast.Module) -> tuple[str, ...]:
    """The modules where a compat module says that its names have gone; none for a module that is more than that."""
    match tree.body[:1]:
        case [ast.Expr(value=ast.Constant(value=str(text)))] if found := HEADING.match(text):
            pass
        case _:
            return ()
    for node in tree.body[1:]:
        match node:
            case ast.ImportFrom() | ast.Import() | ast.Assign() | ast.AnnAssign() | ast.If():
                pass
            case ast.FunctionDef(name="__getattr__" | "__dir__"):
                pass
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="warnings"), attr="warn"))):
                pass
            case _:
                return ()
    return tuple(name.strip("` ") for name in found.group(1).split(","))


def goes_in(tree: ast.Module) -> str:
    """The version in which a compat module says that it goes; empty where it says none."""
    found = VERSION.search(ast.get_docstring(tree) or "") if places_of(tree) else None
    return found.group(1) if found else ""
