"""What stands at an old place after a move: a module that still answers, warns, and names the new place."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

MARK = "_MOVED_TO"


def compat_module(new: str, names: Mapping[str, str], public: Sequence[str], remove_in: str | None) -> str:
    """A module that hands out each old name as the very object that `new` holds, with a DeprecationWarning.

    Nothing is imported until a name is asked for: that makes no import cycle, and costs a package that imports it nothing.
    `public` becomes its `__all__`.
    """
    gone = f"in {remove_in}" if remove_in else "in a future version"
    listed = "".join(f'    "{name}",\n' for name in public)
    all_names = f"__all__ = [\n{listed}]\n" if public else "__all__: list[str] = []\n"
    table = "".join(f'    "{name}": "{names[name]}",\n' for name in sorted(names))
    typed = ""
    if public:
        twins = "".join(f"        {names[name]} as {name},\n" for name in public)
        typed = f"from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from {new} import (\n{twins}    )\n\n"
    return f'''"""Moved to `{new}`. The old names still work; this module goes {gone}."""

{typed}{MARK} = "{new}"
_NAMES = {{
{table}}}

{all_names}

def __getattr__(name: str) -> object:
    if name not in _NAMES:
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
    import importlib
    import warnings

    new_name = _NAMES[name]
    warnings.warn(
        f"{{__name__}}.{{name}} is deprecated and goes {gone}: use {{{MARK}}}.{{new_name}}",
        DeprecationWarning,
        stacklevel=2,
    )
    return getattr(importlib.import_module({MARK}), new_name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_NAMES])
'''


def reexport_module(new: str, names: Mapping[str, str], public: Sequence[str], private: Sequence[str]) -> str:
    """A module that imports each name from its new place, in silence."""
    imported = "".join(f"    {names[name]} as {name},\n" for name in [*public, *private])
    listed = "".join(f'    "{name}",\n' for name in public)
    return f'"""Moved to `{new}`."""\n\nfrom {new} import (\n{imported})\n\n__all__ = [\n{listed}]\n'


def moved_to(tree: ast.Module) -> str:
    """Where such a module says that its names have gone; empty for any other module."""
    found = ""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(value))) if name == MARK:
                found = value
            case ast.Expr(value=ast.Constant(value=str(text))) if node is tree.body[0]:
                found = text.removeprefix("Moved to `").partition("`")[0] if text.startswith("Moved to `") else ""
            case (
                ast.ImportFrom()
                | ast.Import()
                | ast.Assign()
                | ast.AnnAssign()
                | ast.If()
                | ast.FunctionDef(name="__getattr__" | "__dir__")
            ):
                pass
            case _:
                return ""
    return found
