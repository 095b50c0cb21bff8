"""What version the target project says it is, read without running it."""

from __future__ import annotations

import ast
import tomllib
from pathlib import PurePosixPath
from typing import Any

from migrate.python.source import Source, source_roots
from migrate.workspace import Workspace

VERSION_FILES = ("__init__.py", "__about__.py", "_version.py", "version.py", "__version__.py")


def version_of(workspace: Workspace) -> str | None:
    """The version in pyproject.toml, or else the one `__version__` that the top packages agree on; None for no answer."""
    metadata = pyproject(workspace)
    for table in (metadata.get("project"), metadata.get("tool", {}).get("poetry")):
        if isinstance(table, dict) and isinstance(table.get("version"), str):
            return str(table["version"])
    found = {version for path in _places(workspace) if (version := _written_in(workspace, path))}
    return found.pop() if len(found) == 1 else None


def pyproject(workspace: Workspace) -> dict[str, Any]:
    """The tables of pyproject.toml; empty where there is none that can be read."""
    path = PurePosixPath("pyproject.toml")
    try:
        return tomllib.loads(workspace.read(path).decode()) if workspace.exists(path) else {}
    except (ValueError, RecursionError):
        return {}


def _places(workspace: Workspace) -> list[PurePosixPath]:
    roots = [PurePosixPath(root) for root in workspace.layout.source or source_roots(workspace)]
    return [
        path
        for path in workspace.python_files()
        if path.name in VERSION_FILES and path.parent.parent in roots and path.parts[0] not in ("tests", "test")
    ]


def _written_in(workspace: Workspace, path: PurePosixPath) -> str | None:
    source = Source(path, workspace.read(path))
    if b"__version__" not in source.data:
        return None
    try:
        body = source.tree.body
    except SyntaxError:
        return None
    for node in reversed(body):
        match node:
            case ast.Assign(targets=targets, value=ast.Constant(value=str(version))) if any(
                isinstance(target, ast.Name) and target.id == "__version__" for target in targets
            ):
                return version
            case ast.AnnAssign(target=ast.Name(id="__version__"), value=ast.Constant(value=str(version))):
                return version
    return None
