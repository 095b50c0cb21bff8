"""The body of a class as members: which methods could stand elsewhere, what each asks of `self`, and why others have to stay."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from migrate.python.source import last_name
from migrate.refactoring.methods.classes import identifiers, is_mangled, outside_classes, read_at_once
from migrate.refactoring.symbols import Function
from migrate.references.members.classes import Class, called

PLAIN = frozenset({
    "property", "setter", "getter", "deleter", "staticmethod", "classmethod", "cached_property", "lru_cache", "cache",
    "contextmanager", "asynccontextmanager", "wraps", "overload", "override", "final", "deprecated", "partialmethod",
    "coroutine",
})  # fmt: skip
"""Decorators that wrap what they are given, and do nothing else with it."""
ABSTRACT = frozenset({"abstractmethod", "abstractproperty", "abstractclassmethod", "abstractstaticmethod"})


@dataclass(frozen=True, eq=False)
class Asked:
    """One `self.name`, with where it stands."""

    name: str
    node: ast.Attribute
    stores: bool
    called: bool


@dataclass(frozen=True, eq=False)
class Method:
    """All definitions of one name in the body of a class: overloads, a property with its setter."""

    name: str
    nodes: tuple[Function, ...]
    asked: tuple[Asked, ...] = ()

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that it asks of `self`, its own left out."""
        return frozenset(item.name for item in self.asked) - {self.name}

    @property
    def line(self) -> int:
        """Where it begins."""
        return self.nodes[0].lineno


@dataclass
class Members:
    """The methods of one class, by name, in the order of the text. `held` says why a method cannot stand elsewhere."""

    cls: Class
    trusted: Collection[str] = ()
    """Decorators, by their last name, of which the user says that they only wrap."""
    methods: dict[str, Method] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        asked = {id(node) for nodes in self.cls.asked.values() for node in nodes}
        grouped: dict[str, list[Function]] = {}
        for statement in self.node.body:
            if isinstance(statement, Function):
                grouped.setdefault(statement.name, []).append(statement)
        for name, nodes in grouped.items():
            found = [part for node in nodes for part in ast.walk(node) if id(part) in asked]
            self.methods[name] = Method(name, tuple(nodes), tuple(map(self._asked, found)))  # type: ignore[arg-type]
        for name, reason in self._reasons():
            self.held.setdefault(name, reason)
        self._hold_tied()

    def _asked(self, node: ast.Attribute) -> Asked:
        parent = self.cls.file.parents.get(node)
        return Asked(
            node.attr, node, not isinstance(node.ctx, ast.Load), isinstance(parent, ast.Call) and parent.func is node
        )

    @property
    def node(self) -> ast.ClassDef:
        """The class statement."""
        return self.cls.node

    @cached_property
    def attributes(self) -> frozenset[str]:
        """What the class itself keeps under a name: set on `self`, or bound in its body by anything but a `def`."""
        bound = {name for name in self.cls.body if name not in self.methods}
        set_ = {name for name in self.cls.asked if self.cls.set_on_self(name)}
        return frozenset(bound | set_) - self.methods.keys()

    @cached_property
    def mangled(self) -> dict[str, frozenset[str]]:
        """Name that Python mangles → the methods that use it; the empty name stands for the rest of the body."""
        found: dict[str, set[str]] = {}
        for statement in self.node.body:
            user = statement.name if isinstance(statement, Function) else ""
            for part in outside_classes(statement):
                for name in filter(is_mangled, identifiers(part)):
                    found.setdefault(name, set()).add(user)
        return {name: frozenset(users) for name, users in found.items()}

    def _reasons(self) -> Iterator[tuple[str, str]]:
        for name, method in self.methods.items():
            if name.startswith("__") and name.endswith("__"):
                yield name, "Python looks for it by its name"
            if len(self.cls.body[name]) != len(method.nodes):
                yield name, "something else in the class binds the name too"
            for node in method.nodes:
                yield from ((name, reason) for reason in self._of_definition(node))
        yield from self._of_super()

    def _of_definition(self, node: Function) -> Iterator[str]:
        for item in node.decorator_list:
            last = last_name(called(item))
            if last in ABSTRACT:
                yield "it is abstract"
            elif last not in PLAIN and last not in self.trusted:
                yield f"`@{ast.unparse(called(item))}` may do more than wrap it: if not, name it in `decorators`"
        around = self.cls.scopes[-1]
        for read in read_at_once(self.cls.module, node, around):
            name = read.use.name.id
            if name in self.cls.body and name != node.name:
                yield f"it reads `{name}` in the body of the class"
        for part in outside_classes(node):
            match part:
                case ast.Name(id="__class__"):
                    yield "it reads `__class__`"
                case ast.Call(func=ast.Name(id="super"), args=[_, *_]):
                    yield "it names its class in `super()`"

    def _of_super(self) -> Iterator[tuple[str, str]]:
        """What `super()` would find otherwise: the method that asks for another one of the class, or keeps what it gives."""
        for statement in self.node.body:
            for part in outside_classes(statement):
                if not (isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "super"):
                    continue
                user = getattr(statement, "name", "")
                parent = self.cls.file.parents.get(part)
                if isinstance(parent, ast.Attribute):
                    if parent.attr != user:
                        yield parent.attr, f"`{user}` asks `super()` for it"
                else:
                    yield from ((name, f"`{user}` keeps what `super()` gives") for name in self.methods)

    def _hold_tied(self) -> None:
        """What a statement of the body that stays reads there, stays too."""
        for statement in self.node.body:
            reader = statement.name if isinstance(statement, Function) else ""
            for read in read_at_once(self.cls.module, statement, self.cls.scopes[-1]):
                name = read.use.name.id
                if name in self.methods and name != reader:
                    self.held.setdefault(name, "the body of the class reads it")

    @property
    def movable(self) -> list[str]:
        """The methods that may stand elsewhere."""
        return [name for name in self.methods if name not in self.held]
