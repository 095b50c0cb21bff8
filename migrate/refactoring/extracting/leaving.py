"""A module without the imports that nothing in it needs any more."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from migrate.python.edits import Edit, apply_edits
from migrate.python.source import Source
from migrate.refactoring.imports.lines import blocks_of, without_names, without_statement
from migrate.references.index import Index
from migrate.references.names import Module

TYPING = "TYPE_CHECKING"


def without_unused(index: Index, before: Module, after: Module) -> bytes:
    """The text of `after` without the imports at its top that `before` read and that nothing reads now.

    `index` is that of the tree with `after`. Stays: what others take from here, what `__all__` lists, `x as x`, whatever a
    package's `__init__` imports, and a line that says `noqa`.
    """
    exports = after.exports
    if after.package or (exports.there and not exports.known):
        return after.source.data
    read = _read(before)
    while edits := list(_unused(index, read, after)):
        text = apply_edits(after.source.data, edits)
        if not after.source.data.startswith((b"\n", b"\r")):
            text = text.lstrip(b"\r\n")
        after = Module(Source(after.path, text, after.name))
    return after.source.data


def _unused(index: Index, read: set[str], module: Module) -> Iterator[Edit]:
    needed = _read(module)
    blocks = blocks_of(module.source.tree)
    for node in module.source.tree.body:
        if isinstance(node, ast.If) and _is_typing(node):
            inside = [item for item in node.body if isinstance(item, ast.Import | ast.ImportFrom)]
            gone = [_gone(index, read - needed, module, item) for item in inside]
            if len(inside) == len(node.body) and all(len(a) == len(i.names) for a, i in zip(gone, inside, strict=True)):
                yield without_statement(module, node, blocks[id(node)])
                continue
        else:
            inside = [node] if isinstance(node, ast.Import | ast.ImportFrom) else []
        for item in inside:
            aliases = _gone(index, read - needed, module, item)
            if aliases and len(aliases) == len(item.names):
                yield without_statement(module, item, blocks[id(item)])
            elif aliases:
                yield from without_names(module, item, aliases)


def _is_typing(node: ast.If) -> bool:
    return ast.unparse(node.test).rpartition(".")[2] == TYPING and not node.orelse


def _gone(index: Index, unread: set[str], module: Module, node: ast.Import | ast.ImportFrom) -> list[ast.alias]:
    at, data = module.positions, module.source.data
    if b"noqa" in data[at.line_start(node.lineno) : at.line_start((node.end_lineno or node.lineno) + 1)]:
        return []
    return [
        alias
        for alias in node.names
        if (name := alias.asname or alias.name.partition(".")[0]) in unread
        and alias.asname != alias.name
        and name not in module.exports.names
        and len(module.namespace.get(name, ())) == 1
        and not re.search(rb"#\s*type:.*\b" + re.escape(name.encode()) + rb"\b", data)
        and not _is_taken(index, module, name)
    ]


def _read(module: Module) -> set[str]:
    return {use.name.id for use in module.bindings.uses if use.scope.lookup(use.name.id) is module.bindings.module}


def _is_taken(index: Index, module: Module, name: str) -> bool:
    """Whether another file takes the name from this module."""
    spelled, last = f"{module.name}.{name}", module.name.rpartition(".")[2].encode()
    return any(
        reference.spelled == spelled
        for path in index.names.files_with(name)
        if path != module.path and last in index.names.data(path)
        for reference in index.in_file(path)
    )
