"""Which test files can notice a change: those from which a changed module can be reached."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from migrate.gate.judged import Judged
from migrate.gate.tree import Tree
from migrate.python.imports import ModuleGraph, parents_of
from migrate.python.source import module_name

DYNAMIC = re.compile(rb"import_module|__import__|walk_packages|iter_modules|entry_points|spec_from_file_location")


def can_notice(judged: Judged, tree: Tree) -> frozenset[PurePosixPath] | None:
    """The Python files that may behave differently after the step; None where that cannot be told, and all must run.

    A file notices what it imports, at import or later, what it names in a string, what its conftest.py notice, and,
    where it imports by computed names, what it mentions in quotes by the last part of its name.
    """
    changed = [change.path for change in judged.changes]
    there = tree.files
    if any(path.suffix != ".py" or path.name == "conftest.py" for path in changed):
        return None
    if any(path in there and there[path].error for path in changed):
        return None
    gone = {module_name(path, tree.all_roots) for path in changed if path not in there} - {""}
    nodes = {tree.node(path): path for path in there}
    users = _users(tree, gone)
    seen: set[str] = set()
    waiting = [tree.node(path) for path in (*changed, *_mentioning(changed, tree)) if path in there] + sorted(gone)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += users.get(name, ())
    return frozenset(nodes[name] for name in seen if name in nodes)


def _users(tree: Tree, gone: set[str]) -> dict[str, set[str]]:
    """Module → those that need it: that import it or something in it, that name it in a string, whose conftest.py it is."""
    graph = tree.graph
    if gone - graph.modules:
        graph = ModuleGraph({**dict.fromkeys(gone, ()), **graph.imports}, graph.packages)
    conftests = {path.parent: tree.node(path) for path in tree.files if path.name == "conftest.py"}
    edges = graph.edges("run-time")
    users: dict[str, set[str]] = {}
    for path, file in tree.files.items():
        node = tree.node(path)
        needs = {*edges[node], *parents_of(node)}
        needs.update(conftests[folder] for folder in path.parents if folder in conftests)
        named = {tree.own_name(text) for text in file.mentions}
        needs.update(name for text in named for name in (*parents_of(text), text) if name in graph.modules)
        for name in needs:
            users.setdefault(name, set()).add(node)
    return users


def _mentioning(changed: list[PurePosixPath], tree: Tree) -> list[PurePosixPath]:
    """Files whose text has a changed module's dotted name or file name in it."""
    dotted = {name for path in changed if (name := module_name(path, tree.all_roots))}
    words = {re.escape(text) for text in {*dotted, *(path.name for path in changed if path.name != "__init__.py")}}
    if not words:
        return []
    named = re.compile(rb"(?<![\w.])(?:" + "|".join(sorted(words)).encode() + rb")(?!\w)")
    lasts = sorted(re.escape(name.rpartition(".")[2]) for name in dotted)
    last = re.compile(rb"[\"'.](?:" + "|".join(lasts).encode() + rb")[\"']") if lasts else None
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
