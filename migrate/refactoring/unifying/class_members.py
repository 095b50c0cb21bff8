"""Two classes compared member by member: what is equal, what differs, what the kept one lacks or cannot take."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from migrate.python.parameters import accepts, parameters, takes_anything
from migrate.python.source import last_name
from migrate.refactoring.symbols import Function
from migrate.refactoring.unifying.class_texts import Level, Things, equal
from migrate.references.members.classes import Class
from migrate.references.members.hierarchy import Base, Hierarchy, Outside

Verdict = Literal["equal", "differs", "missing", "incompatible", "only kept"]
CONSTRUCTORS = frozenset({"__init__", "__new__"})
TELLING = frozenset({
    "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__hash__", "__bool__", "__len__", "__del__", "__slots__",
    "__getattr__", "__getattribute__", "__setattr__", "__delattr__", "__init__", "__new__", "__post_init__",
    "__init_subclass__", "__set_name__", "__repr__", "__str__", "__format__", "__bytes__", "__reduce__", "__reduce_ex__",
    "__getstate__", "__setstate__", "__getnewargs__", "__getnewargs_ex__", "__copy__", "__deepcopy__", "__match_args__",
})  # fmt: skip
"""Members by which Python does other things with an object than it does without them."""
NOBODY = Outside("builtins.object", "object")


@dataclass(frozen=True)
class Member:
    """What a class body, or an assignment to `self`, makes of one name."""

    name: str
    kind: Literal["method", "property", "attribute", "class", "on self", "statement"]
    nodes: tuple[ast.stmt, ...]
    line: int
    """Where it stands."""

    @property
    def is_public(self) -> bool:
        """Whether those outside may ask for it: special methods count."""
        return not self.name.startswith("_") or (self.name.startswith("__") and self.name.endswith("__"))

    @property
    def written(self) -> str:
        """How a table shows it: its signature, or what it is."""
        match self.nodes:
            case [*_, ast.FunctionDef() | ast.AsyncFunctionDef() as node] if self.kind in ("method", "property"):
                word = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
                marks = "".join(f"@{ast.unparse(item)} " for item in self.nodes[0].decorator_list)  # type: ignore[attr-defined]
                return f"{marks}{word} {node.name}({ast.unparse(node.args)})"
        return self.kind


@dataclass(frozen=True)
class Compared:
    """One member of the dropped class beside the kept one's."""

    name: str
    verdict: Verdict
    reason: str = ""
    kept: Member | None = None
    dropped: Member | None = None

    @property
    def row(self) -> tuple[str, str, str, str, str]:
        """Its row in the table."""
        kept, dropped = (item.written if item else "" for item in (self.kept, self.dropped))
        return self.name, self.verdict, kept, dropped, self.reason


COLUMNS = ("member", "verdict", "kept", "dropped", "reason")


def members_of(cls: Class) -> dict[str, Member]:
    """The class's own members by name: what its body binds, then what its methods set on `self`."""
    found: dict[str, list[ast.stmt]] = {}
    for node in cls.node.body:
        for name in _bound(node):
            found.setdefault(name, []).append(node)
    members = {name: Member(name, _kind(nodes), tuple(nodes), nodes[0].lineno) for name, nodes in found.items()}
    for name in cls.asked:
        if name not in members and (places := cls.set_on_self(name)):
            members[name] = Member(name, "on self", (), places[0].lineno)
    return members


