"""The check `imports`: what could be imported still can, and needs no package that it did not need before."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from migrate.gate import fresh
from migrate.gate.judged import Baseline, Judged
from migrate.gate.moved import Moved
from migrate.gate.parse import touched
from migrate.gate.tree import File, Tree
from migrate.model import Verdict
from migrate.plan import GateTable
from migrate.python.imports import Import, parents_of, strongly_connected


def unresolved(tree: Tree, file: File, internal: frozenset[str]) -> dict[str, int]:
    """Internal dotted names that the file imports and that nobody defines, with the line. Where it cannot be told: none."""
    missing: dict[str, int] = {}
    for statement in file.imports:
        for name in _names(statement):
            if name.partition(".")[0] in internal and name not in missing and not _resolves(tree, name, statement):
                missing[name] = statement.line
    return missing


def _names(statement: Import) -> list[str]:
    """The dotted names that the statement asks for."""
    if not statement.target:
        return []
    if not statement.is_from or statement.is_star:
        return [statement.target]
    return [f"{statement.target}.{name}" for name, _ in statement.names]


def _resolves(tree: Tree, name: str, statement: Import) -> bool:
    if not statement.is_from or statement.is_star:
        return name in tree.modules or name in tree.folders or _native(tree, name)
    if tree.names.find(name).what != "missing":
        return True
    module = tree.modules.get(statement.target)
    if module is None:
        return _native(tree, statement.target) or _native(tree, name)
    return name.rpartition(".")[2] in module.typing_only or name.rpartition(".")[2] in DUNDER or _native(tree, name)


DUNDER = frozenset(
    {"__all__", "__file__", "__name__", "__doc__", "__path__", "__package__", "__spec__", "__loader__", "__dict__"}
)


def _native(tree: Tree, name: str) -> bool:
    """Whether something that is not Python source may be that module: an extension or generated file on the disk."""
    parts = name.split(".")
    for root in tree.import_paths():
        folder = root.joinpath(*parts[:-1])
        if folder.is_dir() and any(
            path.stem.partition(".")[0] == parts[-1] and path.suffix in (".so", ".pyd", ".pyx", ".py", ".pyi")
            for path in _listed(folder)
        ):
            return True
    return False


def _listed(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def all_unresolved(tree: Tree, internal: frozenset[str]) -> dict[str, frozenset[str]]:
    """Python file → the internal names that it imports in vain; only files that have some."""
    found = {str(path): frozenset(unresolved(tree, file, internal)) for path, file in tree.files.items()}
    return {path: names for path, names in found.items() if names}


def needs(tree: Tree) -> dict[str, frozenset[str]]:
    """Offered module → top-level names of third-party packages without which it cannot be imported.

    Only statements that run at import count, and none that a `try` outlives.
    """
    edges: dict[str, set[str]] = {}
    direct: dict[str, set[str]] = {}
    for module, statements in tree.graph.imports.items():
        must = [s for s in statements if s.when == "import" and not s.guarded and not s.fallback and not s.conditional]
        edges[module] = {parent for parent in parents_of(module) if parent in tree.modules}
        for statement in must:
            edges[module] |= tree.graph.resolve(statement)
        direct[module] = {
            top
            for statement in must
            if statement.target
            and (top := statement.target.partition(".")[0]) not in tree.tops
            and top not in sys.stdlib_module_names
            and top != "__future__"
        }
    closed: dict[str, set[str]] = {}
    for component in strongly_connected(edges):  # each after all that it needs
        found = set().union(
            *(direct[m] for m in component), *(closed.get(n, set()) for m in component for n in edges[m])
        )
        closed.update(dict.fromkeys(component, found))
    return {module: frozenset(closed[module]) for module in tree.offered if closed.get(module)}


def check(gate: GateTable, baseline: Baseline, judged: Judged, tree: Tree, moved: Moved) -> Verdict:
    """Red where an import statement resolves no more, a module imports no more, or a module needs a new package."""
    evidence = _lost_statements(baseline, tree, moved)
    statements = len(evidence)
    evidence += _new_needs(baseline, tree, moved)
    packages = len(evidence) - statements
    modules = [
        file.module
        for path in touched(baseline, judged, tree)
        if (file := tree.files.get(path)) and file.module in tree.offered and tree.offered[file.module].path == path
    ]
    seen = fresh.imported(gate, tree, modules, judged.runs, "imports")
    loaded = [line for line, need in _newly_loaded(gate, baseline, tree, moved, seen) if need not in evidence]
    packages += len(loaded)
    failing = _failing(baseline, moved, seen)
    evidence += loaded
    evidence += [f"{module} cannot be imported: {why}" for module, why in sorted(failing.items())]
    if not evidence:
        return Verdict(
            "imports",
            True,
            f"all import statements resolve as before, {len(modules)} touched module{'s import' if len(modules) != 1 else ' imports'}",
        )
    counts = [
        f"{number} {what}"
        for number, what in (
            (statements, "import statements resolve no more"),
            (packages, "modules need or load another package"),
            (len(failing), "modules import no more"),
        )
        if number
    ]
    return Verdict("imports", False, ", ".join(counts), tuple(evidence))


def _lost_statements(baseline: Baseline, tree: Tree, moved: Moved) -> list[str]:
    internal = baseline.internal | tree.tops
    known = {name for names in baseline.unresolved.values() for name in names}
    known |= {moved.now(name) for name in known}  # what never resolved may be written elsewhere by now
    return [
        f"{path}:{line}: {name} resolves no more"
        for path, file in sorted(tree.files.items())
        for name, line in unresolved(tree, file, internal).items()
        if name not in known
    ]


def _new_needs(baseline: Baseline, tree: Tree, moved: Moved) -> list[str]:
    origins: dict[str, set[str]] = {}
    for module in baseline.api:
        now = moved.now(module)
        if now != module and now not in baseline.api:
            origins.setdefault(now, set()).add(module)
    evidence = []
    for module, packages in sorted(needs(tree).items()):
        if module in baseline.api:
            before = baseline.needs.get(module, frozenset())
        elif module in origins:
            before = frozenset().union(*(baseline.needs.get(origin, frozenset()) for origin in origins[module]))
        else:
            continue  # a new module may need what it likes: whoever imports it is judged
        for package in sorted(packages - before):
            if not moved.removed(f"{module} without {package}"):
                evidence.append(f"importing {module} now needs {package}")
    return evidence


def _named_tops(tree: Tree) -> frozenset[str]:
    """The top-level names of others that the tree's import statements name, wherever they stand."""
    targets = {statement.target for file in tree.files.values() for statement in file.imports if statement.target}
    tops = {target.partition(".")[0] for target in targets} - tree.tops - sys.stdlib_module_names
    return frozenset(top for top in tops if top.isidentifier())


