"""Moves in their order, and a look at the whole: no new ring of imports, nothing asked for too early, nothing lost."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from migrate.model import Change, Location
from migrate.python.edits import Edit, Unplaced, apply_edits
from migrate.refactoring.draft import Draft
from migrate.refactoring.imports.retarget import spell
from migrate.refactoring.left.names import handing_out
from migrate.refactoring.left.packages import still_loaded
from migrate.refactoring.merging.weaving import unbound
from migrate.refactoring.moving.arrival import new_module, sorted_imports
from migrate.refactoring.moving.checks import PLACE_ATTRIBUTES
from migrate.refactoring.moving.sides import Sides
from migrate.refactoring.moving.stage import Lazy, Moving, Policy, Stage
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import find_module, find_symbol
from migrate.references.cycles import Loading, no_longer_loaded, too_early
from migrate.references.index import Index
from migrate.references.names import Meaning, Names
from migrate.workspace import Workspace

Way = Callable[[Draft, Stage, Policy, frozenset[Lazy], bool], Moving]
"""Makes one stage ready to be carried out, as `Moving` does."""
WAYS: Sequence[frozenset[Lazy]] = (
    frozenset(),
    frozenset({"target"}),
    frozenset({"source"}),
    frozenset({"target", "source"}),
)


def stages_of(draft: Draft, symbols: Iterable[str], into: str) -> list[Stage]:
    """The moves of these dotted names (`module.*` is all that a module defines), by source module; those that are made
    already are noted. Raises Refused for names that are not there.
    """
    wanted: dict[str, list[str]] = {}
    whole: set[str] = set()
    for dotted in symbols:
        module, _, name = dotted.rpartition(".")
        if name == "*":
            source = find_module(draft.index, module)
            own = Sides(source, (), everything=True).own()
            if own and module != into:
                wanted.setdefault(module, []).extend(own)
                whole.add(module)
            else:
                draft.note(f"`{module}` defines nothing that could move")
        elif found := _still_there(draft, dotted, into):
            wanted.setdefault(found[0], []).append(found[1])
    return [Stage(source, tuple(dict.fromkeys(names)), into, source in whole) for source, names in wanted.items()]


def _still_there(draft: Draft, dotted: str, into: str) -> tuple[str, str] | None:
    """The module and the name that are to move; None where that is done."""
    index = draft.index
    module, _, name = dotted.rpartition(".")
    source = index.names.module(module)
    nodes = source.namespace.get(name, []) if source else []
    if all(isinstance(node, ast.alias) for node in nodes) and index.names.member(into, name) == Meaning(into, name):
        draft.note(f"`{dotted}` is `{into}.{name}` already")
        return None
    symbol = find_symbol(index, dotted)
    if len(symbol.path) > 1:
        raise Refused(
            "member",
            f"`{dotted}` is a part of `{symbol.path[0]}`",
            "name what stands at the top of a module",
            symbol.where,
        )
    if all(isinstance(node, ast.alias) for node in symbol.nodes):
        meaning = index.names.member(module, name)
        hint = f"name `{meaning.dotted}`" if meaning and meaning.name else "name it in the module that defines it"
        raise Refused("imported-name", f"`{module}` only imports `{name}`", hint, symbol.where)
    return symbol.module.name, name


def carry_out(draft: Draft, stages: Sequence[Stage], policy: Policy, moving: Way = Moving) -> None:
    """Make all of these moves in the draft, in the first way that loads. Raises Refused with the reason of the plainest.

    A module whose names go to modules below it becomes a package first. `moving` is how one stage is made.
    """
    if not stages:
        return
    start = draft.workspace
    for source in dict.fromkeys(stage.source for stage in stages if stage.into.startswith(f"{stage.source}.")):
        start = _as_package(start, source)
        path = draft.index.names.path_of(source)
        if path and path.stem != "__init__":
            for mention in draft.index.path_mentions([path]):
                draft.note(
                    f"{Location(mention.path, mention.line)}: {mention.written} is a package now: see to it by hand"
                )
    first: Refused | None = None
    before = Loading(draft.index.names)
    for lazy in WAYS if policy.cycles == "inside-functions" else WAYS[:1]:
        for keep, hold in ((False, False), (False, True), (True, True)):
            try:
                made, workspace = _made(draft, start, stages, policy, lazy, keep, moving)
                workspace = _held(workspace, stages, before) if hold else workspace
                if not made.refusals:
                    _judge(draft, workspace, stages, before)
            except Refused as error:
                first = first or error
                if error.refusal.code == "lost-submodule" and not keep:
                    continue  # the package imports the old module for that alone, or that keeps its imports
                if error.refusal.code not in ("import-cycle", "one-line-function"):
                    raise
                break
            for note in made.notes:
                draft.note(note)
            draft.moves += made.moves
            draft.refusals += [refusal for refusal in made.refusals if refusal not in draft.refusals]
            take_over(draft, workspace)
            return
    assert first is not None
    raise first


def _as_package(workspace: Workspace, name: str) -> Workspace:
    """The tree where that module is a package: its file is `__init__.py` in a folder of its name."""
    names = Names(workspace)
    module = names.module(name)
    if module is None or module.package:
        return workspace
    for use in module.bindings.uses:
        if use.name.id in PLACE_ATTRIBUTES and use.scope.lookup(use.name.id) is None:
            where = Location(module.path, use.name.lineno)
            raise Refused(
                "module-place", f"{where} depends on where its file lies (`{use.name.id}`)",
                "move the names beside the module, not below it", where,
            )  # fmt: skip
    path = module.path.with_suffix("") / "__init__.py"
    if workspace.is_folder(path.parent):
        raise Refused(
            "name-taken", f"{path.parent} is a folder already", "choose another `into`", Location(module.path)
        )
    target, edits = new_module(path, name, b""), list[Edit]()
    for site in module.bindings.imports:
        if isinstance(site.node, ast.ImportFrom) and site.node.level:
            text = spell(target, module.target(site.node), True)
            edits.append(Edit(*module.positions.from_span(site.node), module.positions.encode(text)))
    data = apply_edits(module.source.data, edits)
    mode = workspace.mode(module.path)
    return workspace.with_changes([Change(path, None, data, mode, mode), workspace.change(module.path, None)])


def _made(
    draft: Draft,
    start: Workspace,
    stages: Sequence[Stage],
    policy: Policy,
    lazy: frozenset[Lazy],
    keep: bool,
    moving: Way,
) -> tuple[Draft, Workspace]:
    """What the stages, one after the other, record and say; and the tree that they leave."""
    made, workspace = Draft(draft.workspace, draft.by), start
    for stage in stages:
        one = Draft(workspace, draft.by)
        try:
            moving(one, stage, policy, lazy, keep).carry_out()
        except Unplaced as error:
            raise Refused("unplaced", str(error), "rewrite that place by hand, plainly") from error
        workspace = one.after()
        made.moves += one.moves
        made.refusals += one.refusals
        made.notes += [note for note in one.notes if note not in made.notes]
    if policy.leave == "compat" and not made.refusals:
        workspace = _answering(workspace, made, policy.remove_in)
    for into in sorted({stage.into for stage in stages} - set(draft.index.names.paths)):
        workspace = _sorted(workspace, into)
    return made, workspace


def _answering(workspace: Workspace, made: Draft, remove_in: str | None) -> Workspace:
    """The tree where the old modules answer, with a warning, for the names that they do not bind any more."""
    for source in sorted({move.old.rpartition(".")[0] for move in made.moves}):
        names = Names(workspace)
        module = names.module(source)
        assert module is not None
        answered: dict[str, tuple[str, str]] = {}
        for count, move in enumerate(made.moves):
            home, _, name = move.old.rpartition(".")
            if home != source:
                continue
            if name in module.namespace:
                made.moves[count] = replace(move, left="reexport")
            else:
                into, _, new = move.new.rpartition(".")
                answered[name] = (into, new)
        if answered:
            text = apply_edits(module.source.data, handing_out(names, module, answered, remove_in))
            workspace = workspace.with_changes([workspace.change(module.path, text)])
    return workspace


def _sorted(workspace: Workspace, name: str) -> Workspace:
    """The tree where the imports of a new module are in order: what moved later changed where some lead."""
    module = Names(workspace).module(name)
    assert module is not None
    text = sorted_imports(module)
    return workspace.with_changes([workspace.change(module.path, text)]) if text != module.source.data else workspace


def _held(workspace: Workspace, stages: Sequence[Stage], before: Loading) -> Workspace:
    """The tree where a package that loaded the old module with a name of it goes on to load that."""
    for source in dict.fromkeys(stage.source for stage in stages):
        package = Names(workspace).module(source.rpartition(".")[0])
        edit = still_loaded(before, package, source) if package else None
        if package and edit and source not in Loading(Names(workspace)).surely(package.name):
            text = apply_edits(package.source.data, [edit])
            workspace = workspace.with_changes([workspace.change(package.path, text)])
    return workspace


def take_over(draft: Draft, workspace: Workspace) -> None:
    """Write into the draft whatever the other tree, made of the draft's own, holds otherwise."""
    before = draft.workspace.overlay
    for path, text in sorted(workspace.overlay.items()):
        if path not in before or before[path] != text:
            draft.write(path, text, workspace.modes.get(path) if text is not None else None)