def _bound(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.Assign(targets=targets) if all(isinstance(item, ast.Name) for item in targets):
            yield from (item.id for item in targets if isinstance(item, ast.Name))
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return
        case _:
            yield f"`{ast.unparse(node).partition(chr(10))[0]}`"


def _kind(nodes: list[ast.stmt]) -> Literal["method", "property", "attribute", "class", "statement"]:
    match nodes[0]:
        case ast.FunctionDef() | ast.AsyncFunctionDef() as node:
            names = {last_name(item.func if isinstance(item, ast.Call) else item) for item in node.decorator_list}
            return "property" if names & {"property", "cached_property", "abstractproperty"} else "method"
        case ast.ClassDef():
            return "class"
        case ast.Assign() | ast.AnnAssign():
            return "attribute"
    return "statement"


class Comparison:
    """The kept class beside the dropped one."""

    def __init__(self, hierarchy: Hierarchy, kept: Class, dropped: Class, level: Level) -> None:
        self.hierarchy = hierarchy
        self.kept = kept
        self.dropped = dropped
        self.level = level
        self.things = Things(hierarchy.index, dropped.module, kept.module, (dropped.name, kept.name))
        self.theirs = members_of(kept)
        self.ours = members_of(dropped)

    @cached_property
    def found(self) -> list[Compared]:
        """Every member of either, those of the dropped class first."""
        found = [self._compare(member) for member in self.ours.values()]
        if not CONSTRUCTORS & self.ours.keys():
            found += self._constructor()
        told = {item.name for item in found}
        added = (member for member in self.theirs.values() if member.name not in self.ours.keys() | told)
        return found + [Compared(item.name, "only kept", self._of_added(item), item) for item in added]

    def by_verdict(self, *verdicts: Verdict) -> list[Compared]:
        """The members with one of these verdicts."""
        return [item for item in self.found if item.verdict in verdicts]

    # one member

    def _compare(self, mine: Member) -> Compared:
        theirs, home = self._of_kept(mine.name)
        if theirs is None:
            above = [*self._outside(self.kept), NOBODY]
            if any(self.hierarchy.may_define(base, mine.name) for base in above):
                return Compared(mine.name, "differs", "the kept class inherits one from outside", None, mine)
            return Compared(mine.name, "missing", "", None, mine)
        if reason := self._incompatible(theirs, mine):
            return Compared(mine.name, "incompatible", reason, theirs, mine)
        if reason := self._different(theirs, home, mine):
            return Compared(mine.name, "differs", reason, theirs, mine)
        return Compared(mine.name, "equal", "", theirs, mine)

    def _of_kept(self, name: str) -> tuple[Member | None, Class]:
        """The member that the kept class has of that name, itself or by inheritance, and who defines it."""
        for base in self.hierarchy.mro(self.kept):
            if isinstance(base, Class) and base is not self.dropped and name in (own := members_of(base)):
                return own[name], base
        return None, self.kept

    def _incompatible(self, theirs: Member, mine: Member) -> str:
        """Why somebody who uses the dropped class's member cannot use the kept one's so."""
        new, old = self._last_function(theirs), self._last_function(mine)
        if new is None or old is None:
            callable_ = {"method", "class"}
            if (theirs.kind in callable_) != (mine.kind in callable_) and "attribute" not in (theirs.kind, mine.kind):
                return f"was {_a(mine.kind)} and is {_a(theirs.kind)}"
            return ""
        if theirs.kind != mine.kind:
            return f"was {_a(mine.kind)} and is {_a(theirs.kind)}"
        kinds = _binding(new), _binding(old)
        if kinds[0] != kinds[1]:
            return f"was a {kinds[1]} and is a {kinds[0]}"
        if isinstance(new, ast.AsyncFunctionDef) != isinstance(old, ast.AsyncFunctionDef):
            return "one of them must be awaited"
        first = kinds[0] != "static method"
        reasons = list(accepts(parameters(old.args, first), parameters(new.args, first)))
        if theirs.kind == "property" and len(theirs.nodes) < len(mine.nodes):
            reasons.append("cannot be set or deleted any more")
        return "; ".join(reasons)

    def _last_function(self, member: Member) -> Function | None:
        last = member.nodes[0 if member.kind == "property" else -1] if member.nodes else None
        return last if isinstance(last, Function) else None

    def _different(self, theirs: Member, home: Class, mine: Member) -> str:
        """Why the two are not equal at the level; empty where they are."""
        if theirs.kind == mine.kind == "on self":
            return ""  # the methods that set it are compared
        if len(theirs.nodes) != len(mine.nodes) or "on self" in (theirs.kind, mine.kind):
            return "bound otherwise"
        for one, other in zip(mine.nodes, theirs.nodes, strict=True):
            body = not isinstance(one, Function)
            sides = (self.dropped.module, self.dropped.name, one), (home.module, home.name, other)
            if not equal(*sides, self.level, body):
                return "another body" if isinstance(one, Function) else "another value"
            if home is self.kept:
                for reason in self.things.differences(one):
                    return reason
        return ""

    def _of_added(self, member: Member) -> str:
        """What becomes different by a member that only the kept class has; empty where nothing does."""
        if member.name in TELLING:
            return "Python asks for it by itself"
        for base in self.hierarchy.ancestors(self.dropped):
            if base is self.kept:
                continue
            if isinstance(base, Class) and base.binds(member.name):
                return f"the dropped class has that of `{base.dotted}`"
            if isinstance(base, Outside) and base != NOBODY and self.hierarchy.may_define(base, member.name):
                return f"the dropped class may have that of `{base.written}`"
        return ""

    # what makes an object

    def _constructor(self) -> Iterator[Compared]:
        """The inherited constructor, where the kept class's is another one."""
        old, new = self._made_by(self.dropped), self._made_by(self.kept)
        if old[0] == new[0] or self.kept in self.hierarchy.ancestors(self.dropped):
            return
        member = self.theirs.get("__init__") or self.theirs.get("__new__")
        if old[1] is None or new[1] is None:
            yield Compared("__init__", "incompatible", "nobody can tell what one of them takes", member)
        elif reasons := list(accepts(old[1], new[1])):
            yield Compared("__init__", "incompatible", "; ".join(reasons), member)
        elif "__init__" in self.theirs or "__new__" in self.theirs:
            yield Compared("__init__", "differs", "the dropped class inherits another one", member)

    def _made_by(self, cls: Class) -> tuple[object, list[str] | None]:
        """Who says what calling the class takes, and what that is; None where nobody can tell."""
        for base in self.hierarchy.mro(cls):
            if isinstance(base, Outside):
                if base.dotted.rpartition(".")[2] in ("object", "Generic", "Protocol", "ABC"):
                    continue
                kind = getattr(builtins, base.dotted.removeprefix("builtins."), None)
                plain = isinstance(kind, type) and issubclass(kind, Exception) and takes_anything(kind)
                return base, ["*args"] if plain else None
            if base.decorators & {"dataclass"}:
                return _fields(base), _fields(base)
            own = members_of(base)
            for name in ("__init__", "__new__"):
                if name in own and (function := self._last_function(own[name])):
                    return base, parameters(function.args, True)
        return None, []

    # the whole

    @cached_property
    def lost_bases(self) -> list[Base]:
        """What the dropped class is a kind of, and the kept one is not."""
        there = {_key(base) for base in (self.kept, *self.hierarchy.ancestors(self.kept))}
        ours = (base for base in self.hierarchy.ancestors(self.dropped) if base != NOBODY)
        if self.kept in self.hierarchy.ancestors(self.dropped):
            ours = (base for base in self.hierarchy.bases(self.dropped) if base is not self.kept)
        return [base for base in ours if _key(base) not in there]

    @cached_property
    def more_bases(self) -> list[Base]:
        """What the kept class is a kind of, and the dropped one is not."""
        there = {_key(base) for base in (self.dropped, *self.hierarchy.ancestors(self.dropped))}
        return [
            base for base in self.hierarchy.ancestors(self.kept) if base != NOBODY and _key(base) not in there
        ]  # fmt: skip

    @property
    def has_same_order(self) -> bool:
        """Whether the attributes of the dropped class are the kept one's first, in the same order."""
        ours, theirs = (
            [item.name for item in side.values() if item.kind == "attribute"] for side in (self.ours, self.theirs)
        )
        return theirs[: len(ours)] == ours

    def _outside(self, cls: Class) -> list[Outside]:
        return [base for base in self.hierarchy.ancestors(cls) if isinstance(base, Outside) and base != NOBODY]

    @cached_property
    def headings(self) -> str:
        """How the two class statements differ in decorators and keywords; empty where they do not."""
        old, new = self.dropped.node, self.kept.node
        for what, ours, others in (
            ("decorators", old.decorator_list, new.decorator_list),
            ("keywords", old.keywords, new.keywords),
        ):
            if [ast.dump(item) for item in ours] != [ast.dump(item) for item in others]:
                return f"the class statements have other {what}"
            for part in ours:
                for reason in self.things.differences(part):
                    return reason
        return ""


def _key(base: Base) -> object:
    return base if isinstance(base, Class) else base.dotted or base.written


def _a(kind: str) -> str:
    return f"a{'n' if kind[0] in 'aeiou' else ''} {kind}".replace("an on self", "an attribute of the instance")


def _binding(node: Function) -> str:
    names = {last_name(item) for item in node.decorator_list}
    return "static method" if "staticmethod" in names else "class method" if "classmethod" in names else "plain method"


def _fields(cls: Class) -> list[str]:
    """The parameters that a dataclass makes of its own fields."""
    return [
        node.target.id + ("=" if node.value is not None else "")
        for node in cls.node.body
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and "ClassVar" not in ast.dump(node.annotation)
    ]
