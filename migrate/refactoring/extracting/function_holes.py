"""The parameters that stand for the places in which runs of statements differ: values, or functions to be asked later."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from migrate.errors import nearest
from migrate.python.antiunification import Hole, Place, Skeleton, Value, is_literal
from migrate.python.holes import bound_before
from migrate.python.liveness import reads, stored
from migrate.refactoring.extracting.function_places import Site
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import is_name
from migrate.references.names import BUILTINS

COLUMNS = ("parameter", "kind")
SURE = (ast.With, ast.AsyncWith, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return, ast.keyword, ast.Call,
        ast.Attribute, ast.Subscript, ast.Tuple, ast.List, ast.BinOp, ast.UnaryOp, ast.Starred, ast.withitem, ast.Dict)  # fmt: skip
"""What evaluates all of its parts whenever it runs."""


@dataclass(frozen=True, eq=False)
class Parameter:
    """One hole as a parameter. With `late` it is a function of `given`, names of the first site, asked at its places."""

    name: str
    hole: Hole
    late: bool
    given: tuple[str, ...] = ()

    @property
    def written(self) -> str:
        """What stands in the hole's places."""
        return f"{self.name}({', '.join(self.given)})" if self.late else self.name

    def argument(self, which: int, own: dict[str, str]) -> str:
        """What that site gives for it. `own` are the site's local names by the first one's, where they differ."""
        value = self.hole.values[which]
        text = value.text
        if isinstance(value.nodes[0], ast.Tuple) and not text.startswith("("):
            text = f"({text})"
        if not self.late:
            return text
        names = [own.get(name, name) for name in self.given]
        return f"lambda {', '.join(names)}: {text}" if names else f"lambda: {text}"

    @property
    def row(self) -> tuple[str, ...]:
        """Its row in the table."""
        kind = "asked later" if self.late else self.hole.kind
        return self.name, kind, *(re.sub(r"\s+", " ", value.text) for value in self.hole.values)


