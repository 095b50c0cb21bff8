"""The check `parse`: every touched Python file compiles, with our interpreter."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from migrate.gate.judged import Baseline, Judged
from migrate.gate.tree import Tree, compile_error, digest_of
from migrate.model import Verdict


def touched(baseline: Baseline, judged: Judged, tree: Tree) -> tuple[PurePosixPath, ...]:
    """The Python files that the step changed; without a step, all that differ from the baseline. Files that are gone are not among them."""
    there = set(tree.workspace.python_files())
    if judged.changes:
        return tuple(sorted({change.path for change in judged.changes if change.path in there}))
    return tuple(
        path for path in sorted(there) if baseline.files.get(str(path)) != digest_of(tree.workspace.read(path))
    )


def broken_files(tree: Tree) -> frozenset[str]:
    """The Python files that do not compile."""
    return frozenset(str(path) for path in tree.workspace.python_files() if _error(tree.root, path))


def check(baseline: Baseline, judged: Judged, tree: Tree) -> Verdict:
    """Red where a touched file does not compile that did before, or that is new."""
    files = touched(baseline, judged, tree)
    errors = [error for path in files if str(path) not in baseline.broken and (error := _error(tree.root, path))]
    if errors:
        return Verdict("parse", False, f"{len(errors)} of {len(files)} touched files do not compile", tuple(errors))
    return Verdict(
        "parse", True, "1 touched file compiles" if len(files) == 1 else f"{len(files)} touched files compile"
    )


def _error(root: Path, path: PurePosixPath) -> str:
    return compile_error((root / path).read_bytes(), str(path))
