"""Where a pattern matches in one file, and what its metavariables stand for there."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from migrate.python.bindings import Bindings, Scope, Use
from migrate.refactoring.rules.patterns import Fragment, all_parameters, many, many_in, one
from migrate.references.names import Meaning, Module, Names

UNSEEN = frozenset({"ctx", "type_comment", "type_ignores", "kind"})
"""Fields that say nothing of what the code means."""
BODIES = frozenset({"body", "orelse", "finalbody"})
"""Fields that hold statements, or the one expression of a lambda or an `if`."""
NO_PARTS = {
    ast.Name: {"id"}, ast.Attribute: {"attr"}, ast.Constant: {"value"}, ast.arg: {"arg"}, ast.keyword: {"arg"},
    ast.FunctionDef: {"name"}, ast.AsyncFunctionDef: {"name"}, ast.ClassDef: {"name"}, ast.ExceptHandler: {"name"},
    ast.alias: {"name", "asname"}, ast.ImportFrom: {"module", "level"}, ast.Global: {"names"}, ast.Nonlocal: {"names"},
    ast.FormattedValue: {"conversion"}, ast.AnnAssign: {"simple"}, ast.comprehension: {"is_async"}, ast.MatchAs: {"name"},
    ast.MatchStar: {"name"}, ast.MatchMapping: {"rest"}, ast.MatchClass: {"kwd_attrs"}, ast.MatchSingleton: {"value"},
    **{getattr(ast, name): {"name"} for name in ("TypeVar", "ParamSpec", "TypeVarTuple") if hasattr(ast, name)},
}  # fmt: skip
"""Fields that hold no nodes but words and numbers."""
PARTS = {
    kind: tuple(
        name for name in kind._fields if name not in UNSEEN | {"op", "ops"} and name not in NO_PARTS.get(kind, ())
    )
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}
"""Where each kind of node holds others that a pattern can be about."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Many:
    """What a `$$$` stands for: neighbours in a list of arguments, elements or statements, perhaps none; or parameters."""

    nodes: tuple[ast.AST, ...]
    within: ast.AST | None = None
    """The node in whose list they stand."""


Captured = ast.AST | str | Many
Captures = dict[str, Captured]


@dataclass(frozen=True, eq=False)
class Match:
    """One place that a pattern matches: one node, or neighbouring statements."""

    nodes: tuple[ast.AST, ...]
    captures: Captures
    in_fstring: bool = False


