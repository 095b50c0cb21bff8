"""The check `api`: what was public still is, and means the same to a caller, at its old place or where a move says."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from migrate.gate import exceptions, fresh, loads
from migrate.gate.judged import Baseline, Judged
from migrate.gate.moved import Moved
from migrate.gate.offer import Found, Offer
from migrate.gate.shapes import UNKNOWN, VALUE
from migrate.gate.signatures import Signature, constructor
from migrate.gate.tree import Tree
from migrate.model import Json, Move, Redefinition, Verdict
from migrate.plan import GateTable
from migrate.python.imports import parents_of
from migrate.python.parameters import accepts, bases_text


def shapes(tree: Tree) -> dict[str, Json]:
    """Module → shape, of every module that the project offers and that can be parsed."""
    return {name: file.shape for name, file in tree.offered.items() if not file.error}


def check(gate: GateTable, baseline: Baseline, judged: Judged, tree: Tree, moved: Moved) -> Verdict:
    """Red where a public name is lost, changed for its callers, or is another object at its old place than at its new one."""
    api = _Comparison(baseline, tree, moved, judged.redefinitions)
    api.compare()
    tasks: dict[fresh.Task, str] = dict.fromkeys((("has", name) for name in api.unsure), "")
    for old, new in api.pairs:
        tasks["same", old, new] = ""
    for old, new in api.delegates:
        tasks["calls", old, new] = ""
    for old, new in api.members:
        tasks["member", old, new] = ""
    for old in api.left_modules:
        tasks["has", old] = ""
    exempt = baseline.unimportable or frozenset()
    answers = fresh.ask(
        gate, tree, (task for task in tasks if not _within(task[1], exempt)), judged.runs, "api"
    )  # what could not be imported before the first step is no obstacle now
    for task, why in answers.items():
        if why and task[0] == "same":
            also = "" if why == fresh.DIFFERENT else f": {why}"
            api.say(f"{task[1]} is not the same object as {task[2]}, {api.pairs[task[1], task[2]]}{also}")
        elif why and task[0] == "member":
            api.say(
                f"{task[1]} is not {task[2]}, {MOVED}, and does not ask for it{'' if why == fresh.DIFFERENT else f': {why}'}"
            )
        elif why and task[0] == "calls":
            api.say(f"{task[1]} stays for calls of {task[2]}, and cannot: {why}")
        elif why:
            api.say(f"{task[1]} is lost: {why}")
    if baseline.exceptions:
        api.complaints += exceptions.changed(gate, baseline.exceptions, judged, tree, moved, api.counts)
    gained = sorted(_public(tree.names, shapes(tree)) - _public(api.before, baseline.api) - baseline.gained)
    metrics = {"names": len(api.names), "gained": gained}
    if api.complaints:
        lost = sorted(set(api.complaints))
        return Verdict(
            "api", False, f"{len(lost)} changes to the public API that no move declares", tuple(lost), metrics
        )
    redefined = f", {len(api.redefined)} redefined as declared" if api.redefined else ""
    moved_ones = sum(why == MOVED for why in api.pairs.values())
    return Verdict(
        "api",
        True,
        f"{len(api.names)} public names as before, {moved_ones} moved ones the same object{redefined}",
        tuple(f"{name}: {api.redefined[name]}, as declared" for name in sorted(api.redefined)),
        metrics,
    )


MOVED = "where it was moved"


def _within(name: str, modules: frozenset[str]) -> bool:
    return name in modules or any(part in modules for part in parents_of(name))


def _public(offer: Offer, api: Mapping[str, Json]) -> set[str]:
    return {
        f"{module}.{name}"
        for module, shape in api.items()
        if _is_public(module)
        for name in _names(offer, module, shape)
    }


def _is_public(module: str) -> bool:
    return not any(part.startswith("_") for part in module.split("."))


def _names(offer: Offer, module: str, shape: Json) -> Iterator[str]:
    """The module's public names; those of a star import are its own too."""
    seen, waiting = {module}, [shape]
    found = set(shape["public"])
    while waiting:
        here = waiting.pop()
        for star in here["stars"]:
            there = offer.shapes.get(star)
            if there is not None and star not in seen and shape["all"] is None:
                seen.add(star)
                waiting.append(there)
                found.update(name for name in there["public"] if not name.startswith("_"))
    yield from sorted(found)