class Holes:
    """Makes parameters of a skeleton's holes. Raises Refused for one that can be none."""

    def __init__(self, sites: Sequence[Site], skeleton: Skeleton, *, lambdas: bool) -> None:
        self.sites = sites
        self.skeleton = skeleton
        self.lambdas = lambdas
        self.bound = [_bound_inside(site.nodes) for site in sites]
        self.parents = [_parents(site.nodes) for site in sites]

    def parameters(self, names: Sequence[str], taken: Collection[str]) -> list[Parameter]:
        """The parameters, called as asked for, or by what they are used for. `taken` are names that mean something there."""
        holes = self.skeleton.holes
        for hole in holes:
            if hole.kind == "statements":
                self._refuse_statements(hole)
        if len(names) > len(holes):
            raise Refused(
                "too-many-names", f"there are {len(holes)} holes and {len(names)} names for them", "name fewer"
            )
        used = set(taken) | BUILTINS
        for name in names:
            if not is_name(name) or name in used:
                hint = nearest(name, (), "choose another name")
                raise Refused("bad-name", f"no parameter can be called `{name}` there", hint)
            used.add(name)
        found = []
        for count, hole in enumerate(holes):
            late, given = self._when(hole)
            if count < len(names):
                name = names[count]
            else:
                name = _free(self._wished(hole, late), used)
                used.add(name)
            found.append(Parameter(name, hole, late, given))
        return found

    def _refuse_statements(self, hole: Hole) -> None:
        texts = [value.text.strip().partition("\n")[0] or "nothing" for value in hole.values]
        which = next(count for count, value in enumerate(hole.values) if value.text.strip())
        site = self.sites[which]
        at = site.at(hole.values[which].nodes[0])
        told = " · ".join(f"`{text}`" for text in texts)
        raise Refused(
            "statements", f"{at}: the places differ by whole statements: {told}", "name runs that leave them out", at
        )

    # when it is evaluated

    def _when(self, hole: Hole) -> tuple[bool, tuple[str, ...]]:
        """Whether the hole is asked later, and with which local names of the first site."""
        places = [(place, which) for place in hole.places for which in range(len(self.sites))]
        if all(self._is_eager(place, which, hole) for place, which in places):
            return False, ()
        given: set[str] = set()
        for place, which in places:
            given |= self._late(place, which)
        return True, tuple(sorted(given))

    def _is_eager(self, place: Place, which: int, hole: Hole) -> bool:
        """Whether the value may be had before the run begins, and is the same then."""
        node, site = place.values[which].nodes[0], self.sites[which]
        if is_literal(node):
            return True
        if isinstance(node, ast.Name) and node.id in site.around:
            before = bound_before(site.function, site.nodes) or frozenset()
            return node.id not in self.bound[which] and (node.id in before or node.id in site.enclosing)
        if place.values[which].facts.doing:
            return False
        if isinstance(node, ast.Name):
            there = node.id in site.module.namespace or node.id in BUILTINS
            return there and node.id not in self.bound[which] and not self._is_rebound(site, node.id)
        if len(hole.places) == 1 and self._leads(node, which):
            return not self._reads(place.values[which], which)
        root = node
        while isinstance(root, ast.Attribute):
            root = root.value
        if not isinstance(root, ast.Name) or root.id in site.around | self.bound[which]:
            return False
        return self._is_imported(site, root.id) and self._surely_runs(node, which)

    def _is_rebound(self, site: Site, name: str) -> bool:
        """Whether functions bind the module's name anew."""
        return any(name in scope.globals for scope in site.module.bindings.scope_of.values())

    def _is_imported(self, site: Site, name: str) -> bool:
        nodes = site.module.namespace.get(name, [])
        return bool(nodes) and all(isinstance(node, ast.alias | ast.ClassDef) for node in nodes)

    def _reads(self, value: Value, which: int) -> set[str]:
        """The names bound in the run that the value reads."""
        return reads(list(value.nodes)) & self.bound[which]

    def _leads(self, node: ast.AST, which: int) -> bool:
        """Whether nothing at all is evaluated in the run before this."""
        found: ast.AST | None = self.sites[which].nodes[0]
        while found is not None and found is not node:
            found = _first_evaluated(found)
        return found is node

    def _surely_runs(self, node: ast.AST, which: int) -> bool:
        """Whether the run evaluates this whenever it comes to its end, once, and catches no error of it."""
        parents = self.parents[which]
        inner, outer = node, parents.get(node)
        while outer is not None:
            match outer:
                case ast.For(iter=first) | ast.AsyncFor(iter=first) | ast.If(test=first) if first is inner:
                    pass
                case ast.Compare(left=left, comparators=[right, *_]) if inner in (left, right):
                    pass
                case _ if not isinstance(outer, SURE):
                    return False
            inner, outer = outer, parents.get(outer)
        return True

    def _late(self, place: Place, which: int) -> set[str]:
        """The names that a function for the value must be given. Raises Refused where there can be no such function."""
        site, value = self.sites[which], place.values[which]
        at = site.at(value.nodes[0])
        text = re.sub(r"\s+", " ", value.text)
        hint = "name runs that leave it out, or make it a local name before them"
        if value.facts.doing:
            raise Refused(
                "expression", f"{at}: `{text}` cannot be evaluated elsewhere ({min(value.facts.doing)})", hint, at
            )
        if not self.lambdas:
            raise Refused(
                "expression", f"{at}: `{text}` must be evaluated where it stands", 'say `lambdas = "allow"`', at
            )
        wanted = self._reads(value, which)
        known = bound_before(site.function, value.nodes) or frozenset()
        inner = self._inner_scopes(value.nodes[0], which)
        if lost := sorted(wanted - known - inner):
            raise Refused("maybe-unbound", f"{at}: `{lost[0]}` may not be bound yet", hint, at)
        if inner and any(isinstance(part, ast.Lambda | ast.FunctionDef) for part in self._above(value.nodes[0], which)):
            raise Refused("closure", f"{at}: `{text}` stands in an inner function", hint, at)
        first = {own: name for name, own in self.skeleton.renamed[which].items()}
        return {first.get(name, name) for name in wanted}

    def _above(self, node: ast.AST, which: int) -> Iterator[ast.AST]:
        parent = self.parents[which].get(node)
        while parent is not None:
            yield parent
            parent = self.parents[which].get(parent)

    def _inner_scopes(self, node: ast.AST, which: int) -> set[str]:
        """The names that comprehensions and inner functions around the value bind."""
        found: set[str] = set()
        for part in self._above(node, which):
            if isinstance(part, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
                found |= stored([loop.target for loop in part.generators])
            elif isinstance(part, ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef):
                found |= {item.arg for item in ast.walk(part.args) if isinstance(item, ast.arg)} | {"·"}
        return found

    # what it is called

    def _wished(self, hole: Hole, late: bool) -> str:
        first = hole.values[0].nodes[0]
        texts = {value.text for value in hole.values}
        if isinstance(first, ast.Name) and len(texts) == 1 and not late:
            return first.id
        parent = self.parents[0].get(first)
        match parent:
            case ast.keyword(arg=str(name)):
                return name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                return f"{name}_value"
            case ast.Call(func=func) if func is first:
                return "function"
            case ast.Raise() | ast.ExceptHandler():
                return "error"
        if late:
            return "get"
        match first:
            case ast.Constant(value=bool()):
                return "flag"
            case ast.Constant(value=str()):
                return "text"
            case ast.Constant(value=int() | float()):
                return "number"
            case ast.Name(id=name) | ast.Attribute(attr=name) if name[:1].isupper() and not name.isupper():
                return "kind"
        return "value"


def _free(wish: str, used: Collection[str]) -> str:
    if wish not in used and is_name(wish):
        return wish
    count = 2
    while f"{wish}_{count}" in used:
        count += 1
    return f"{wish}_{count}"


def _bound_inside(nodes: Sequence[ast.AST]) -> frozenset[str]:
    """Every name that something in these nodes binds, inner scopes too."""
    found = set(stored(nodes))
    for node in nodes:
        for part in ast.walk(node):
            if isinstance(part, ast.arg):
                found.add(part.arg)
            elif isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load):
                found.add(part.id)
    return frozenset(found)


