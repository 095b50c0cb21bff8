"""The check `probe`: would the tests notice if what the step moved did not work? Each moved thing is broken in a copy of the tree."""

from __future__ import annotations

import ast
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence, Set
from dataclasses import replace
from pathlib import Path, PurePosixPath

from migrate.gate.judged import Judged
from migrate.gate.moved import Moved
from migrate.gate.selection import can_notice
from migrate.gate.suite import run_tests
from migrate.gate.tree import Tree, parse
from migrate.model import Change, Verdict
from migrate.plan import GateTable
from migrate.python.imports import parents_of

RAISE = b'raise AssertionError("broken on purpose by a probe")'
NEVER = frozenset({".git", ".migrate", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"})
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def check(gate: GateTable, judged: Judged, tree: Tree, say: Callable[[str], None]) -> Verdict:
    """A warning, or red where the plan says so, for every moved name that can be broken without a test that notices.

    The judged tree is not touched: a copy of it is, below `judged.runs`, and is gone when this returns.
    """
    names = list(moved_names(judged, tree))
    if not names:
        return Verdict("probe", True, "the step moved no function and no class")
    chosen, scratch = names[: gate.probe.most], judged.runs / "probe-tree"
    try:
        copy_tree(tree.root, scratch)
        return _verdict(gate, judged, tree, chosen, len(names) - len(chosen), scratch, say)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _verdict(
    gate: GateTable,
    judged: Judged,
    tree: Tree,
    names: Sequence[str],
    left: int,
    scratch: Path,
    say: Callable[[str], None],
) -> Verdict:
    copy = Tree(scratch, judged.layout)
    files = None if judged.full or gate.select == "all" else can_notice(judged, tree)
    say(f"probe: `{gate.run}`, unbroken, in a copy of the tree")
    control = run_tests(gate, copy, judged.runs, "probe-control", files=files)
    if control.problem or not control.ids("passed"):
        what = control.problem or "no test passes there"
        return Verdict("probe", True, f"nothing could be probed in a copy of the tree: {what}", (what,), warning=True)
    unnoticed = []
    for name in names:
        say(f"probe: {name} is broken")
        path, data = _source(tree, name)
        near = can_notice(replace(judged, changes=(Change(path, data, data),)), tree)
        asked = near if files is None else files if near is None else files & near
        expected = {one for one in control.ids("passed") if asked is None or _file(one) in asked}
        if not expected or not _notices(gate, copy, judged.runs, (path, data), _inside(tree, name), asked, expected):
            unnoticed.append(f"{name}: {len(expected)} tests ran while it was broken, and none noticed")
    more = (f"{left} more were not tried: `[gate.probe] most`",) if left else ()
    metrics = {"probed": len(names), "unnoticed": len(unnoticed)}
    if not unnoticed:
        return Verdict("probe", True, f"tests notice each of {len(names)} moved names when it is broken", more, metrics)
    summary = f"no test notices when {len(unnoticed)} of {len(names)} moved names are broken"
    return Verdict("probe", not gate.probe.red, summary, (*unnoticed, *more), metrics, warning=True)


def _notices(
    gate: GateTable,
    copy: Tree,
    runs: Path,
    source: tuple[PurePosixPath, bytes],
    parts: Sequence[str],
    files: Collection[PurePosixPath] | None,
    expected: Set[str],
) -> bool:
    """Whether one of the tests that passed does not pass while the thing is broken."""
    path, data = source
    place = copy.root / path
    place.write_bytes(broken(data, parts))
    try:
        suite = run_tests(gate, copy, runs, "probe", files=files)
    finally:
        place.write_bytes(data)
    return bool(suite.problem) or not expected <= suite.ids("passed")


def _file(test: str) -> PurePosixPath:
    return PurePosixPath(test.partition("::")[0])


def moved_names(judged: Judged, tree: Tree) -> Iterator[str]:
    """The functions and classes that the step moved, by their new names, each once; of a moved module its public ones."""
    moved, seen = Moved(judged.own, ()), set[str]()
    for move in sorted(judged.own):
        new = moved.now(move.old)
        shape = tree.names.shapes.get(new)
        names = [new]
        if move.kind == "module":
            names = [f"{new}.{name}" for name in (shape or {"public": []})["public"]]
        for name in names:
            found = tree.names.find(name)
            real = found.name if found.what == "shape" else ""
            if real and real not in seen and _definition(tree, real) is not None:
                seen.add(real)
                yield real


def _module(tree: Tree, name: str) -> str:
    return next((part for part in reversed(parents_of(name)) if part in tree.modules), "")


def _inside(tree: Tree, name: str) -> list[str]:
    return name.removeprefix(f"{_module(tree, name)}.").split(".")


def _source(tree: Tree, name: str) -> tuple[PurePosixPath, bytes]:
    path = tree.modules[_module(tree, name)].path
    return path, tree.workspace.read(path)


def _definition(tree: Tree, name: str) -> Definition | None:
    if not _module(tree, name):
        return None
    path, data = _source(tree, name)
    return _find(parse(data, str(path)).body, _inside(tree, name))


def _find(body: Sequence[ast.stmt], parts: Sequence[str]) -> Definition | None:
    """The last definition of that name: what counts where there are several, as overloads."""
    named = [node for node in body if isinstance(node, Definition) and node.name == parts[0]]
    if not named or len(parts) == 1:
        return named[-1] if named else None
    return _find(named[-1].body, parts[1:])


def broken(data: bytes, parts: Sequence[str]) -> bytes:
    """The source with that function, or the making of an object of that class, raising as soon as it is begun."""
    node = _find(parse(data, "probed").body, parts)
    assert node is not None
    if isinstance(node, ast.ClassDef):
        makes = _find(node.body, ["__init__"])
        if not isinstance(makes, ast.FunctionDef):
            made = f"{'.'.join(parts)}.__init__ = lambda self, *args, **kwargs: (_ for _ in ()).throw(".encode()
            whole = data + b"\n" + made + RAISE.removeprefix(b"raise ") + b")\n"
            return _before_body(data, node, b"def __init__(self, *args, **kwargs): " + RAISE) or whole
        node = makes
    at = sum(map(len, data.splitlines(keepends=True)[: node.body[0].lineno - 1])) + node.body[0].col_offset
    return _before_body(data, node, RAISE) or data[:at] + RAISE + b"; " + data[at:]


def _before_body(data: bytes, node: Definition, text: bytes) -> bytes:
    """The source with that statement as the first of the body, below a docstring that is not all of it.

    Empty for `def f(): return 1`, where the body begins on the line of something else.
    """
    body = node.body
    first = body[1] if len(body) > 1 and ast.get_docstring(node, clean=False) is not None else body[0]
    line: int = min([first.lineno, *(item.lineno for item in getattr(first, "decorator_list", ()))])
    lines = data.splitlines(keepends=True)
    begins = sum(map(len, lines[: line - 1]))
    row = lines[line - 1]
    indent = row[: len(row) - len(row.lstrip(b" \t\x0c"))]
    if line == node.lineno or row[: first.col_offset].strip(b" \t\x0c\xef\xbb\xbf"):
        return b""
    end = b"\r\n" if row.endswith(b"\r\n") else b"\n"
    return data[:begins] + indent + text + end + data[begins:]


def copy_tree(root: Path, scratch: Path) -> None:
    """A copy of the tree with what was built in it; virtual environments are linked, caches and records left out."""

    def left_out(folder: str, names: list[str]) -> set[str]:
        gone = {name for name in names if name in NEVER}
        for name in set(names) - gone:
            if os.path.exists(os.path.join(folder, name, "pyvenv.cfg")):  # noqa: PTH110, PTH118
                links.append(Path(folder, name))
                gone.add(name)
        return gone

    links: list[Path] = []
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(root, scratch, symlinks=True, ignore=left_out)
    for link in links:
        (scratch / link.relative_to(root)).symlink_to(link, target_is_directory=True)
