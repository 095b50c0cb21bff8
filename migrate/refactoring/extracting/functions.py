"""Makes one function of what several places have in common: parameters for the holes, and calls in the places' stead."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from migrate.model import Json
from migrate.python.antiunification import Level, Skeleton, antiunified
from migrate.python.indentation import dedented, indented
from migrate.refactoring.calls.signatures import NARROW, WIDE
from migrate.refactoring.extracting.function_flow import Flow, Flows, check_movable
from migrate.refactoring.extracting.function_holes import COLUMNS, Holes, Parameter
from migrate.refactoring.extracting.function_names import Having, had_in, read_by_signature
from migrate.refactoring.extracting.function_places import Site, check_apart
from migrate.refactoring.moving.arrival import own_start
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import is_name
from migrate.refactoring.units import Unit, units_of
from migrate.references.index import Index
from migrate.references.names import Module

STEP = "    "


@dataclass(frozen=True)
class Wishes:
    """What the user chose."""

    into: str
    """The dotted name of the function."""
    level: Level = "renamed"
    parameters: tuple[str, ...] = ()
    min_saving: int = 1
    lambdas: Literal["allow", "refuse"] = "allow"
    equal: Literal["import", "call"] = "import"
    """What becomes of whole functions that are equal."""

    @property
    def module(self) -> str:
        """The module of the function."""
        return self.into.rpartition(".")[0]

    @property
    def name(self) -> str:
        """Its own name."""
        return self.into.rpartition(".")[2]


@dataclass(frozen=True)
class Prediction:
    """What an extraction would do, told without writing: the lines of the places, and of what would stand for them."""

    before: int
    after: int
    """With the function, the blank lines around it, the calls, and a line for each import."""
    holes: tuple[tuple[Json, ...], ...]
    """Parameter, kind, and the value of each place."""
    columns: tuple[str, ...]

    @property
    def saving(self) -> int:
        """The lines that go."""
        return self.before - self.after


@dataclass(frozen=True)
class Extraction:
    """The function and what calls it, ready to be written."""

    sites: tuple[Site, ...]
    wishes: Wishes
    skeleton: Skeleton
    flow: Flow
    parameters: tuple[Parameter, ...]
    having: Having
    """How the function's module has the names that it reads."""

    @cached_property
    def are_equal(self) -> bool:
        """Whether each place is a function that the new one can stand for as it is."""
        signature = _signature(self.sites[0])
        return self.wishes.equal == "import" and not self.parameters and all(
            site.whole
            and site.is_at_top
            and not site.function.decorator_list
            and not _knows_itself(site)
            and not _has_own_state(site)
            and _signature(site) == signature
            and read_by_signature(site) <= self.having.known | self.having.wanted.keys()
            for site in self.sites
        )  # fmt: skip

    def definition(self, step: str = STEP) -> str:
        """The new function's text, with `\\n` between its lines."""
        name, flow = self.wishes.name, self.flow
        if self.are_equal:
            return self._verbatim()
        word = "async def" if flow.waits else "def"
        listed = [*flow.takes, *(["*"] if self.parameters else []), *(item.name for item in self.parameters)]
        head = _bracketed(f"{word} {name}", listed, ":", step, min(map(_limit, self.sites)))
        by_hole = {item.hole: item.written for item in self.parameters}
        body = indented(_flush(self.skeleton.rendered(lambda hole, place: by_hole[hole])), step).rstrip() + "\n"
        last = f"{step}return {', '.join(flow.gives)}\n" if flow.gives else ""
        return f"{head}\n{body}{last}"

    def _verbatim(self) -> str:
        site = self.sites[0]
        at, node = site.module.positions, site.function
        start, end = at.line_start(node.lineno), at.line_start((node.end_lineno or 0) + 1)
        if site.module.name != self.wishes.module:
            start = own_start(site.module, unit_of(site))  # else the comments stay above it
        first, last = at.definition_span(node)
        text = at.decode(site.module.source.data[start:first]) + self.wishes.name
        text += at.decode(site.module.source.data[last:end])
        return "\n".join(text.splitlines()).rstrip() + "\n"

    def call(self, which: int) -> str:
        """What stands in the place of a site, with its indentation and `\\n` between its lines."""
        site, flow = self.sites[which], self.flow
        own = self.skeleton.renamed[which]
        at = site.member
        start = at.positions.data[at.start :]
        indent = at.positions.decode(start[: len(start) - len(start.lstrip(b" \t\f"))])
        arguments = [own.get(name, name) for name in flow.takes]
        arguments += [f"{item.name}={item.argument(which, own)}" for item in self.parameters]
        lead = self._lead(which)
        tail = ")" if lead.endswith("(yield from ") else ""
        step = "\t" if "\t" in indent else STEP
        return _bracketed(f"{indent}{lead}{self.wishes.name}", arguments, tail, indent + step, _limit(site)) + "\n"

    def _lead(self, which: int) -> str:
        flow, own = self.flow, self.skeleton.renamed[which]
        gives = ", ".join(own.get(name, name) for name in flow.gives if flow.asked[which])
        wait = "await " if flow.waits else ""
        if flow.mode == "yield from":
            return "return (yield from " if flow.returns else "yield from "
        if flow.mode == "return":
            return f"return {wait}"
        return f"{gives} = {wait}" if gives else wait

    def predicted(self) -> Prediction:
        """The lines before and after, and the holes."""
        others = {site.module.path: site.module for site in self.sites if site.module.name != self.wishes.module}
        before = sum(site.member.lines for site in self.sites)
        after = len(self.definition().splitlines()) + 2 + sum(map(_lines_of_import, others.values()))
        if len(others) == len({site.module.path for site in self.sites}):
            after += len(self.having.wanted)
        if self.are_equal:
            before = after = 0
            for site in self.sites:
                unit, at = unit_of(site), site.module.positions
                home = site.module.name == self.wishes.module
                before += at.data[unit.code if home else unit.start : unit.end].count(b"\n")
                after += home
            after += len(self.definition().splitlines()) + 2 + sum(map(_lines_of_import, others.values()))
        else:
            after += sum(len(self.call(which).splitlines()) for which in range(len(self.sites)))
        columns = (*COLUMNS, *(site.written for site in self.sites))
        return Prediction(before, after, tuple(item.row for item in self.parameters), columns)


