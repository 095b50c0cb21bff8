"""Makes one import of two from the same module that stand in one block, where the second came with a merge."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator

from migrate.python.bindings import names_bound
from migrate.python.edits import Edit, apply_edits, newline_of
from migrate.refactoring.imports.lines import all_blocks
from migrate.references.names import Module

WIDTH = 88


def fold_imports(
    module: Module, target: str, starred: Collection[str], brought: Callable[[str], Collection[str] | None]
) -> bytes:
    """The file's bytes with each `from target import …` taken into the first one of its block.

    `starred` are the names that a star import of the target brings, `brought` says the same of other modules (None: not
    known). An import with a comment stays, and so does one that would come before something that binds its names too.
    """
    edits: list[Edit] = []
    for block in _blocks(module.source.tree):
        same = [node for node in block if isinstance(node, ast.ImportFrom) and module.target(node) == target]
        if len(same) < 2:
            continue
        stars = [node for node in same if node.names[0].name == "*"]
        into = stars[0] if stars else same[0]
        more: list[ast.alias] = []
        for node in same:
            if node is into or node in stars or not _is_bare(module, node):
                continue
            if stars and any(alias.asname or alias.name not in starred for alias in node.names):
                continue
            first, last = sorted((block.index(into), block.index(node)))
            if _free_between(module, block[first + 1 : last], node.names, brought):
                more += node.names
                edits.append(_without(module, node))
        if more and not stars:
            edits += _with(module, into, more)
    return apply_edits(module.source.data, edits)


def _blocks(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    return (block for block in all_blocks(tree) if any(isinstance(item, ast.ImportFrom) for item in block))


def _is_bare(module: Module, node: ast.stmt) -> bool:
    """Whether the statement has its lines to itself, without a comment in them or above."""
    at, data = module.positions, module.source.data
    start, end = at.line_start(node.lineno), at.line_start((node.end_lineno or node.lineno) + 1)
    above = data[:start].splitlines()[-1:]
    alone = not data[start : at.start(node)].strip() and not data[at.end(node) : end].strip()
    return alone and b"#" not in data[start:end] and not any(line.lstrip().startswith(b"#") for line in above)


def _free_between(
    module: Module,
    between: list[ast.stmt],
    names: list[ast.alias],
    brought: Callable[[str], Collection[str] | None],
) -> bool:
    bound = {alias.asname or alias.name for alias in names}
    for node in between:
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            more = brought(module.target(node))
            if more is None or bound.intersection(more):
                return False
        elif bound.intersection(name for name, _ in names_bound([node])):
            return False
    return True


def _without(module: Module, node: ast.stmt) -> Edit:
    at = module.positions
    return Edit(at.line_start(node.lineno), at.line_start((node.end_lineno or node.lineno) + 1), b"")


def _with(module: Module, node: ast.ImportFrom, more: list[ast.alias]) -> Iterator[Edit]:
    """The edits that give an import more names, as its own are written: each in its place where those are sorted."""
    at, data = module.positions, module.source.data
    there = {(alias.name, alias.asname) for alias in node.names}
    names = list(dict.fromkeys(_written(alias) for alias in more if (alias.name, alias.asname) not in there))
    start, stop, line = at.line_start(node.lineno), at.end(node.names[-1]), newline_of(data)
    several = node.names[-1].lineno > node.lineno
    text = "".join(f", {name}" for name in names)
    closing = data[stop : at.end(node)]
    rest = data[at.end(node) : start if several else at.line_start(node.lineno + 1)].strip()
    key = _sorting(node.names)
    if not several and len(data[start:stop]) + len(text) + len(closing) > WIDTH and not closing and not rest:
        indent = data[start : at.start(node)] + b"    "
        listed = [*map(_written, node.names), *names]
        listed = sorted(listed, key=key) if key else listed
        inner = b"".join(line + indent + at.encode(name) + b"," for name in listed)
        yield Edit(at.start(node.names[0]), stop, b"(" + inner + line + data[start : at.start(node)] + b")")
        return
    ends: list[str] = []
    for name in sorted(names, key=key) if key else names:
        following = next((alias for alias in node.names if key and key(_written(alias)) > key(name)), None)
        if following is None:
            ends.append(name)
            continue
        own = data[at.line_start(following.lineno) : at.start(following)]
        apart = line + own if several and not own.strip() else b" "
        yield Edit(at.start(following), at.start(following), at.encode(name) + b"," + apart)
    own = data[at.line_start(node.names[-1].lineno) : at.start(node.names[-1])]
    apart = line + own if several and not own.strip() else b" "
    if ends:
        yield Edit(stop, stop, b"".join(b"," + apart + at.encode(name) for name in ends))


def _sorting(names: list[ast.alias]) -> Callable[[str], str] | None:
    """How the names are sorted; None where they are not."""
    written = [_written(alias) for alias in names]
    return next((key for key in (str.lower, str) if written == sorted(written, key=key)), None)


def _written(alias: ast.alias) -> str:
    return f"{alias.name} as {alias.asname}" if alias.asname else alias.name
