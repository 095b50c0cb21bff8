"""Finds the codemods and analyzers: ours in the wings, and those beside the user's plan."""

from __future__ import annotations

import contextlib
import importlib.machinery
import importlib.util
import inspect
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from migrate.errors import MigrateError, nearest
from migrate.home import HOME


class _Unwritten(importlib.machinery.SourceFileLoader):
    """Leaves no `__pycache__` beside the user's files: where git does not ignore it, the tree would be dirty."""

    def set_data(self, path: str, data: object, *, _mode: int = 0) -> None:
        """Nothing is written."""


def wing_name(module_name: str) -> str:
    """`migrate.codemods.merge_modules` → `merge-modules`: the file name is the name."""
    return module_name.rpartition(".")[2].replace("_", "-")


@lru_cache(maxsize=32)
def files(wing: str, beside: Path | None = None) -> Mapping[str, Path]:
    """Name → file for one wing (`codemods` or `analyzers`), sorted. A user's own file of the same name wins.

    A file beside the plan that never says `migrate` is the project's own, whatever its folder is called.
    """
    found = {wing_name(file.stem): file for file in (HOME / wing).glob("[a-z]*.py")}
    if beside and (beside / wing).is_dir():
        found.update((wing_name(file.stem), file) for file in (beside / wing).glob("[a-z]*.py") if _is_ours(file))
    return dict(sorted(found.items()))


def _is_ours(file: Path) -> bool:
    try:
        return b"migrate" in file.read_bytes()
    except OSError:
        return False


def load(wing: str, name: str, beside: Path | None = None) -> ModuleType:
    """The module of that name, imported once as `migrate.<wing>.<file>`. Raises MigrateError with the nearest names."""
    known = files(wing, beside)
    if name not in known:
        hint = nearest(name, known, f"`migrate {wing}` lists them all")
        if beside and (beside / wing / f"{name.replace('-', '_')}.py").is_file():
            hint = f"{wing}/{name.replace('-', '_')}.py imports nothing of `migrate.{wing}`"
        raise MigrateError(f"no {wing.removesuffix('s')} is called `{name}`", hint)
    file = known[name]
    dotted = f"migrate.{wing}.{file.stem}"
    if dotted in sys.modules and sys.modules[dotted].__file__ == str(file):
        return sys.modules[dotted]
    loader = None if file.is_relative_to(HOME) else _Unwritten(dotted, str(file))
    spec = importlib.util.spec_from_file_location(dotted, file, loader=loader)
    if spec is None or spec.loader is None:
        raise MigrateError(f"{file} cannot be imported", "it must be a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[dotted] = module
    try:
        with contextlib.redirect_stdout(sys.stderr):  # stdout may be a diff that somebody applies
            spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        del sys.modules[dotted]
        raise MigrateError(
            f"{file} cannot be imported: {type(error).__name__}: {error}", f"try `python {file}`"
        ) from error
    return module


def blame(wing: str, kind: type, error: BaseException) -> str:
    """`codemods/x.py:8: ValueError: boom`: what was raised, and the last line of that codemod's own file that was reached."""
    file = inspect.getfile(kind)
    import traceback

    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    said = str(error).strip().splitlines()[:1]
    return ": ".join(
        [f"{wing}/{Path(file).name}" + "".join(f":{line}" for line in lines[-1:]), type(error).__name__, *said]
    )
