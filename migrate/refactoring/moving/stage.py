"""Moves names from one module to another: what goes with them, what each side needs of the other, and who follows."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal

from migrate.model import Location, Move
from migrate.python.edits import Edit
from migrate.refactoring.draft import Draft
from migrate.refactoring.imports.either import either
from migrate.refactoring.imports.folding import fold_imports
from migrate.refactoring.imports.hosting import Host
from migrate.refactoring.imports.inside import Inside
from migrate.refactoring.imports.retarget import spell
from migrate.refactoring.left.modules import served
from migrate.refactoring.moving.arrival import Arrival, imports_inside, new_module, opening
from migrate.refactoring.moving.checks import Checks
from migrate.refactoring.moving.importers import Departure, Importer, Pointed
from migrate.refactoring.moving.needs import Needing, Needs
from migrate.refactoring.moving.patches import Patches
from migrate.refactoring.moving.rest import Rest, Wanted
from migrate.refactoring.moving.sides import Reading, Sides
from migrate.refactoring.moving.traces import Trace, lazy_tables, strings_left
from migrate.refactoring.refused import Refused
from migrate.refactoring.retexting import moved_in_comments, moved_in_documents
from migrate.references.index import Reference
from migrate.references.names import Meaning, Module

Lazy = Literal["target", "source"]
"""Which side imports the other's names inside functions."""


@dataclass(frozen=True)
class Policy:
    """What the user chose."""

    leave: Literal["nothing", "compat", "reexport"] = "nothing"
    remove_in: str | None = None
    helpers: Literal["auto", "move", "import", "refuse"] = "auto"
    cycles: Literal["refuse", "inside-functions"] = "refuse"
    fresh: bool = False
    """The names were made by this very step: nobody has pickled them."""


@dataclass(frozen=True)
class Stage:
    """These names of `source` go to `into`; with `everything` also what runs there and binds nothing."""

    source: str
    names: tuple[str, ...]
    into: str
    everything: bool = False


