"""What a run of statements must be given and must give back when it becomes a function of its own; what forbids that."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NoReturn

from migrate.python.antiunification import Hole, Skeleton
from migrate.python.holes import Doing, bound_before, facts_of
from migrate.python.liveness import LATE, Around, Exposure, asked_later, captured, falls_through, stored
from migrate.python.source import last_name
from migrate.refactoring.extracting.function_places import Site
from migrate.refactoring.refused import Refused

Mode = Literal["values", "return", "yield from"]
"""How a site goes on: with the values that it gets, by returning what it gets, as a generator of what it gets."""
NEVER: tuple[Doing, ...] = ("super", "global", "nonlocal", "del", "locals")
IN_RUNS: tuple[Doing, ...] = ("break", "continue", "yield")
WHY: dict[Doing, str] = {
    "super": "`super()` knows the class that it stands in",
    "global": "a `global` statement",
    "nonlocal": "a `nonlocal` statement",
    "del": "a local name is deleted",
    "locals": "code looks at the local names",
    "break": "a `break` leads out of it",
    "continue": "a `continue` leads out of it",
    "yield": "it yields, and is not the whole function",
}
FRAMES = frozenset({"_getframe", "currentframe", "stack", "getframeinfo", "extract_stack", "print_stack"})


@dataclass(frozen=True)
class Flow:
    """The names are those of the first site."""

    takes: tuple[str, ...]
    gives: tuple[str, ...]
    mode: Mode
    waits: bool
    """Whether it awaits something."""
    returns: bool
    """Whether it returns values of its own."""
    asked: tuple[bool, ...]
    """Of each site, whether it asks for anything that is given back."""


def check_movable(sites: Sequence[Site]) -> None:
    """Raise Refused for what can be done nowhere but in the function itself."""
    for site in sites:
        _check_doing(site)
        _check_frames(site)


def _refuse(site: Site, code: str, why: str, node: ast.AST | None = None) -> NoReturn:
    where = site.at(node) if node is not None else site.where
    raise Refused(code, f"{where}: {why}", "name a smaller or larger run of statements, or mend this first", where)


def _check_doing(site: Site) -> None:
    doing = facts_of(site.nodes, site.member.local).doing
    for what in (*NEVER, *(() if site.whole else IN_RUNS)):
        if what in doing:
            _refuse(site, what, WHY[what])
    if site.whole and "yield" in doing and isinstance(site.function, ast.AsyncFunctionDef):
        _refuse(site, "yield", "an asynchronous generator cannot hand on to another one")
    declared = site.scope.globals | site.scope.nonlocals
    if bound := sorted(stored(site.nodes) & declared):
        _refuse(site, "global", f"it binds `{bound[0]}`, which is not the function's own")
    for node in site.nodes:
        for part in ast.walk(node) if site.in_class else ():
            name = getattr(part, "attr", None) or getattr(part, "id", None) or ""
            if isinstance(name, str) and name.startswith("__") and not name.endswith("__"):
                _refuse(site, "mangled", f"`{name}` is mangled in its class", part)


def _check_frames(site: Site) -> None:
    for node in site.nodes:
        for part in ast.walk(node):
            if isinstance(part, ast.Call):
                counts = any(keyword.arg == "stacklevel" for keyword in part.keywords)
                if counts or last_name(part.func) in FRAMES:
                    _refuse(site, "frame", "it counts the calls on the stack", part)


class Flows:
    """Works out the flow for all sites together, from the skeleton that they share."""

    def __init__(self, sites: Sequence[Site], skeleton: Skeleton, asked: Mapping[Hole, Sequence[str]]) -> None:
        """`asked` are the names, of the first site, that the skeleton reads in the place of each hole."""
        self.sites = sites
        self.skeleton = skeleton
        self.own = [{own: first for first, own in renamed.items()} for renamed in skeleton.renamed]
        """Of each site, the first one's names by its own, where they differ."""
        self.holes = [
            {
                node: [renamed.get(name, name) for name in asked[hole]]
                for hole in skeleton.holes
                for place in hole.places
                for node in place.values[which].nodes
            }
            for which, renamed in enumerate(skeleton.renamed)
        ]

    def work(self) -> Flow:
        """The flow. Raises Refused with the place that forbids it."""
        doing = {item for site in self.sites for item in facts_of(site.nodes, site.member.local).doing}
        returns = "return" in doing
        ends = [falls_through(site.nodes) for site in self.sites]
        mode: Mode = "return" if returns else "values"
        for site, goes_on in zip(self.sites, ends, strict=True):
            if returns and goes_on and not Around(site.function, site.nodes).is_tail:
                _refuse(site, "early-return", "it may return, or go on behind these lines", _first(site, ast.Return))
        if "yield" in doing:
            mode = "yield from"
        given = [self._given(which, site) if ends[which] else set() for which, site in enumerate(self.sites)]
        gives = set().union(*given)
        takes = set[str]()
        for which, site in enumerate(self.sites):
            takes |= self._taken(which, site)
        for which, site in enumerate(self.sites):
            takes |= self._unsure(which, site, gives)
            self._check_errors(which, site)
            self._check_closures(which, site)
        order = self._order
        return Flow(
            tuple(sorted(takes, key=order)), tuple(sorted(gives, key=order)), mode, "await" in doing, returns, tuple(map(bool, given))
        )  # fmt: skip

    # what goes in and out

    def _walked(self, which: int, *, trusting: bool) -> tuple[set[str], set[str]]:
        """The names that the site reads before it binds them, and those that it has bound at its end."""
        site = self.sites[which]
        walk = Exposure(self.holes[which], trusting=trusting)
        bound = walk.block(site.nodes, set())
        return walk.exposed, bound or set()

    def _elsewhere(self, site: Site) -> set[str]:
        """The names that the rest of the function binds."""
        inside = {id(part) for node in site.nodes for part in ast.walk(node)}
        return {name for name, nodes in site.scope.bindings.items() if any(id(node) not in inside for node in nodes)}

    def _taken(self, which: int, site: Site) -> set[str]:
        strict, _ = self._walked(which, trusting=False)
        loose, _ = self._walked(which, trusting=True)
        elsewhere = self._elsewhere(site) | site.enclosing
        wanted = {name for name in strict if name in site.around and (name in loose or name in elsewhere)}
        before = bound_before(site.function, site.nodes) or frozenset()
        for name in sorted(wanted - before - site.enclosing):
            _refuse(site, "maybe-unbound", f"`{name}` may not be bound yet when these lines begin")
        return {self.own[which].get(name, name) for name in wanted}

    def _given(self, which: int, site: Site) -> set[str]:
        live = Around(site.function, site.nodes).live()
        return {self.own[which].get(name, name) for name in stored(site.nodes) & live}

    def _unsure(self, which: int, site: Site, gives: set[str]) -> set[str]:
        """The names given back that these lines may leave as they are: they must be taken, too."""
        strict, loose = (self._walked(which, trusting=item)[1] for item in (False, True))
        before = bound_before(site.function, site.nodes) or frozenset()
        elsewhere, found = self._elsewhere(site), set[str]()
        for first in sorted(gives):
            name = self.skeleton.renamed[which].get(first, first)
            if name in strict or (name in loose and name not in elsewhere):
                continue
            if name not in before:
                _refuse(site, "maybe-unbound", f"`{name}` is asked for behind these lines, which may not bind it")
            found.add(first)
        return found

    def _check_errors(self, which: int, site: Site) -> None:
        met = stored(site.nodes) & Around(site.function, site.nodes).on_error()
        if met:
            _refuse(site, "error-path", f"what catches an error of these lines asks for `{min(met)}`, which they bind")

    def _check_closures(self, which: int, site: Site) -> None:
        """Inner functions see later bindings of a name: those on one side must not ask for what the other side binds."""
        inside = {id(part) for node in site.nodes for part in ast.walk(node)}
        around, end = Around(site.function, site.nodes), site.nodes[-1].end_lineno or 0
        outer = [
            part
            for part in ast.walk(site.function)
            if isinstance(part, LATE)
            and part is not site.function
            and id(part) not in inside
            and (around.in_loop or part.lineno <= end)  # those further down see what is given back
        ]
        asked = set().union(*map(asked_later, outer))
        if met := sorted(asked & stored(site.nodes)):
            _refuse(site, "closure", f"an inner function asks for `{met[0]}`, which these lines bind")
        inner = captured(site.nodes)
        late = {
            name
            for name, nodes in site.scope.bindings.items()
            for node in nodes
            if id(node) not in inside and (around.in_loop or getattr(node, "lineno", 0) > site.where.line)
            if not isinstance(node, ast.arg)
        }
        if met := sorted(inner & late):
            _refuse(site, "closure", f"an inner function of these lines asks for `{met[0]}`, which is bound elsewhere")

    @cached_property
    def _place(self) -> dict[str, int]:
        found: dict[str, int] = {}
        arguments = self.sites[0].function.args
        names = [item.arg for item in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
        for name in (*names, *_names(self.sites[0].nodes)):
            found.setdefault(name, len(found))
        return found

    def _order(self, name: str) -> tuple[int, str]:
        return self._place.get(name, len(self._place)), name


def _names(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """The names in these nodes, in the order of the text."""
    found = [part for node in nodes for part in ast.walk(node) if isinstance(part, ast.Name)]
    for part in sorted(found, key=lambda part: (part.lineno, part.col_offset)):
        yield part.id


def _first(site: Site, kind: type[ast.AST]) -> ast.AST | None:
    found: Collection[ast.AST] = [part for node in site.nodes for part in ast.walk(node) if isinstance(part, kind)]
    return min(found, key=lambda part: getattr(part, "lineno", 0), default=None)