class _Comparison:
    """The baseline's API held against the tree's, name by name."""

    def __init__(
        self, baseline: Baseline, tree: Tree, moved: Moved, redefinitions: Iterable[Redefinition] = ()
    ) -> None:
        self.baseline = baseline
        self.tree = tree
        self.before = Offer(baseline.api, baseline.internal)
        self.after = tree.names
        self.moved = moved
        self.complaints: list[str] = []
        self.unsure: set[str] = set()
        """Names that only an interpreter can find."""
        self.pairs: dict[tuple[str, str], str] = {}
        """(old, new) that must be one object → why."""
        self.delegates: set[tuple[str, str]] = set()
        """(old, new) where the old one calls the new one."""
        self.members: set[tuple[str, str]] = set()
        """(old, new) in classes, where the old one is the new one or asks for it."""
        self.left_modules: set[str] = set()
        """Modules that a move left something of at the old place."""
        self.real: set[str] = set()
        """Where public classes and functions of the baseline were really defined: what a pickle says."""
        self.declared = Declared(self.before, self.after, moved, redefinitions)
        self.redefined = self.declared.used
        self.names: set[str] = set()
        self.judged: set[tuple[str, str]] = set()

    def say(self, complaint: str) -> None:
        self.complaints.append(complaint)

    def compare(self) -> None:
        for module, shape in sorted(self.baseline.api.items()):
            if not _is_public(module) or self.moved.removed(module):
                continue
            self._module(module)
            for name in _names(self.before, module, shape):
                self._name(f"{module}.{name}", module)
        for name in sorted(self.baseline.gained):
            if not self.moved.removed(name) and self._at(self.moved.now(name)) is None:
                self.say(f"{name}, which an earlier step brought, is lost")
        for move in self.moved.moves:
            self._is_back(move)
            self._left_there(move)
        self.complaints += self.declared.wrong()
        self.complaints += loads.lost(self.baseline, self.tree, self.moved)

    def _module(self, module: str) -> None:
        for place in self._places(module):
            if place not in self.after.shapes and place not in self.after.folders:
                self.say(f"module {place} is lost{self._from(module, place)}")

    def _places(self, name: str) -> list[str]:
        """Where the name must be now: where it was moved, and where it was if something was left there."""
        new = self.moved.now(name)
        return list(dict.fromkeys([new, *([name] if self.moved.stays(name) else [])]))

    def _from(self, name: str, place: str) -> str:
        return "" if name == place else f" (where {name} was moved)"

    def _at(self, name: str, ask: bool = True) -> Found | None:
        """What the name finds now; None where it is lost. What only an interpreter can find is asked for."""
        found = self.after.find(name)
        if found.what == "missing":
            return None
        if ask and found.what == "unknown" and self.after.find(name.rpartition(".")[0]).what == "module":
            self.unsure.add(name)
        return found

    def _name(self, name: str, module: str) -> None:
        before = self.before.find(name)
        places, lost = self._places(name), False
        if before.what == "missing" or self.moved.removed(name, before.name, *places):
            return
        self.names.add(name)
        if before.what == "shape" and (isinstance(before.shape, dict) or before.shape not in (VALUE, UNKNOWN)):
            self._pickled(before.name, name)
        for place in places:
            if _lost_module(place, self.after) and place.rpartition(".")[0] in self._places(module):
                lost = True  # and said of the module itself
                continue
            after = self._at(place, ask=before.what != "unknown")
            if after is None:
                lost = True
                if not self._went_with(before.name, name):
                    self.say(f"{place} is lost{self._from(name, place)}")
            elif before.what == "shape" and (before.name, place) not in self.judged:
                self.judged.add((before.name, place))
                self._shape(place, before, after)
        if len(places) > 1 and before.what != "module" and not lost and self.moved.is_same(name):
            self.pairs[name, places[0]] = MOVED
        if len(places) == 1 and places[0] == name:
            self._exported(name, module)

    def _pickled(self, real: str, name: str) -> None:
        """What was pickled says where it was really defined: that must be found there still, unless it was moved away."""
        if real in self.real:
            return
        self.real.add(real)
        public = self.moved.now(name)
        if real == name or not self.moved.stays(real) or self.moved.removed(real):
            return
        there, here = self.after.find(real), self.after.find(public)
        if there.what == "missing":
            self.say(f"what was pickled as {real} no longer loads: it is not there, and {public} is")
        elif (there.what, there.name) != (here.what, here.name) and here.what != "missing":
            self.pairs[real, public] = "as which it was pickled"

    def _left_there(self, move: Move) -> None:
        """Every declared move that left something is kept, whether or not a baseline knows the name."""
        now = self.moved.now(move.old)
        if now == move.old or self.moved.removed(move.old, now) or not self._is_ours(move):
            return
        if move.kind == "module" and self.moved.stays(move.old):
            self.left_modules.add(move.old)
        elif move.kind == "symbol" and self.moved.stays(move.old) and self._is_member(move.old):
            self.members.add((move.old, now))
        elif move.kind == "symbol" and self.moved.is_same(move.old):
            self.pairs.setdefault((move.old, now), MOVED)
        elif move.kind == "symbol" and self.moved.stays(move.old):
            self.delegates.add((move.old, now))

    def _is_member(self, name: str) -> bool:
        """Whether the name is one in a class."""
        owner = name.rpartition(".")[0]
        return "shape" in (self.before.find(owner).what, self.after.find(owner).what)

    def _is_ours(self, move: Move) -> bool:
        """Whether a fresh interpreter can be asked for it: it lies below the import roots, and is no file and no parameter."""
        known = {*self.tree.offered, *self.baseline.api}
        modules = [move.old] if move.kind == "module" else parents_of(move.old)
        return "/" not in move.old and not known.isdisjoint(modules)

    def counts(self, name: str, what: str) -> bool:
        """Whether a difference in what an exception of the baseline does is one that nobody declared."""
        if name not in self.real or self.moved.removed(name, self.moved.now(name), f"{what}({name})"):
            return False
        place = self.after.find(self.moved.now(name))
        made = self.after.member(place.name, place.shape, ["__init__"]).name if isinstance(place.shape, dict) else ""
        return not (what in ("call", "str", "args", "pickle") and made in self.redefined)

    def _went_with(self, real: str, name: str) -> bool:
        """Whether a re-export is gone because what it stood for was moved, with nothing left, and is there."""
        return (
            bool(real)
            and real != name
            and not self.moved.stays(real)
            and self.after.find(self.moved.now(real)).what != "missing"
        )

    def _exported(self, name: str, module: str) -> None:
        short, now = name.rpartition(".")[2], self.after.shapes.get(module)
        if now is None or now["all"] is None or short in now["all"]:
            return
        exported = self.baseline.api[module]["all"]
        if exported is None or short in exported:
            self.say(f"{name} is no longer in `__all__`")

    def _is_back(self, move: Move) -> None:
        """A thing that a step took away and that is defined at its old place again: half of the step was undone."""
        if self.moved.stays(move.old) or move.kind == "module" or any(m.new == move.old for m in self.moved.moves):
            return
        found = self.after.find(move.old)
        if found.what == "shape" and found.name == move.old and self.before.find(move.old).what == "shape":
            self.say(f"{move.old} is there again, though a step moved it to {move.new}")

    def _shape(self, place: str, before: Found, after: Found) -> None:
        old, new = before.shape, after.shape
        if after.what == "unknown" or old in (VALUE, UNKNOWN) or new == UNKNOWN:
            return
        if isinstance(old, dict) and isinstance(new, dict):
            self._class(place, before, after)
        elif isinstance(old, dict):
            self.say(f"{place} is no class any more")
        elif isinstance(new, str) and isinstance(old, str):
            self._callable(place, old, new, before.name, after.name)

    def _in_class(self, name: str) -> bool:
        return self.before.find(name.rpartition(".")[0]).what != "module"

    def _callable(self, place: str, old: str, new: str, name: str, real: str) -> None:
        if self.declared.covers(real, old, new):
            return
        if new == VALUE:
            self.say(f"{place} is no function any more")
        elif new != UNKNOWN:
            one, other = Signature.parse(old), Signature.parse(new)
            if other.kind == "static" and not one.kind and not self._in_class(name):
                other = replace(other, kind="")  # a function that went into a class is called as before
            if (
                one.kind in ("static", "class")
                and not other.kind
                and self.after.find(real.rpartition(".")[0]).what == "module"
            ):
                one = replace(one, kind="")  # and so is a method that came out of one, if no caller gave it more
            for why in other.breaks(one):
                self.say(f"{place}: {why}")

    def _class(self, place: str, before: Found, after: Found) -> None:
        now = set(self.after.ancestors(after.name, after.shape)) | {after.name}
        then = list(self.before.ancestors(before.name, before.shape))
        for base in sorted(set(then)):
            short = base.rpartition(".")[2]
            if base in ("builtins.object", UNKNOWN) or short.startswith("_") or self.moved.removed(base):
                continue
            kept = now.intersection({base, self.moved.now(base), self._real(base)}) or _reaches(base, now)
            if not kept and not self.declared.bases(after, base, there=False):
                self.say(f"{place} has lost its base class {base}")
        self._caught(place, after, then, now)
        self._order(place, before, after)
        unsure = any(self._is_new_stranger(base, then) for base in now)
        for member in _members(self.before, before.shape, set()):
            self._member(place, member, before, after, unsure)
        one = constructor(self.before, before.name, before.shape)
        other = constructor(self.after, after.name, after.shape)
        if one is not None and other is not None and not self._made_as_declared(before, after):
            for why in accepts(one, other):
                self.say(f"{place}(…): {why}")

    def _made_as_declared(self, before: Found, after: Found) -> bool:
        old, new = (
            offer.member(one.name, one.shape, ["__init__"])
            for offer, one in ((self.before, before), (self.after, after))
        )
        return self.declared.covers(new.name, old.shape, new.shape)

    def _caught(self, place: str, after: Found, then: list[str], now: set[str]) -> None:
        """An exception that has become one of another kind is caught by handlers of that kind, which let it pass before."""
        if "builtins.BaseException" not in now and not _reaches("builtins.BaseException", now):
            return
        were = {*then, *map(self.moved.now, then), *map(self._real, then)}
        known = {self.moved.now(move.old) for move in self.moved.moves}
        for base in sorted(now - were - {after.name}):
            short = base.rpartition(".")[2]
            builtin = base.startswith("builtins.")
            if short.startswith("_") or base == "builtins.object" or (builtin and _reaches(base, set(then))):
                continue
            old = builtin or base in known or self.before.find(base).what == "shape"
            declared = self.declared.bases(after, base, there=True) or self.moved.removed(
                f"{place} without {short if builtin else base}"
            )
            if old and not declared:
                self.say(f"{place} is caught by `except {short if builtin else base}` now")

    def _order(self, place: str, before: Found, after: Found) -> None:
        """Bases that stood in one order and stand in the other: another one's members are found first."""
        old = self.before.order(before.name, before.shape)
        new = self.after.order(after.name, after.shape)
        if old is None or new is None:
            return
        ranks = {name: at for at, name in enumerate(new)}
        known = [(name, ranks[real]) for name in old if (real := self._image(name)) in ranks]
        for (one, at), (other, behind) in pairwise(known):
            if at > behind and not self.declared.bases(after, self._image(other), there=True):
                self.say(f"{place} takes members of {self._image(other)} before those of {self._image(one)} now")
                return

    def _image(self, name: str) -> str:
        return name if name.startswith("builtins.") else self._real(name) or self.moved.now(name)

    def _real(self, base: str) -> str:
        return self.after.find(self.moved.now(base)).name

    def _is_new_stranger(self, base: str, then: list[str]) -> bool:
        """Whether a class has come among the ancestors of which the source tells nothing."""
        return base not in then and not isinstance(self.after.find(base).shape, dict) and base not in TOLD

    def _member(self, place: str, member: str, before: Found, after: Found, unsure: bool) -> None:
        old = self.before.member(before.name, before.shape, [member])
        new = self.after.member(after.name, after.shape, [member])
        name = f"{place}.{member}"
        if member in ("__init__", "__new__") or old.what != "shape" or self.moved.removed(name, old.name):
            return
        if new.what == "missing" or (new.what == "unknown" and new.name.rpartition(".")[2] != member and not unsure):
            renamed = {self.moved.now(name), self.moved.now(f"{before.name}.{member}")} - {
                name,
                f"{before.name}.{member}",
            }
            there = [found for one in sorted(renamed) if (found := self.after.find(one)).what != "missing"]
            if not there and not hasattr(object, member):
                self.say(f"{name} is lost")
            for found in there[:1]:
                if isinstance(found.shape, str) and isinstance(old.shape, str) and old.shape not in (VALUE, UNKNOWN):
                    self._callable(found.name, old.shape, found.shape, old.name, found.name)
        elif new.what == "shape" and isinstance(old.shape, str) and isinstance(new.shape, str):
            if old.shape not in (VALUE, UNKNOWN):
                self._callable(name, old.shape, new.shape, old.name, new.name)
        elif isinstance(old.shape, dict) and isinstance(new.shape, dict):
            self._class(name, old, new)


