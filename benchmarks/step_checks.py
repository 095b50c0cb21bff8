"""What must hold after each single step of a migrated project, looked at from outside: by plain pytest, `import` and search.

Nothing of the index that the codemods stand on is used here: a fault in it must not excuse itself.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from migrate.python.source import module_name

PAST = re.compile(r"(?i)(^|/)(changes|changelog|history|news|releases?|upgrading|moved)\b")
"""Files that tell of the past, or list on purpose what is called otherwise now."""
OURS = re.compile(r"\.migrate/|migration\.toml$|codemods/|[^/]+\.egg-info/")
"""What `migrate` and the harness keep in the tree, and what a build left in the release."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the ledger, and the commit that brought it."""

    commit: str
    entry: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Gone:
    """An old dotted name at whose place nothing was left."""

    old: str
    new: str
    module: bool


def gone(entries: Sequence[Mapping[str, object]]) -> list[Gone]:
    """The names that no step up to here has left anything for, and that none has given to something else since."""
    last: dict[str, Gone | None] = {}
    for entry in entries:
        for move in entry["moves"]:  # type: ignore[attr-defined]
            old, new = move["old"], move["new"]
            last[old] = Gone(old, new, move["kind"] == "module") if move["left"] == "nothing" else None
            last[new] = None
    return [one for one in last.values() if one]


def old_names(tree: Path, roots: Sequence[str], names: Sequence[Gone]) -> list[str]:
    """Where one of these names still stands: as text, as a path, in an import, or asked of an imported module."""
    found = []
    for path in tracked(tree):
        try:
            text = (tree / path).read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        if not PAST.search(path):
            found += [f"{path}:{line}: {what}" for line, what in texts(text, names, tree, roots)]
        if path.endswith((".py", ".pyi")):
            package = module_name(PurePosixPath(path), tuple("" if root == "." else root for root in roots))
            found += [f"{path}:{line}: {what}" for line, what in uses(text, path, package, names)]
    return found


def tracked(tree: Path) -> list[str]:
    """The files that git knows, without what is not the project's own."""
    listed = subprocess.run(["git", "-C", tree, "ls-files", "-z"], check=True, capture_output=True).stdout
    return [path for path in listed.decode().split("\0") if path and not OURS.match(path)]


def texts(text: str, names: Sequence[Gone], tree: Path, roots: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines that hold an old dotted name, or the path of a module that is not there any more."""
    for name in names:
        patterns = [rf"(?<![\w.]){re.escape(name.old)}(?!\w)"]
        path = name.old.replace(".", "/")
        if name.module and not any((tree / root / path).exists() for root in roots):
            patterns.append(rf"(?<![\w/]){re.escape(path)}(?:\.pyi?\b|/)")
        for pattern in patterns:
            for match in re.finditer(pattern, text):
                if text[: match.start()].endswith("# From `"):
                    continue  # a merge tells where comments come from
                yield text.count("\n", 0, match.start()) + 1, match[0]


def uses(text: str, path: str, module: str, names: Sequence[Gone]) -> Iterator[tuple[int, str]]:
    """The imports of an old name, and the dotted names that reach one through an import of the same file."""
    try:
        parsed = ast.parse(text)
    except SyntaxError:
        return
    package = module if path.endswith("__init__.py") else module.rpartition(".")[0]
    bound: dict[str, str] = {}
    for node in ast.walk(parsed):
        if isinstance(node, ast.Import):
            for alias in node.names:
                bound[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
                yield from ((node.lineno, f"import {alias.name}") for one in names if within(alias.name, one))
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                dotted = f"{base}.{alias.name}"
                bound[alias.asname or alias.name] = dotted
                yield from ((node.lineno, f"from {base} import {alias.name}") for one in names if within(dotted, one))
    for node in ast.walk(parsed):
        if isinstance(node, ast.Attribute) and (dotted := chain(node)):
            head, _, rest = dotted.partition(".")
            meant = f"{bound[head]}.{rest}" if head in bound else ""
            yield from ((node.lineno, dotted) for one in names if meant == one.old)


def within(dotted: str, name: Gone) -> bool:
    """Whether this is the old name, or something in a module of that name."""
    return dotted == name.old or (name.module and dotted.startswith(f"{name.old}."))


def chain(node: ast.Attribute) -> str:
    """`a.b.c`, or nothing where the chain does not begin with a plain name."""
    parts, at = [node.attr], node.value
    while isinstance(at, ast.Attribute):
        parts.append(at.attr)
        at = at.value
    return ".".join([at.id, *reversed(parts)]) if isinstance(at, ast.Name) else ""


def steps_of(ledger: Path, commits: Sequence[str]) -> list[Step]:
    """The ledger's lines with the commits that brought them, one each."""
    lines = ledger.read_text().splitlines()
    return [Step(commit, json.loads(line)) for commit, line in zip(commits, lines, strict=True)]