class Moving:
    """One stage, made in a draft. Nothing is judged that only the whole tree can tell: rings, names asked for too early.

    With `leave = "compat"` the old module does not answer yet: see `carry_out` of moving_plan.
    """

    def __init__(self, draft: Draft, stage: Stage, policy: Policy, lazy: frozenset[Lazy], keep: bool) -> None:
        """`lazy` says which side imports inside functions; with `keep` the old module loses no import."""
        self.draft = draft
        self.index = draft.index
        self.names = draft.index.names
        self.stage = stage
        self.policy = policy
        self.lazy = lazy
        self.keep = keep
        self.old, self.new = stage.source, stage.into
        module = self.names.module(stage.source)
        assert module is not None
        self.source: Module = module
        self.sides = Sides(module, stage.names, stage.everything)
        self.repatched: set[str] = set()
        """Names whose patches follow to the new module."""

    def carry_out(self) -> None:
        """Write everything into the draft. Raises Refused, Unplaced."""
        checks = Checks(self.draft, self.sides, self.new, self.new_path)
        checks.places()
        self._helpers()
        checks.hooks()
        checks.state()
        checks.order()
        inside = self._inside()
        needs = Needing(self.index, self.sides, self.target, self.new, inside.gone if inside else set()).work()
        self._split(needs)
        self._patches()
        self._write_target(needs, inside)
        self._write_source()
        self._importers()
        self._texts()
        self._tell()
        left = self.policy.leave
        self.draft.moves += [
            Move(f"{self.old}.{name}", f"{self.new}.{name}", "symbol", left) for name in sorted(self.sides.names)
        ]

    # where

    @cached_property
    def target(self) -> Module | None:
        """The module that takes the names, if it is there."""
        return self.names.module(self.new)

    @cached_property
    def new_path(self) -> PurePosixPath:
        """The file of that module."""
        path = self.names.path_of(self.new)
        depth = len(self.old.split(".")) + self.source.package
        root = self.source.path.parents[depth - 1]
        return path or root.joinpath(*self.new.split(".")).with_suffix(".py")

    def _at(self, name: str) -> Location:
        return Location(self.source.path, getattr(self.source.namespace[name][0], "lineno", 1), symbol=name)

    # what goes along

    def _helpers(self) -> None:
        """Private names that what goes needs, and that are not asked to go."""
        sides, policy = self.sides, self.policy.helpers
        sides.take(self._made_for_it())
        while private := self._private():
            read = sides.read_by(sides.staying)
            alone = [
                name for name in private if not any(sides.binders[name] != [item.unit] for item in read.get(name, ()))
            ]
            if policy == "refuse":
                name = private[0]
                raise Refused(
                    "private-helper",
                    f"what moves needs `{name}`, which stays",
                    f'add "{self.old}.{name}" to what moves',
                    self._at(name),
                )
            if policy == "import":
                return
            chosen = private if policy == "move" else alone
            if not chosen and self._is_asked_back():
                chosen = private if not self._public() else []
            if not chosen:
                return
            for name in chosen:
                self.draft.note(f"{self._at(name)}: `{name}` moves too, for what moves needs it")
            sides.take(chosen)

    def _made_for_it(self) -> list[str]:
        """Loggers and type variables that nobody else uses."""
        sides = self.sides
        still, there = sides.read_by(sides.staying), self.target.namespace if self.target else {}
        return [
            name
            for name in sorted(sides.read_by(sides.going))
            if sides.is_copied(name) and name not in still and name not in self.source.exports.names
            and name not in there and not self.is_taken(name)
        ]  # fmt: skip

    def _private(self) -> list[str]:
        """The private definitions that stay and that what goes reads."""
        sides = self.sides
        return sorted(
            name
            for name in sides.read_by(sides.going)
            if name.startswith("_") and not name.startswith("__") and name not in sides.names and self._is_defined(name)
        )

    def _public(self) -> list[str]:
        sides = self.sides
        return [
            name
            for name in sides.read_by(sides.going)
            if not name.startswith("_")
            and name not in sides.names
            and self._is_defined(name)
            and not sides.is_copied(name)
        ]

    def _is_defined(self, name: str) -> bool:
        nodes = self.source.namespace.get(name, [])
        return bool(self.sides.binders.get(name)) and not all(isinstance(node, ast.alias) for node in nodes)

    def _is_asked_back(self) -> bool:
        """Whether the old module will import the new one."""
        sides = self.sides
        return self.policy.leave == "reexport" or bool(set(sides.read_by(sides.staying)) & sides.names)

    # who needs what

    def _inside(self) -> Inside | None:
        if self.target is None:
            return None
        return Inside(
            self.index, self.target, self.old, lambda name: name if name in self.sides.names else None, whole=False
        )

    def _split(self, needs: Needs) -> None:
        """When each side needs the other, and how it imports it."""
        sides = self.sides
        ours = served(self.source.source.tree) if self.policy.leave == "compat" else frozenset()
        rest = {
            name: kept
            for name, found in sides.read_by(sides.staying).items()
            if name in sides.names and (kept := [item for item in found if id(item.use.name) not in ours])
        }
        ring = bool(rest) or self.policy.leave == "reexport"
        self.back = _Split(needs.back, sides.called_at_once(sides.going), "target" in self.lazy, ring)
        self.forth = _Split(rest, sides.called_at_once(sides.staying), "source" in self.lazy, bool(self.back.top))

    @cached_property
    def relative(self) -> bool:
        """Whether the two modules import each other relatively."""
        for module in (self.target, self.source):
            if module is not None and (said := Host(self.names, module).relative) is not None:
                return said
        return False

    def _patches(self) -> None:
        """Where patches must go to. Raises Refused where one would have to be two."""
        sides = self.sides
        late = {name for _, name in self.back.late}
        there = _at_run_time(sides.read_by([*sides.going, *sides.copied])) - late
        here = _at_run_time(sides.read_by(sides.staying)) - {name for _, name in self.forth.late}
        self.patches = Patches(self.index, self.old, self.new, sides.names | there)
        asked = {patch.name for patch in self.patches.found if patch.name in sides.names and self._is_asked(patch.name)}
        self.stays, edits = self.patches.decide(sides.names, there, here, asked)
        self.repatched = {
            patch.name for patch in self.patches.found if patch.where.path in edits and patch.name in there
        }
        for path, found in edits.items():
            self.draft.edit(path, *found)

    def _is_asked(self, name: str) -> bool:
        """Whether others look the name up in its module as they run."""
        old = Meaning(self.old)
        for reference in self.index.references(f"{self.old}.{name}"):
            if reference.path in (self.source.path, self.new_path):
                continue
            if reference.form == "attribute" and reference.owner == old and reference.written == name and reference.use:
                last = reference.use.attributes[-1]
                if last.attr != name or isinstance(last.ctx, ast.Load):
                    return True
            if reference.form == "imported" and reference.site and reference.site.scope.kind == "function":
                return True
        return False

    # the texts

    def _own_edits(self, going: bool) -> list[Edit]:
        """What changes in the old module's text for the new place of the names: in what goes, or in what stays."""
        units = self.sides.going if going else self.sides.staying
        spans = [(unit.start, unit.end) for unit in units]

        def elsewhere(reference: Reference) -> bool:
            return not any(start <= reference.start < end for start, end in spans)

        done = Importer(self._departure(), self.source, elsewhere).point()
        for line, reason in done.left:
            self.left(self.source.path, line, reason)
        if going:
            for edit in done.edits:
                if not any(start <= edit.start and edit.end <= end for start, end in spans):
                    at = Location(self.source.path, self.source.positions.line_of(edit.start))
                    raise Refused(
                        "self-import",
                        f"{at}: what moves uses its own module as an object",
                        "use the names alone first",
                        at,
                    )
        return [*done.edits, *moved_in_comments(self.source, self.old, self.sides.names, self.new)]

    def _departure(self) -> Departure:
        return Departure(self.index, self.old, self.new, self.sides.names, self.stays)

    def _write_target(self, needs: Needs, inside: Inside | None) -> None:
        target = self.target or new_module(self.new_path, self.new, opening(self.source))
        arrival = Arrival(self.names, self.sides, target, needs, inside)
        edits = [*self._own_edits(True), *needs.edits, *self._re_anchored(target)]
        back = spell(target, self.old, self.relative)
        edits += imports_inside(self.source, self.back.late, back)
        if self.target:
            others = Importer(self._departure(), self.target, lambda item: item.form != "string").point()
            arrival.host.edits += others.edits
            for line, reason in others.left:
                self.left(self.target.path, line, reason)
        exports = self.source.exports
        public = {name for name in self.sides.names if not name.startswith("_")}
        if exports.there and exports.known:
            public &= set(exports.names)
        elif not self.target:
            public = set()
        text = arrival.text(edits, self.relative, self.back.top, self.back.typing, sorted(public))
        for note in arrival.notes:
            self.draft.note(note)
        self.draft.write(self.new_path, self._folded(new_module(self.new_path, self.new, text), self._brought(needs)))

    def _brought(self, needs: Needs) -> list[str]:
        """The modules of which the target may have two imports now."""
        found = [
            self.source.origins[alias][0]
            for aliases in needs.plain.values()
            for alias in aliases
            if self.source.origins[alias][1]
        ]
        return sorted({*found, *needs.starred.values(), self.old})

    def _re_anchored(self, target: Module) -> list[Edit]:
        """Relative imports as they read in the new module."""
        at, edits = self.source.positions, list[Edit]()
        for site in self.source.bindings.imports:
            node = site.node
            if isinstance(node, ast.ImportFrom) and node.level:
                to = self.source.target(node)
                text = spell(target, to, True)
                moved = to == self.old and all(alias.name in self.sides.names for alias in node.names)
                if text != "." * node.level + (node.module or "") and not moved:
                    edits.append(Edit(*at.from_span(node), at.encode(text)))
        return edits

    def _write_source(self) -> None:
        leave, sides = self.policy.leave, self.sides
        wanted = Wanted(set(self.forth.top), set(), set(self.forth.typing), leave != "nothing")
        if leave == "reexport":
            wanted.shown = set(sides.names)
        edits = self._own_edits(False)
        edits += imports_inside(self.source, self.forth.late, spell(self.source, self.new, self.relative))
        rest = Rest(self.names, sides, self.new, self.is_taken)
        text = rest.text(edits, wanted, self.relative, self.keep)
        text = self._folded(new_module(self.source.path, self.old, text), [self.new])
        self.draft.write(self.source.path, text)

    def is_taken(self, name: str) -> bool:
        """Whether somebody takes from the old module a name that it imports."""
        leaf, dotted, old = self.old.rpartition(".")[2], f"{self.old}.{name}", Meaning(self.old)
        stars = {item.path for item in self.index.star_importers(self.old)} if not name.startswith("_") else set()
        for path in self.names.files_with(name):
            data = self.draft.workspace.read(path)
            if path == self.source.path or not (
                leaf.encode() in data or f"{self.names.names.get(path)}.".startswith(f"{self.old}.")
            ):
                continue
            if path in stars or (dotted.encode() in data and name not in self.repatched):
                return True
            for reference in self.index.in_file(path):
                if reference.spelled == dotted or (reference.owner == old and reference.written == name):
                    return True
        return bool(stars) and any(name.encode() in self.draft.workspace.read(path) for path in stars)

    # everyone else

    def _importers(self) -> None:
        names = self.sides.names
        files: set[PurePosixPath] = set()
        for name in sorted(names):
            files.update(self.index.files_about(Meaning(self.old, name)))
        files.update(item.path for item in self.index.star_importers(self.old))
        others = set(self.names.files_with(f"{self.old}.", f"{self.old}:", f'"{self.old}"', f"'{self.old}'"))
        traces: list[Trace] = list(lazy_tables(self.index, self.old, names))
        for path in sorted((files | others) - {self.source.path, self.new_path}):
            module = self.draft.module(path)
            if module is None:
                continue
            done = Importer(self._departure(), module).point() if path in files else Pointed()
            for line, reason in [*done.left, *either(self.names, module, self.old, names)]:
                self.left(path, line, reason)
            traces += strings_left(self.index, module, self.old, names)
            self.draft.edit(path, *done.edits, *moved_in_comments(module, self.old, names, self.new))
            if done.edits:
                self._fold(path, module)
        for where, reason in traces:
            self.left(where.path, where.line, reason)

    def _fold(self, path: PurePosixPath, module: Module) -> None:
        """One import of the new module where the file has two now; not where it writes a line for each name."""
        own = [
            (id(site.scope), module.target(site.node))
            for site in module.bindings.imports
            if isinstance(site.node, ast.ImportFrom)
        ]
        if len(set(own)) < len(own):
            return
        text = self.draft.text(path)
        again = Module(type(module.source)(path, text, module.name, package=module.package))
        try:
            self.draft.write(path, self._folded(again, [self.new, *filter(None, [self.new.rpartition(".")[0]])]))
        except SyntaxError:
            return  # told of when the draft is read

    def _folded(self, module: Module, targets: Iterable[str]) -> bytes:
        """The text with one import of each of these modules where it has several beside each other."""
        for target in targets:
            data = fold_imports(
                module, target, (), lambda name: self.names.star_names(name) if self.names.module(name) else None
            )
            module = new_module(module.path, module.name, data)
        return module.source.data

    def left(self, path: PurePosixPath, line: int, reason: str) -> None:
        """Tell of a reference that stays as it is; where nothing is left at the old place that is a refusal."""
        at = Location(path, line)
        if self.policy.leave == "nothing":
            self.draft.refuse("unproven-reference", f"{at}: {reason}", 'mend it by hand, or say `leave = "compat"`', at)
        else:
            self.draft.note(f"{at}: left as it is: {reason}")

    def _texts(self) -> None:
        names = self.sides.names
        for path, edit, line in moved_in_documents(self.index, self.old, names, self.new):
            if isinstance(edit, Edit):
                self.draft.edit(path, edit)
            else:
                self.left(path, line, edit)

    def _tell(self) -> None:
        """What no text can show."""
        classes = [
            name for name in sorted(self.sides.names) if isinstance(self.source.namespace[name][-1], ast.ClassDef)
        ]
        if (
            classes
            and self.policy.leave == "nothing"
            and not self.policy.fresh
            and any(True for _ in self.names.files_with("pickle"))
        ):
            self.draft.note(
                f"{self._at(classes[0])}: what was pickled as `{self.old}.{classes[0]}` cannot be read any more"
            )


class _Split:
    """How names of another module are imported: at the top, for type checkers, or inside functions."""

    def __init__(self, readings: Mapping[str, list[Reading]], at_once: set[str], lazy: bool, ring: bool) -> None:
        self.top: set[str] = set()
        self.typing: set[str] = set()
        self.late: list[tuple[ast.AST, str]] = []
        for name, found in sorted(readings.items()):
            moments = {item.moment for item in found} | ({"import"} if name in at_once else set())
            if moments == {"typing"} and (ring or lazy):
                self.typing.add(name)
            elif lazy and "import" not in moments and moments != {"typing"}:
                self.late += [(item.function, name) for item in found if item.moment == "call" and item.function]
                self.typing |= {name} if "typing" in moments else set()
            else:
                self.top.add(name)


def _at_run_time(readings: Mapping[str, list[Reading]]) -> set[str]:
    """The names that are looked up when functions run."""
    return {name for name, found in readings.items() if any(item.moment == "call" for item in found)}