def extraction_of(index: Index, sites: Sequence[Site], wishes: Wishes, apart: Collection[str] = ()) -> Extraction:
    """The function that can stand for what these places have in common. Nothing is written.

    The names in `apart` become parameters, for the function's module cannot have them. Raises Refused with the place.
    """
    check_apart(sites)
    if len(sites) < 2:
        raise Refused("one-place", "one place has nothing in common with another", "name two places or more")
    having = had_in(index, sites, wishes.module, frozenset(apart))
    skeleton = antiunified([site.member for site in sites], wishes.level, having.apart)
    if skeleton is None:
        where = sites[0].where
        raise Refused(
            "no-skeleton", f"{where}: the places have no statement in common", "name places that are alike", where
        )
    names = _all_names(skeleton)
    _check_name(sites, wishes, names)
    check_movable(sites)
    holes = Holes(sites, skeleton, lambdas=wishes.lambdas == "allow")
    parameters = holes.parameters(wishes.parameters, names | {wishes.name})
    flow = Flows(sites, skeleton, {item.hole: item.given for item in parameters}).work()
    return Extraction(tuple(sites), wishes, skeleton, flow, tuple(parameters), having)


def _bracketed(head: str, items: Sequence[str], tail: str, inner: str, limit: int) -> str:
    """The items in brackets behind the head: in its line where they fit, else in the next one, else in a line each."""
    joined = ", ".join(items)
    line = f"{head}({joined}){tail}"
    if len(line) <= limit and "\n" not in line:
        return line
    around = head[: len(head) - len(head.lstrip())]
    if len(inner) + len(joined) <= limit and "\n" not in joined:
        return f"{head}(\n{inner}{joined}\n{around}){tail}"
    listed = "".join(f"{inner}{item},\n" for item in items)
    return f"{head}(\n{listed}{around}){tail}"