def _judge(draft: Draft, workspace: Workspace, stages: Sequence[Stage], before: Loading) -> None:
    """Raise Refused for what would not load as it did."""
    names = Names(workspace)
    after = Loading(names)
    for stage in stages:
        path = draft.index.names.path_of(stage.source)
        assert path is not None
        where = Location(path)
        _check_bound(draft.index, names, stage, where)
        known = [before.ring_of(stage.source), before.ring_of(stage.into)]
        for module in (stage.into, stage.source):
            ring = after.ring_of(module)
            if ring and not any(ring <= other for other in known):
                new = [name for name in ring if not any(name in other for other in known)] or sorted(ring)
                ways = after.rings_through(module, [name for name in new if name != module] or [module])
                walk = min(ways, key=lambda item: (len(item), item))
                raise Refused(
                    "import-cycle",
                    f"the move would make an import cycle: {' → '.join(walk)}",
                    'say `cycles = "inside-functions"`, or move what both need along',
                    where,
                )
        if early := too_early(before, after, stage.source, stage.into):
            raise Refused(
                "import-cycle",
                f"`{early.module}` would ask `{early.target}` for `{early.name}` while that is still being imported",
                'say `cycles = "inside-functions"`, or move what both need along',
                where,
            )
        if lost := no_longer_loaded(before, after, stage.source, stage.into, True):
            package, module = lost
            raise Refused(
                "lost-submodule",
                f"`import {package}` would no longer give `{module}`: only what moves imports that",
                f"import `{module}` in {draft.index.names.path_of(package)} first",
                where,
            )


