"""One Python file, read and parsed at most once for all who ask about it."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import PurePosixPath

from migrate.workspace import Workspace

BODIES = ("body", "orelse", "finalbody", "handlers", "cases")


class Source:
    """One file's bytes, and on first use its text, its tree and its statements by type.

    `module` is the dotted name under the project's import roots (`pkg.sub` for `pkg/sub/__init__.py`).
    """

    def __init__(self, path: PurePosixPath, data: bytes, module: str = "", *, package: bool = False) -> None:
        self.path = path
        self.data = data
        self.module = module
        self.package = package

    @cached_property
    def encoding(self) -> str:
        """The encoding that PEP 263 gives the file. Raises SyntaxError for one that is unknown."""
        return tokenize.detect_encoding(io.BytesIO(self.data).readline)[0]

    @cached_property
    def text(self) -> str:
        """The decoded text with its line ends as they are and without a BOM. Raises SyntaxError where it cannot be decoded."""
        try:
            return self.data.decode(self.encoding)
        except (UnicodeDecodeError, LookupError) as error:
            raise SyntaxError(f"cannot be decoded as {self.encoding}: {error}") from error

    @cached_property
    def lines(self) -> list[str]:
        """The text's lines, without their ends, as the parser counts them."""
        return re.split(r"\r\n|\r|\n", self.text)

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree. Raises SyntaxError for whatever keeps the file from being parsed (null bytes, depth, encoding)."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes and the like are the target's business
            try:
                return ast.parse(self.data)
            except (ValueError, RecursionError, MemoryError) as error:
                raise SyntaxError(f"cannot be parsed: {error or type(error).__name__}") from error

    @cached_property
    def statements(self) -> dict[type[ast.AST], list[ast.AST]]:
        """Every statement (with handlers and match cases) by its exact type, in the order of the text."""
        by_type: dict[type[ast.AST], list[ast.AST]] = {}
        for node in walk_statements(self.tree):
            by_type.setdefault(type(node), []).append(node)
        return by_type

    def nodes(self, *types: type[ast.AST]) -> list[ast.AST]:
        """The statements of these exact types: types one after another, each in the order of the text."""
        return [node for kind in types for node in self.statements.get(kind, ())]


def walk_statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Every statement below, outer before inner, in the order of the text; expressions are not entered."""
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        if not isinstance(node, ast.Module):
            yield node
        inner: list[ast.AST] = []
        for field in BODIES:
            inner += getattr(node, field, None) or () if not isinstance(node, ast.expr) else ()
        stack += reversed(inner)


def module_name(path: PurePosixPath, roots: Sequence[str] = ("",)) -> str:
    """The dotted name of a Python file below the longest of these import roots; empty where it lies below none."""
    best = None
    for root in roots:
        folder = PurePosixPath(root or ".")
        if path.is_relative_to(folder) and (best is None or len(folder.parts) > len(best.parts)):
            best = folder
    if best is None:
        return ""
    parts = list(path.relative_to(best).with_suffix("").parts)
    if parts[-1] == "__init__":
        parts.pop()
    return ".".join(parts)


def source_roots(workspace: Workspace) -> tuple[str, ...]:
    """The import roots of the tree, for `module_name`: those of the plan, then what the files below none of them suggest.

    A package's root is the folder above the top of its chain of `__init__.py`; a folder without one that lies in a
    package is a part of it, and any other folder is a root by itself, as pytest sees test folders. `""` is the tree's root.
    """
    given = tuple(
        "" if root == "." else root for root in (str(PurePosixPath(root)) for root in workspace.layout.source)
    )
    files = workspace.python_files()
    packages = {path.parent for path in files if path.stem == "__init__"}
    folders = (
        {path.parent for path in files if not module_name(path, given)} if given else {path.parent for path in files}
    )
    found = {_root_of(folder, packages) for folder in folders}
    return given + tuple(sorted(found.difference(given)))


def _root_of(folder: PurePosixPath, packages: set[PurePosixPath]) -> str:
    top = folder
    while top not in packages and top.parts:
        top = top.parent
    if top not in packages:
        return "" if folder == PurePosixPath(".") else str(folder)
    while top in packages and top.parts:
        top = top.parent
    return "" if not top.parts else str(top)
