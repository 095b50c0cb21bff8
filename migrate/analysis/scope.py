"""What a run of the analyzers looks at: the tree, which analyzers with which options, and which places to report."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import getdoc, getmodule
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from migrate import analysis, analyzers, ledger
from migrate.analysis import findings as baseline
from migrate.analysis.findings import Known
from migrate.analysis.guarded import guarded
from migrate.analyzers import Analyzer
from migrate.errors import MigrateError, nearest
from migrate.home import find_plan
from migrate.model import Finding, Json, Move, Rule
from migrate.python.source import source_roots
from migrate.workspace import Workspace

if TYPE_CHECKING:
    from migrate.plan import Plan


@dataclass(frozen=True, slots=True)
class Scope:
    """A tree, and what a plan (if there is one) says about analyzing it. `beside` is the plan's folder."""

    workspace: Workspace
    beside: Path | None = None
    options: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """The analyzers to run and the codes to report; `codes` of None is all of them."""

    analyzers: tuple[Analyzer, ...]
    codes: frozenset[str] | None
    rules: Mapping[str, Rule]


def scope(folder: Path, plan_file: Path | None = None, tree: Workspace | None = None) -> Scope:
    """The tree to analyze: that of the given plan, or of one found upward that speaks of this folder, else the folder itself:
    then `tree`, if it is given."""
    found = plan_file or find_plan(folder)
    if found is None:
        return Scope(tree or Workspace(folder))
    from migrate import plan  # pydantic: a run without a plan need not wait for it

    read = plan.load(found)
    root = read.project_root
    if plan_file is None and not (folder.is_relative_to(root) or root.is_relative_to(folder)):
        return Scope(Workspace(folder))
    return of_plan(read, Workspace(root, read.layout).list_ahead())


def of_plan(plan: Plan, workspace: Workspace) -> Scope:
    """This tree as the plan wants it analyzed."""
    names = analyzers.find(plan.folder)
    options = {name: plan.analyzer_options(name) for name in names if name in plan.analyze}
    return Scope(without(workspace, plan.exclude), plan.folder, options)


def without(workspace: Workspace, globs: Sequence[str]) -> Workspace:
    """The same tree without the files that match."""
    if not globs:
        return workspace
    return workspace.variant(overlay={**workspace.overlay, **dict.fromkeys(workspace.glob(globs))})


def choose(scope: Scope, select: Iterable[str] = ()) -> Choice:
    """The analyzers that these names and codes call for; none given: all but those that run on request only.

    Raises MigrateError for a word that is neither.
    """
    names = list(analyzers.find(scope.beside))
    words = list(dict.fromkeys(word for item in select for word in item.replace(",", " ").split()))
    if words and all(word in names for word in words):
        names = words  # the others need not even be imported
    kinds = {name: analyzers.load(name, scope.beside) for name in names}
    rules = {rule.code: rule for kind in kinds.values() for rule in kind.rules}
    rules.update((rule.code, rule) for rule in analysis.RULES)
    for word in words:
        if word not in kinds and word not in rules:
            raise MigrateError(
                f"no analyzer and no code is called `{word}`",
                nearest(word, [*kinds, *rules], "`migrate analyzers` lists them all"),
            )
    codes = {word for word in words if word in rules} | {
        rule.code for word in words if word in kinds for rule in kinds[word].rules
    }
    chosen = tuple(
        guarded(kind)(_options(scope, name, kind))
        for name, kind in kinds.items()
        if (any(rule.code in codes for rule in kind.rules) if words else not kind.on_request or name in scope.options)
    )
    return Choice(chosen, frozenset(codes) if words else None, rules)


def _options(scope: Scope, name: str, kind: type[Analyzer]) -> object:
    if name not in scope.options:
        return None
    from pydantic import TypeAdapter  # the plan that gave the options has checked them already

    return TypeAdapter(kind.Options).validate_python(dict(scope.options[name]))


def inside(paths: Sequence[Path], folder: Path, workspace: Workspace) -> tuple[PurePosixPath, ...]:
    """The paths that a user gave, seen from `folder`, as paths of the tree. Raises MigrateError for one that is not in it."""
    root = workspace.root.resolve()
    found = []
    for path in paths:
        there = Path(os.path.realpath(folder / path))
        if not there.is_relative_to(root):
            raise MigrateError(
                f"{path} is outside the project at {root}", "give paths inside it, or choose another project with -C"
            )
        below = PurePosixPath(there.relative_to(root).as_posix())
        if not there.exists():
            raise MigrateError(
                f"{path} does not exist",
                nearest(
                    below.as_posix(), [str(file) for file in workspace.files], "paths are seen from here, or from -C"
                ),
            )
        found.append(below)
    return tuple(found)


def reported(findings: Iterable[Finding], paths: Sequence[PurePosixPath]) -> tuple[Finding, ...]:
    """The findings with a place at or below one of these paths; no paths: all."""
    if not paths or PurePosixPath(".") in paths:
        return tuple(findings)
    prefixes = tuple(f"{path}/" for path in paths)
    return tuple(
        finding
        for finding in findings
        if any(f"{location.path}/".startswith(prefixes) for location in finding.locations)
    )


def explained(findings: Iterable[Finding], fingerprint: str) -> Finding:
    """The one finding whose fingerprint starts so. Raises MigrateError for none and for several."""
    known = list(findings)
    found = [finding for finding in known if finding.fingerprint.startswith(fingerprint)] if fingerprint else []
    if len(found) == 1:
        return found[0]
    if found:
        shown = ", ".join(finding.fingerprint for finding in found[:3])
        raise MigrateError(
            f"{len(found)} findings have a fingerprint that starts with `{fingerprint}`", f"one of {shown}"
        )
    raise MigrateError(
        f"no finding has the fingerprint `{fingerprint}`",
        "`migrate analyze` shows each one's after its place; an edit may have changed it",
    )


def known(file: Path, codes: frozenset[str] | None, paths: Sequence[PurePosixPath]) -> tuple[Known, ...]:
    """What the baseline in this file knows of the codes and places that are reported."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MigrateError(
            f"{file} cannot be read: {error}", f"write it: `migrate analyze --write-baseline {file}`"
        ) from error
    prefixes = () if PurePosixPath(".") in paths else tuple(f"{path}/" for path in paths)
    return tuple(
        item
        for item in baseline.loads(text, str(file))
        if (codes is None or item.code in codes)
        and (not prefixes or any(f"{place.partition('::')[0]}/".startswith(prefixes) for place in item.places))
    )


def renamed(workspace: Workspace) -> tuple[tuple[Move, ...], tuple[str, ...]]:
    """The moves that the project's ledger records, and the import roots that give a path its dotted name."""
    moves = ledger.moves(ledger.load(workspace.root))
    return moves, source_roots(workspace) if moves else ()


def cures(code: str, beside: Path | None) -> dict[str, str]:
    """The codemods that take a finding of this code away, each with the sentence that says what it does."""
    from migrate import codemods  # LibCST: only who asks what to do waits for it

    kinds = {name: codemods.load(name, beside) for name in codemods.find(beside)}
    return {
        name: (getdoc(getmodule(kind)) or "").partition("\n")[0]
        for name, kind in kinds.items()
        if code in kind.resolves
    }