class Declared:
    """The redefinitions that steps declared, held against what was and what is, letter by letter."""

    def __init__(self, before: Offer, after: Offer, moved: Moved, redefinitions: Iterable[Redefinition]) -> None:
        self.before = before
        self.after = after
        self.moved = moved
        self.used: dict[str, str] = {}
        """Name → how it is now, for each that was asked for and is as declared."""
        self._chains: dict[str, list[Redefinition]] = {}
        for one in redefinitions:
            self._chains.setdefault(after.find(one.name).name or one.name, []).append(one)

    def covers(self, name: str, old: Json, new: Json) -> bool:
        """Whether steps made of the old form the new one, and said so."""
        chain = self._chains.get(name)
        if not chain or (chain[0].before, chain[-1].after) != (old, new):
            return False
        self.used[name] = f"{old} → {new}"
        return True

    def bases(self, found: Found, base: str, *, there: bool) -> bool:
        """Whether that class, or one above it, was given other bases as declared, and has the base now or has it no more."""
        for name in (found.name, *self.after.ancestors(found.name, found.shape)):
            now = self.after.find(name)
            if (
                name in self._chains
                and isinstance(now.shape, dict)
                and form_of(now.shape) == self._chains[name][-1].after
            ):
                above = set(self.after.ancestors(now.name, now.shape))
                if (base in above) == there:
                    self.used[name] = f"{self._chains[name][0].before} → {self._chains[name][-1].after}"
                    return True
        return False

    def wrong(self) -> Iterator[str]:
        """What is there in another form than the last step declared."""
        for name, chain in sorted(self._chains.items()):
            found = self.after.find(name)
            if found.what == "shape" and form_of(found.shape) != chain[-1].after and not self.moved.removed(name):
                yield f"{name} is {form_of(found.shape)}, and a step declared {chain[-1].after}"


def form_of(shape: Json) -> str:
    """A function's or class's shape as a redefinition tells it."""
    return bases_text(shape["bases"]) if isinstance(shape, dict) else str(shape)


TOLD = frozenset({"builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol"})


def _reaches(base: str, now: set[str]) -> bool:
    """Whether a built-in base still stands behind another built-in one: `OSError` is an `Exception`."""
    kind = getattr(builtins, base.removeprefix("builtins."), None)
    others = [getattr(builtins, name.removeprefix("builtins."), None) for name in now if name.startswith("builtins.")]
    return isinstance(kind, type) and any(isinstance(other, type) and issubclass(other, kind) for other in others)


def _members(offer: Offer, shape: Json, seen: set[str]) -> list[str]:
    """Names of the class's members, inherited ones included."""
    found = set(shape["members"])
    for base in shape["bases"]:
        there = offer.find(base)
        if there.name not in seen and isinstance(there.shape, dict):
            seen.add(there.name)
            found.update(_members(offer, there.shape, seen))
    return sorted(found)


def _lost_module(place: str, offer: Offer) -> bool:
    module = place.rpartition(".")[0]
    return module.partition(".")[0] in offer.tops and offer.find(module).what == "missing"