class Reading:
    """One file with its nodes by type, where each stands, and what each name means."""

    def __init__(self, names: Names, module: Module) -> None:
        self.names = names
        self.module = module
        self.by_type: dict[type[ast.AST], list[ast.AST]] = {}
        self.in_fstrings: set[int] = set()
        self.blocks: list[list[ast.stmt]] = []
        self.parents: dict[int, tuple[ast.AST, str, int]] = {}
        """By the id of a node: its parent, the field in which it stands there, and its place in that field's list."""
        self._walk(module.source.tree)
        for string in self.by_type.get(ast.JoinedStr, ()):
            self.in_fstrings.update(map(id, ast.walk(string)))
            self.in_fstrings.discard(id(string))

    def _walk(self, tree: ast.AST) -> None:
        by_type, parents, blocks = self.by_type, self.parents, self.blocks
        waiting: list[ast.AST] = [tree]
        pop, push = waiting.pop, waiting.append
        while waiting:  # on the hot path of every run: hence the local names and exact classes
            node = pop()
            kind = node.__class__
            if kind in by_type:
                by_type[kind].append(node)
            else:
                by_type[kind] = [node]
            for name in PARTS[kind]:
                value = getattr(node, name)
                if value.__class__ is list:
                    for at, item in enumerate(value):
                        if item is not None and item.__class__ is not str:
                            parents[id(item)] = node, name, at
                            push(item)
                    if value and name in BODIES:
                        blocks.append(value)
                elif value is not None:
                    parents[id(value)] = node, name, 0
                    push(value)

    @property
    def imported(self) -> set[str]:
        """The names that the file's imports bind, anywhere in it."""
        found = [alias for alias in self.by_type.get(ast.alias, ()) if isinstance(alias, ast.alias)]
        return {alias.asname or alias.name.partition(".")[0] for alias in found}

    @property
    def bindings(self) -> Bindings:
        """The file's scopes and uses."""
        return self.module.bindings

    @cached_property
    def uses(self) -> dict[int, Use]:
        """By the id of a name: its use."""
        return {id(use.name): use for use in self.bindings.uses if use.quoted is None}

    def meaning(self, node: ast.AST) -> Meaning | None:
        """What a name or a chain of attributes means; None for anything else and for what cannot be told."""
        chain: list[str] = []
        while isinstance(node, ast.Attribute):
            chain.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or id(node) not in self.uses:
            return None
        found = self.names.of_name(self.module, node.id, self.uses[id(node)].scope)
        for name in reversed(chain):
            found = self.names.attribute(found, name) if found else None
        return found

    def is_builtin(self, node: ast.AST) -> bool:
        """Whether a name means what Python brings along."""
        use = self.uses.get(id(node))
        return use is not None and use.scope.lookup(use.name.id) is None and not self._starred(use.name.id)

    def _starred(self, name: str) -> bool:
        return any(name in self.names.star_names(star) for star in self.module.stars)

    def above(self, node: ast.AST) -> Iterator[tuple[ast.AST, str, int]]:
        """The (parent, field, place) of the node, of its parent, and so on outwards."""
        while place := self.parents.get(id(node)):
            yield place
            node = place[0]

    def scope(self, node: ast.AST) -> Scope:
        """The scope in which the node is evaluated."""
        for parent, name, at in self.above(node):
            opened = self.bindings.scope_of.get(parent)
            if opened is None:
                continue
            if isinstance(parent, ast.Lambda | Function) and name != "body":
                continue
            if isinstance(parent, ast.ClassDef) and name != "body":
                continue
            if name == "generators" and at == 0:
                continue  # the first one is evaluated outside; its target hides nothing there
            return opened
        return self.bindings.module

    def around(self, node: ast.AST) -> list[str]:
        """The names of the classes and functions around the node, the outermost first."""
        found = [parent.name for parent, _, _ in self.above(node) if isinstance(parent, Function | ast.ClassDef)]
        return found[::-1]


