"""How large, how tangled and how coherent a class is, by the measures of the literature."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from migrate.python.scopes import INNER

Function = ast.FunctionDef | ast.AsyncFunctionDef
DECISIONS = frozenset({
    ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.comprehension, ast.BoolOp, ast.Match,
})  # fmt: skip
CHOICES = frozenset({ast.If, ast.Try, ast.TryStar, ast.With})
ACCESSORS = ("get_", "set_", "is_", "has_")


@dataclass(frozen=True, slots=True)
class Method:
    """What one method does with the class it belongs to and with others."""

    name: str
    complexity: int
    """McCabe's: one, and one for each decision."""
    attributes: frozenset[str]
    """The names read or written on the instance or the class that are not its methods."""
    calls: frozenset[str]
    """The methods of its own class that it mentions."""
    foreign: frozenset[str]
    """Attributes of other objects that it reads or writes."""

    @property
    def is_special(self) -> bool:
        """A constructor or another dunder: it touches everything, and tells nothing of coherence."""
        return self.name.startswith("__") and self.name.endswith("__")


@dataclass(frozen=True)
class ClassMetrics:
    """The measures of one class; its nested classes are none of its business."""

    name: str
    lines: int
    methods: tuple[Method, ...]

    @property
    def wmc(self) -> int:
        """Weighted methods per class: the sum of their complexities (Chidamber and Kemerer, IEEE TSE 20(6), 1994)."""
        return sum(method.complexity for method in self.methods)

    @property
    def atfd(self) -> int:
        """Access to foreign data: how many attributes of other objects it uses, directly or through accessors (Lanza and
        Marinescu, Object-Oriented Metrics in Practice, 2006). Without types, an attribute is told by its name alone, and
        what hangs on an imported or global name does not count.
        """
        return len(frozenset[str]().union(*(method.foreign for method in self.methods)))

    @cached_property
    def tcc(self) -> float:
        """Tight class cohesion: the share of pairs of methods that use a common attribute (Bieman and Kang, SSR 1995), as
        Lanza and Marinescu count it: by direct use. Dunders are left out; below two methods it is 1.
        """
        parts = [method.attributes for method in self.methods if not method.is_special]
        pairs = len(parts) * (len(parts) - 1) // 2
        tied = sum(not one.isdisjoint(other) for at, one in enumerate(parts) for other in parts[:at])
        return tied / pairs if pairs else 1.0

    @property
    def lcom4(self) -> int:
        """Lack of cohesion: the number of groups of methods that neither a call nor an attribute ties together (Hitz and
        Montazeri, Measuring Coupling and Cohesion in Object-Oriented Systems, 1995). Dunders are left out.
        """
        return len(self.clusters())

    @cached_property
    def attributes(self) -> frozenset[str]:
        """Every attribute that its methods use."""
        return frozenset[str]().union(*(method.attributes for method in self.methods))

    def clusters(self) -> list[tuple[str, ...]]:
        """Methods that belong together, by calls and common attributes; the largest first, then by name."""
        return _method_groups(self._ties())

    def seams(self, pieces: float = 0.5) -> Seams:
        """How the class comes apart when the few methods and attributes that hold it together are taken out.

        Greedy: as long as one cluster has more than that share of the methods, what is taken out next is the method or
        attribute without which the largest cluster is smallest; it stops where one no longer frees at least two methods.
        """
        ties = self._ties()
        count = sum(is_method for is_method, _ in ties)
        taken: list[Node] = []
        clusters = _method_groups(ties)
        while clusters and len(clusters[0]) > max(1, pieces * count) and len(taken) < max(2, count // 5):
            left_over = [node for node in ties if node not in taken]
            busiest = sorted(left_over, key=lambda node: (-len(ties[node]), node))[:12]
            tried = [(_method_groups(ties, (*taken, node)), node) for node in busiest]
            fewer, best = min(tried, key=lambda pair: (len(pair[0][0]) if pair[0] else 0, pair[1]))
            if not fewer or len(fewer[0]) > len(clusters[0]) - 2 - best[0]:
                break
            taken.append(best)
            clusters = fewer
        methods = tuple(sorted(name for is_method, name in taken if is_method))
        attributes = tuple(sorted(name for is_method, name in taken if not is_method))
        return Seams(methods, attributes, tuple(clusters))

    def _ties(self) -> Ties:
        """Methods and attributes as one undirected graph; dunders are left out."""
        parts = [method for method in self.methods if not method.is_special]
        ties: Ties = {(True, method.name): set() for method in parts}
        for method in parts:
            here = True, method.name
            others = [(True, name) for name in method.calls if (True, name) in ties]
            others += [(False, name) for name in method.attributes]
            for other in others:
                ties[here].add(other)
                ties.setdefault(other, set()).add(here)
        return ties


@dataclass(frozen=True, slots=True)
class Seams:
    """Along what a class could be split: what would stay behind or be passed around, and the clusters that come free."""

    methods: tuple[str, ...]
    attributes: tuple[str, ...]
    clusters: tuple[tuple[str, ...], ...]


Node = tuple[bool, str]
"""(whether it is a method, its name)."""
Ties = dict[Node, set[Node]]


def _method_groups(ties: Ties, without: Iterable[Node] = ()) -> list[tuple[str, ...]]:
    """The connected components of what is left, by their methods; the largest first, then by name."""
    found = [tuple(sorted(name for is_method, name in group if is_method)) for group in groups(ties, without)]
    return sorted((group for group in found if group), key=lambda group: (-len(group), group))


def measure(node: ast.ClassDef) -> ClassMetrics:
    """The measures of a class from its own body. A property and its setter, or overloads, count as one method."""
    functions = list(methods_of(node))
    own = {function.name for function in functions}
    merged: dict[str, Method] = {}
    for function in functions:
        method = _method(function, own)
        if before := merged.get(method.name):
            method = Method(
                method.name,
                before.complexity + method.complexity,
                before.attributes | method.attributes,
                before.calls | method.calls,
                before.foreign | method.foreign,
            )
        merged[method.name] = method
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    lines = (node.end_lineno or node.lineno) - first + 1
    known = frozenset[str]().union(*(method.attributes for method in merged.values()))
    methods = [
        Method(m.name, m.complexity, m.attributes, m.calls - {m.name}, m.foreign - known - own) for m in merged.values()
    ]
    return ClassMetrics(node.name, lines, tuple(methods))


def methods_of(node: ast.ClassDef) -> Iterator[Function]:
    """The functions of the class's own body, also in its `if`, `try` and `with`."""
    waiting: list[ast.stmt] = list(reversed(node.body))
    while waiting:
        statement = waiting.pop()
        kind = statement.__class__
        if kind is ast.FunctionDef or kind is ast.AsyncFunctionDef:
            yield statement  # type: ignore[misc]
        elif kind in CHOICES:
            parts = [
                part for name in ("body", "handlers", "orelse", "finalbody") for part in getattr(statement, name, ())
            ]
            inner = [s for part in parts for s in (part.body if isinstance(part, ast.ExceptHandler) else [part])]
            waiting += reversed(inner)


def _method(function: Function, own: set[str]) -> Method:
    static = any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in function.decorator_list)
    parameters = [*function.args.posonlyargs, *function.args.args]
    self = "" if static or not parameters else parameters[0].arg
    local = {item.arg for item in (*parameters, *function.args.kwonlyargs)} - {self}
    complexity = 1
    attributes: set[str] = set()
    calls: set[str] = set()
    foreign: set[tuple[str, str]] = set()
    called: set[int] = set()
    accesses: list[ast.Attribute] = []
    waiting: list[ast.AST] = list(function.body)
    while waiting:  # by exact class and without ast.walk: this is the hot path of a run
        node = waiting.pop()
        kind = node.__class__
        if kind is ast.Name:
            if node.ctx.__class__ is not ast.Load:  # type: ignore[attr-defined]
                local.add(node.id)  # type: ignore[attr-defined]
            continue
        if kind is ast.Attribute:
            accesses.append(node)  # type: ignore[arg-type]
        elif kind is ast.Call:
            called.add(id(node.func))  # type: ignore[attr-defined]
        elif kind in DECISIONS:
            complexity += decisions(node)
        if kind in INNER and kind is not ast.ClassDef:
            for field in INNER[kind]:
                value = getattr(node, field)
                if value.__class__ is list:
                    waiting += value
                else:
                    waiting.append(value)
    for access in accesses:
        name, owner = access.attr, access.value
        if isinstance(owner, ast.Name) and owner.id == self:
            if name in own:
                calls.add(name)
            elif id(access) not in called:
                attributes.add(name)
        elif id(access) not in called or name.startswith(ACCESSORS):
            root = owner
            while isinstance(root, ast.Attribute | ast.Call | ast.Subscript):
                root = root.func if isinstance(root, ast.Call) else root.value
            if isinstance(root, ast.Name) and not name.startswith("__") and root.id not in ("cls", "super"):
                foreign.add((root.id, name))
    reached = frozenset(name for root, name in foreign if root in local or root == self)
    return Method(function.name, complexity, frozenset(attributes), frozenset(calls), reached)


def decisions(node: ast.AST) -> int:
    """How many decisions that one node makes, those below it not counted."""
    match node:
        case ast.BoolOp(values=values):
            return len(values) - 1
        case ast.comprehension(ifs=conditions):
            return 1 + len(conditions)
        case ast.Match(cases=cases):
            return sum(not _is_wildcard(case) for case in cases)
    return int(node.__class__ in DECISIONS)


def _is_wildcard(case: ast.match_case) -> bool:
    return isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None and case.guard is None


def groups(ties: Ties, without: Iterable[Node] = ()) -> Iterator[list[Node]]:
    """The connected components of an undirected graph without these nodes."""
    seen = set(without)
    for start in ties:
        if start not in seen:
            group: list[Node] = []
            waiting = [start]
            seen.add(start)
            while waiting:
                group.append(waiting.pop())
                fresh = ties[group[-1]] - seen
                seen |= fresh
                waiting += fresh
            yield group