def named(tree: Tree, loads: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Of what modules load what the tree's own statements name: the rest is a matter of the packages that they name."""
    tops = _named_tops(tree)
    return {
        module: frozenset(name for name in names if name.partition(".")[0] in tops) for module, names in loads.items()
    }


def absent(gate: GateTable, tree: Tree, runs: Path) -> frozenset[str]:
    """What the tree's statements name and the project's interpreter does not find."""
    names = " ".join(sorted(_named_tops(tree)))
    said = fresh.learn(gate, tree, [("absent", names)] if names else [], runs, "absent")
    return frozenset(name for found in said.values() if isinstance(found, list) for name in found)


def _newly_loaded(
    gate: GateTable, baseline: Baseline, tree: Tree, moved: Moved, seen: fresh.Imported
) -> Iterator[tuple[str, str]]:
    """What importing a module loads that it did not load before, whether or not it can do without; and that it needs it."""
    if baseline.loaded is None:
        return
    origins: dict[str, set[str]] = {}
    for module in (*baseline.api, *baseline.loaded):
        origins.setdefault(moved.now(module), set()).add(module)
    kinds = [(baseline.loaded, named(tree, seen.loads))]
    if gate.imports.standard_library and baseline.standard is not None:
        kinds.append((baseline.standard, dict(seen.standard)))
    for before, now in kinds:
        for module in sorted(now):
            known = {module} if module in baseline.api else origins.get(module, set())
            if not known or known & (baseline.unimportable or frozenset()):
                continue
            loaded = frozenset().union(*(before.get(one, frozenset()) for one in known))
            for name in sorted(now[module] - loaded):
                top = name.partition(".")[0]
                if top not in baseline.absent and not moved.removed(f"{module} without {name}"):
                    yield f"importing {module} now loads {name}", f"importing {module} now needs {top}"


def _failing(baseline: Baseline, moved: Moved, seen: fresh.Imported) -> dict[str, str]:
    exempt = {moved.now(module) for module in baseline.unimportable or ()} | (baseline.unimportable or frozenset())
    return {module: why for module, why in seen.failing.items() if module not in exempt}
