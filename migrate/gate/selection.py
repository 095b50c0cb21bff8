"""Which test files can notice a change: those from which a changed module can be reached."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from migrate.gate.judged import Judged
from migrate.gate.tree import Tree
from migrate.python.imports import ModuleGraph
from migrate.python.source import module_name

DYNAMIC = re.compile(rb"import_module|__import__|walk_packages|iter_modules|entry_points|spec_from_file_location")


def can_notice(judged: Judged, tree: Tree) -> frozenset[PurePosixPath] | None:
    """The Python files that may behave differently after the step; None where that cannot be told, and all must run.

    A file notices what it imports, at import or later, what it names in a string, what its conftest.py notice, and,
    where it imports by computed names, what it mentions by the last part of its name.
    """
    changed = [change.path for change in judged.changes]
    if any(path.suffix != ".py" or path.name == "conftest.py" for path in changed):
        return None
    there = tree.files
    if any(path in there and there[path].error for path in changed):
        return None
    gone = {module_name(path, tree.all_roots) for path in changed if path not in there} - {""}
    graph = ModuleGraph(
        {**{name: () for name in gone if name not in tree.graph.imports}, **tree.graph.imports}, tree.graph.packages
    )
    nodes = {tree.node(path): path for path in there}
    start = {tree.node(path) for path in changed if path in there} | gone
    start |= {tree.node(path) for path in _mentioning(changed, tree)}
    noticing = graph.dependents_of(start, "run-time")
    while True:
        found = {nodes[name] for name in noticing if name in nodes}
        folders = [path.parent for path in found if path.name == "conftest.py"]
        under = {tree.node(p) for p in there if any(p.is_relative_to(folder) for folder in folders)}
        if under <= noticing:
            return frozenset(found) | frozenset(path for path in changed if path in there)
        noticing = graph.dependents_of(noticing | under, "run-time")


def _mentioning(changed: list[PurePosixPath], tree: Tree) -> list[PurePosixPath]:
    """Files whose text has a changed module's dotted name or file name in it."""
    dotted = {name for path in changed if (name := module_name(path, tree.all_roots))}
    words = {re.escape(text) for text in {*dotted, *(path.name for path in changed if path.name != "__init__.py")}}
    if not words:
        return []
    named = re.compile(rb"(?<![\w.])(?:" + "|".join(sorted(words)).encode() + rb")(?!\w)")
    lasts = sorted(re.escape(name.rpartition(".")[2]) for name in dotted)
    last = re.compile(rb"(?<!\w)(?:" + "|".join(lasts).encode() + rb")(?!\w)") if lasts else None
    found = []
    for path, file in tree.files.items():
        data = tree.workspace.read(path)
        if (
            named.search(data)
            or (DYNAMIC.search(data) and ("test" in path.name or (last and last.search(data))))
            or file.error
        ):
            found.append(path)
    return found