def _parents(nodes: Sequence[ast.AST]) -> dict[ast.AST, ast.AST]:
    return {child: part for node in nodes for part in ast.walk(node) for child in ast.iter_child_nodes(part)}


def _first_evaluated(node: ast.AST) -> ast.AST | None:
    """The part of a statement or expression that is evaluated before all its others."""
    match node:
        case ast.For(iter=part) | ast.AsyncFor(iter=part):
            return part
        case ast.Assign(value=part) | ast.AnnAssign(value=part) | ast.Expr(value=part) | ast.Return(value=part):
            return part
        case ast.If(test=part) | ast.While(test=part) | ast.IfExp(test=part) | ast.Assert(test=part):
            return None if isinstance(node, ast.While) else part
        case ast.With(items=[first, *_]):
            return first.context_expr
        case ast.Call(func=ast.Name(), args=[part, *_]) if not isinstance(part, ast.Starred):
            return part
        case ast.Call(func=ast.Name(), args=[], keywords=[ast.keyword(value=part), *_]):
            return part
        case ast.Call(func=part) | ast.Attribute(value=part) | ast.Subscript(value=part) | ast.BinOp(left=part):
            return part
        case ast.Compare(left=part) | ast.UnaryOp(operand=part) | ast.BoolOp(values=[part, *_]):
            return part
        case ast.Tuple(elts=[part, *_]) | ast.List(elts=[part, *_]):
            return part
    return None