def _limit(site: Site) -> int:
    """How long a line may be in the file of a place."""
    return min(max(max(map(len, site.module.source.lines)), NARROW), WIDE)


def _lines_of_import(module: Module) -> int:
    """How many lines an import of the tree takes in a module, with the blank ones that keep it apart."""
    there = [node for node in module.source.tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    top = module.name.partition(".")[0]
    own = [
        node
        for node in there
        if (isinstance(node, ast.ImportFrom) and (node.level or f"{node.module}.".startswith(f"{top}.")))
        or (isinstance(node, ast.Import) and f"{node.names[0].name}.".startswith(f"{top}."))
    ]
    return 1 if own else 2 if there else 3


def _check_name(sites: Sequence[Site], wishes: Wishes, names: Collection[str]) -> None:
    """Raise Refused where a site could not call the function by its name."""
    if not is_name(wishes.name) or not wishes.module:
        raise Refused("bad-name", f"`{wishes.into}` is no dotted name of a function", 'say `into = "pkg.mod.name"`')
    where = sites[0].where
    for site in sites:
        if wishes.name in site.around:
            where = site.where
            raise Refused("captured", f"{where}: `{wishes.name}` is a local name there", "choose another name", where)
    if wishes.name in names:
        raise Refused("captured", f"{where}: the code uses another `{wishes.name}`", "choose another name", where)


def _all_names(skeleton: Skeleton) -> set[str]:
    """Every name in the skeleton's own text, the holes' left out."""
    inside = {
        id(part)
        for hole in skeleton.holes
        for place in hole.places
        for node in place.values[0].nodes
        for part in ast.walk(node)
    }
    found: set[str] = set()
    for node in skeleton.members[0].nodes:
        for part in ast.walk(node):
            if id(part) not in inside:
                found |= set(_names_in(part))
    return found


def _names_in(part: ast.AST) -> Iterator[str]:
    for name in ("id", "arg", "name", "rest", "asname"):
        value = getattr(part, name, None)
        if isinstance(value, str) and not isinstance(part, ast.keyword):
            yield value.partition(".")[0]


def unit_of(site: Site) -> Unit:
    """The statement of the module in which the place stands."""
    return next(unit for unit in units_of(site.module) if unit.code <= site.member.start < unit.end)


def _signature(site: Site) -> tuple[str, ...]:
    node = site.function
    return type(node).__name__, ast.dump(node.args), ast.dump(node.returns) if node.returns else ""


def _knows_itself(site: Site) -> bool:
    return site.function.name in site.module.free(site.function)


def _has_own_state(site: Site) -> bool:
    """Whether the function has a default that can be filled, or somebody in its module gives it attributes."""
    defaults = [*site.function.args.defaults, *(item for item in site.function.args.kw_defaults if item)]
    filled = (ast.List, ast.Dict, ast.Set, ast.Call, ast.ListComp, ast.DictComp, ast.SetComp)
    given = (
        use.name.id == site.function.name and use.attributes and not isinstance(use.attributes[-1].ctx, ast.Load)
        for use in site.module.bindings.uses
    )
    return any(isinstance(part, filled) for item in defaults for part in ast.walk(item)) or any(given)


def _flush(text: str) -> str:
    """The lines without the indentation of the first."""
    lines = text.splitlines(keepends=True)
    if not lines[0][:1].isspace():
        return text
    [around] = ast.parse("if 1:\n" + text).body
    assert isinstance(around, ast.If)
    return dedented(text, around.body)
