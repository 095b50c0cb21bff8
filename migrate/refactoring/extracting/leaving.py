"""The imports of a module that nothing in it needs any more."""

from __future__ import annotations

import ast
import re

from migrate.python.edits import Edit
from migrate.refactoring.imports.lines import blocks_of, without_names, without_statement
from migrate.references.index import Index
from migrate.references.names import Meaning, Module


def unused_imports(index: Index, before: Module, after: Module) -> list[Edit]:
    """The edits of `after` that take away the imports at its top which only `before` still read. `index` is that of `after`.

    Stays: what others take from here, what `__all__` lists, `x as x`, whatever a package's `__init__` imports, and a line
    that says `noqa`.
    """
    exports, data = after.exports, after.source.data
    if after.package or (exports.there and not exports.known):
        return []
    needed_before, needed = _read(before), _read(after)
    edits: list[Edit] = []
    blocks = blocks_of(after.source.tree)
    for node in after.source.tree.body:
        if not isinstance(node, ast.Import | ast.ImportFrom) or b"noqa" in _lines(after, node):
            continue
        gone = [
            alias
            for alias in node.names
            if (name := alias.asname or alias.name.partition(".")[0]) in needed_before - needed
            and alias.asname != alias.name
            and name not in exports.names
            and len(after.namespace.get(name, ())) == 1
            and not re.search(rb"#\s*type:.*\b" + re.escape(name.encode()) + rb"\b", data)
            and not _is_taken(index, after, name)
        ]
        if gone and len(gone) == len(node.names):
            edits.append(without_statement(after, node, blocks[id(node)]))
        elif gone:
            edits += without_names(after, node, gone)
    return edits


def _read(module: Module) -> set[str]:
    return {use.name.id for use in module.bindings.uses if use.scope.lookup(use.name.id) is module.bindings.module}


def _lines(module: Module, node: ast.stmt) -> bytes:
    at = module.positions
    return module.source.data[at.line_start(node.lineno) : at.line_start((node.end_lineno or node.lineno) + 1)]


def _is_taken(index: Index, module: Module, name: str) -> bool:
    """Whether another file takes the name from this module."""
    owner = Meaning(module.name)
    for path in index.names.files_with(name):
        if path != module.path and module.name.rpartition(".")[2].encode() in index.names.data(path):
            for reference in index.in_file(path):
                if reference.owner == owner and reference.written == name:
                    return True
    return False