class Matcher:
    """Compares one pattern with the nodes of one file."""

    def __init__(
        self, pattern: Fragment, reading: Reading, canonical: dict[str, str], spellings: Mapping[str, Collection[str]]
    ) -> None:
        self.pattern = pattern
        self.spellings = spellings
        """The last part of a dotted name → the names that an attribute can have which means it."""
        self.reading = reading
        self._bound: dict[str, set[str]] = {}
        self.canonical = canonical
        """The pattern's dotted names → what they lead to."""

    def matches(self) -> Iterator[Match]:
        """Every match, in no order; some may lie in others."""
        first = self.pattern.nodes[0]
        if self.pattern.shape == "statements":
            for block in self.reading.blocks:
                yield from self._in_block(block)
            return
        kinds = {type(first)}
        if id(first) in self.pattern.absolute:
            kinds = {ast.Name, ast.Attribute}
        wanted: list[ast.AST] = [node for kind in kinds for node in self.reading.by_type.get(kind, ())]
        if self.pattern.shape == "decorator":
            wanted = [
                item
                for kind in (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
                for node in self.reading.by_type.get(kind, ())
                for item in getattr(node, "decorator_list", ())
            ]
        for node in wanted:
            got: Captures = {}
            if self._node(first, node, got):
                yield Match((node,), got, id(node) in self.reading.in_fstrings)

    def _in_block(self, block: list[ast.stmt]) -> Iterator[Match]:
        wanted = self.pattern.nodes
        anything = isinstance(wanted[0], ast.Expr) and isinstance(wanted[0].value, ast.Name)
        for start in range(len(block) - len(wanted) + 1):
            if anything or type(block[start]) is type(wanted[0]):
                got: Captures = {}
                found = block[start : start + len(wanted)]
                if all(self._statement(p, node, got) for p, node in zip(wanted, found, strict=True)):
                    yield Match(tuple(found), got)

    def _statement(self, pattern: ast.AST, node: ast.AST, got: Captures) -> bool:
        if isinstance(pattern, ast.Expr) and isinstance(pattern.value, ast.Name) and (name := one(pattern.value.id)):
            return self._bind(name, node, got)
        return self._node(pattern, node, got)

    def _node(self, pattern: ast.AST, node: ast.AST, got: Captures) -> bool:
        if isinstance(pattern, ast.Name) and (name := one(pattern.id)):
            return (
                isinstance(node, ast.expr)
                and not isinstance(node, ast.Starred | ast.Slice)
                and self._bind(name, node, got)
            )
        dotted = self.pattern.absolute.get(id(pattern))
        if dotted is not None:
            leaf = dotted.rpartition(".")[2]
            if isinstance(node, ast.Attribute) and node.attr not in self.spellings.get(leaf, (leaf,)):
                return False
            if isinstance(node, ast.Name) and node.id not in self._bound_to(leaf):
                return False
            meaning = self.reading.meaning(node)
            return meaning is not None and meaning.dotted == self.canonical.get(dotted, dotted)
        if type(pattern) is not type(node):
            return False
        if id(pattern) in self.pattern.builtins:
            return getattr(pattern, "id", "") == getattr(node, "id", None) and self._is_builtin(node)
        match pattern, node:
            case ast.Constant(value=value), ast.Constant(value=other):
                return type(value) is type(other) and value == other
            case ast.Attribute(attr=attribute), ast.Attribute(attr=other):
                return self._field(attribute, other, node, got) and self._node(pattern.value, node.value, got)
            case ast.Call(func=function), ast.Call(func=called):
                if not self._node(function, called, got):
                    return False
                return self._arguments((pattern.args, pattern.keywords), (node.args, node.keywords), node, got)
            case ast.ClassDef(), ast.ClassDef():
                if not self._arguments((pattern.bases, pattern.keywords), (node.bases, node.keywords), node, got):
                    return False
                return self._field(pattern.name, node.name, node, got) and self._field(
                    pattern.body, node.body, node, got
                )
            case ast.arguments(), ast.arguments() if name := all_parameters(pattern):
                return self._bind(name, Many((node,), None), got)
            case (ast.FunctionDef(), ast.FunctionDef()) | (ast.AsyncFunctionDef(), ast.AsyncFunctionDef()):
                fields = (
                    "name",
                    "args",
                    "returns",
                    "body",
                    *(("decorator_list",) if getattr(pattern, "decorator_list", ()) else ()),
                )
                return all(self._field(getattr(pattern, name), getattr(node, name), node, got) for name in fields)
        return all(
            self._field(getattr(pattern, name, None), getattr(node, name, None), node, got)
            for name in pattern._fields
            if name not in UNSEEN
        )

    def _bound_to(self, leaf: str) -> set[str]:
        """The names that can mean a thing of that last name in this file."""
        if leaf not in self._bound:
            known = set(self.spellings.get(leaf, ())) | {leaf}
            aliases = [alias for alias in self.reading.by_type.get(ast.alias, ()) if isinstance(alias, ast.alias)]
            renamed = {item.asname for item in aliases if item.asname and item.name.rpartition(".")[2] in known}
            self._bound[leaf] = known | renamed
        return self._bound[leaf]

    def _is_builtin(self, node: ast.AST) -> bool:
        return self.reading.is_builtin(node)

    def _field(self, pattern: object, value: object, owner: ast.AST, got: Captures) -> bool:
        if isinstance(pattern, list) and isinstance(value, list):
            return self._sequence(pattern, value, owner, got)
        if isinstance(pattern, ast.AST):
            return isinstance(value, ast.AST) and self._node(pattern, value, got)
        if name := one(pattern):
            return isinstance(value, str) and self._bind(name, value, got)
        return pattern == value

    def _sequence(self, pattern: Sequence[ast.AST], nodes: Sequence[ast.AST], owner: ast.AST, got: Captures) -> bool:
        if not pattern:
            return not nodes
        first = pattern[0]
        if name := many_in(first):
            least = sum(not many_in(item) for item in pattern[1:])
            for count in range(len(nodes) - least, -1, -1):
                tried = dict(got)
                if self._bind(name, Many(tuple(nodes[:count]), owner), tried) and self._sequence(
                    pattern[1:], nodes[count:], owner, tried
                ):
                    got.update(tried)
                    return True
            return False
        if not nodes:
            return False
        if first is None or nodes[0] is None:  # `**rest` in a dictionary has no key
            same = first is nodes[0]
        else:
            same = self._statement(first, nodes[0], got)
        return same and self._sequence(pattern[1:], nodes[1:], owner, got)

    def _arguments(
        self,
        pattern: tuple[list[ast.expr], list[ast.keyword]],
        given: tuple[list[ast.expr], list[ast.keyword]],
        owner: ast.AST,
        got: Captures,
    ) -> bool:
        """Positional ones in order, those by keyword in any order; the last `$$$` takes keywords that nothing else does."""
        left = list(given[1])
        for keyword in sorted(pattern[1], key=lambda item: bool(one(item.arg))):
            for other in left:
                tried = dict(got)
                if self._keyword(keyword, other, tried):
                    got.update(tried)
                    left.remove(other)
                    break
            else:
                return False
        taker = next((many_in(item) for item in reversed(pattern[0]) if many_in(item)), "")
        if left and not taker:
            return False
        if not left:
            return self._sequence(pattern[0], given[0], owner, got)
        tried = dict(got)
        tried.pop(taker, None)
        if not self._sequence(pattern[0], given[0], owner, tried):
            return False
        taken = tried[taker] if taker in tried else Many((), owner)
        assert isinstance(taken, Many)
        both = Many(tuple(sorted([*taken.nodes, *left], key=place)), owner)
        if taker in got and not same(got[taker], both):
            return False
        got.update(tried)
        if taker != "_":
            got[taker] = both
        return True

    def _keyword(self, pattern: ast.keyword, given: ast.keyword, got: Captures) -> bool:
        if (pattern.arg is None) != (given.arg is None):
            return False
        if name := one(pattern.arg):
            if not self._bind(name, str(given.arg), got):
                return False
        elif pattern.arg != given.arg:
            return False
        return self._node(pattern.value, given.value, got)

    def _bind(self, name: str, value: Captured, got: Captures) -> bool:
        if name == "_":
            return True
        if name in got:
            if not same(got[name], value):
                return False
            if not _is_first(value, got[name]):
                return True
        got[name] = value
        return True


def _is_first(one: Captured, other: Captured) -> bool:
    """Whether the first of two nodes stands before the second; that is the one to keep as it is written."""
    if isinstance(one, ast.expr | ast.stmt) and isinstance(other, ast.expr | ast.stmt):
        return place(one) < place(other)
    return False


def place(node: ast.AST) -> tuple[int, int]:
    """Where a node begins."""
    return node.lineno, node.col_offset  # type: ignore[attr-defined]


def same(one: Captured, other: Captured) -> bool:
    """Whether two captures are equal code; whether a name is read or written does not count."""
    if isinstance(one, str) or isinstance(other, str):
        text = [item.id if isinstance(item, ast.Name) else item for item in (one, other)]
        return text[0] == text[1]
    if isinstance(one, Many) and isinstance(other, Many):
        return len(one.nodes) == len(other.nodes) and all(map(equal, one.nodes, other.nodes))
    return isinstance(one, ast.AST) and isinstance(other, ast.AST) and equal(one, other)


def equal(one: object, other: object) -> bool:
    """Whether two trees are equal code. A long sum does not exhaust the stack."""
    waiting = [(one, other)]
    while waiting:
        left, right = waiting.pop()
        if type(left) is not type(right):
            return False
        if isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            waiting += zip(left, right, strict=True)
        elif isinstance(left, ast.AST):
            waiting += [(getattr(left, n, None), getattr(right, n, None)) for n in left._fields if n not in UNSEEN]
        elif left != right:
            return False
    return True


KINDS: dict[str, Callable[[ast.AST], bool]] = {
    "constant": lambda node: isinstance(node, ast.Constant),
    "string": lambda node: isinstance(node, ast.Constant) and isinstance(node.value, str),
    "bytes": lambda node: isinstance(node, ast.Constant) and isinstance(node.value, bytes),
    "number": lambda node: isinstance(node, ast.Constant) and type(node.value) in (int, float, complex),
    "f-string": lambda node: isinstance(node, ast.JoinedStr),
    "name": lambda node: isinstance(node, ast.Name),
    "attribute": lambda node: isinstance(node, ast.Attribute),
    "call": lambda node: isinstance(node, ast.Call),
    "subscript": lambda node: isinstance(node, ast.Subscript),
    "list": lambda node: isinstance(node, ast.List),
    "tuple": lambda node: isinstance(node, ast.Tuple),
    "dict": lambda node: isinstance(node, ast.Dict),
    "lambda": lambda node: isinstance(node, ast.Lambda),
    "operation": lambda node: isinstance(node, ast.BinOp | ast.UnaryOp | ast.BoolOp | ast.Compare),
    "statement": lambda node: isinstance(node, ast.stmt),
}
"""What `kind` in a rule's `where` may ask of a capture."""


@dataclass(frozen=True)
class Condition:
    """What must hold of one capture: each that is not empty."""

    kind: tuple[str, ...] = ()
    matches: str = ""
    """A regular expression for the whole text."""
    resolves: str = ""
    """The dotted name that it means, or what it is a member of."""

    def holds(self, captured: Captured, text: str, reading: Reading) -> bool:
        """Whether it does."""
        nodes = captured.nodes if isinstance(captured, Many) else (captured,)
        if self.kind and not all(
            "name" in self.kind if isinstance(node, str) else any(KINDS[kind](node) for kind in self.kind)
            for node in nodes
        ):
            return False
        if self.matches and not re.fullmatch(self.matches, text, re.DOTALL):
            return False
        if not self.resolves:
            return True
        wanted = reading.names.meaning(self.resolves)
        dotted = wanted.dotted if wanted else self.resolves
        node = nodes[0] if len(nodes) == 1 else None
        meaning = reading.meaning(node) if isinstance(node, ast.AST) else None
        return meaning is not None and f"{meaning.dotted}.".startswith(f"{dotted}.")


def matches_itself(pattern: Fragment, to: Fragment) -> bool:
    """Whether a replacement is, or holds, what the pattern matches, whatever its metavariables stand for."""
    found = _Opaque(pattern, to)
    waiting: list[ast.AST] = list(to.nodes)
    while waiting:
        node = waiting.pop()
        if pattern.shape != "statements" and found.is_match(node):
            return True
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                waiting += [item for item in value if isinstance(item, ast.AST)]
            elif isinstance(value, ast.AST):
                waiting.append(value)
    if pattern.shape == "statements":
        blocks = [list(to.nodes)]
        blocks += [getattr(node, name) for top in to.nodes for node in ast.walk(top)
                   for name in ("body", "orelse", "finalbody") if isinstance(getattr(node, name, None), list)]  # fmt: skip
        return any(found.is_in(block) for block in blocks)
    return False


class _Opaque(Matcher):
    """Compares a pattern with a replacement, whose metavariables are names that equal nothing but themselves."""

    def __init__(self, pattern: Fragment, to: Fragment) -> None:
        self.pattern = pattern
        self.to = to

    def is_match(self, node: ast.AST) -> bool:
        return self._node(self.pattern.nodes[0], node, {})

    def is_in(self, block: Sequence[ast.AST]) -> bool:
        count = len(self.pattern.nodes)
        for start in range(len(block) - count + 1):
            got: Captures = {}
            if all(self._statement(p, n, got) for p, n in zip(self.pattern.nodes, block[start:], strict=False)):
                return True
        return False

    def _statement(self, pattern: ast.AST, node: ast.AST, got: Captures) -> bool:
        if isinstance(pattern, ast.Expr) and not isinstance(node, ast.Expr):
            return isinstance(pattern.value, ast.Name) and bool(one(pattern.value.id)) and isinstance(node, ast.stmt)
        return super()._statement(pattern, node, got)

    def _node(self, pattern: ast.AST, node: ast.AST, got: Captures) -> bool:
        if isinstance(pattern, ast.Name) and one(pattern.id):
            return super()._node(pattern, node, got)
        if isinstance(node, ast.Name) and (one(node.id) or many(node.id)):
            return False
        if dotted := self.pattern.absolute.get(id(pattern)):
            return self.to.absolute.get(id(node)) == dotted
        return super()._node(pattern, node, got)

    def _is_builtin(self, node: ast.AST) -> bool:
        return id(node) in self.to.builtins