def _check_bound(index: Index, after: Names, stage: Stage, where: Location) -> None:
    """Every name that the two modules read is bound, as far as it was."""
    known: set[str] = set()
    for name in (stage.source, stage.into):
        module = index.names.module(name)
        known |= unbound(module) if module else set()
    for name in (stage.source, stage.into):
        module = after.module(name)
        lost = (unbound(module) if module else set()) - known
        if lost:
            raise Refused(
                "lost-name", f"`{name}` would use `{min(lost)}`, which nothing binds", "report this as a bug", where
            )


def split_stages(draft: Draft, module: str, into: Mapping[str, Sequence[str]]) -> list[Stage]:
    """The moves that split a module. Raises Refused for a name that two groups take, and for one that is not there."""
    takers: dict[str, str] = {}
    for target, names in into.items():
        for name in names:
            if name != "*" and takers.setdefault(name, target) != target:
                raise Refused("taken-twice", f"`{name}` would go to `{takers[name]}` and to `{target}`", "name it once")
    found: list[Stage] = []
    for target, names in into.items():
        symbols = [f"{module}.{name}" for name in names if name != "*"]
        if "*" in names:
            own = Sides(find_module(draft.index, module), (), everything=True).own()
            rest = [f"{module}.{name}" for name in own if name not in takers]
            if not rest:
                draft.note(f"`{module}` defines nothing more that could go to `{target}`")
            symbols += rest
        stages = stages_of(draft, symbols, target)
        found += [replace(stage, everything="*" in names) for stage in stages]
    return found
