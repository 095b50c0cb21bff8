"""Which members of several classes say the same, which differ in a few places, and why the others cannot be shared."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from migrate.errors import nearest
from migrate.python.antiunification import Hole, Member, Skeleton, antiunified, is_literal
from migrate.python.edits import Edit
from migrate.python.source import last_name
from migrate.refactoring.extracting.family import Family
from migrate.refactoring.extracting.layout import Layout, Part
from migrate.refactoring.methods.classes import identifiers, is_mangled, outside_classes, read_at_once
from migrate.refactoring.methods.functions_elsewhere import Elsewhere, functions_elsewhere
from migrate.refactoring.moving.checks import HARMLESS
from migrate.refactoring.moving.patches import Patches
from migrate.refactoring.refused import Refused
from migrate.refactoring.splitting.members import ABSTRACT
from migrate.refactoring.symbols import Function
from migrate.references.members.classes import Class, called
from migrate.references.names import BUILTINS, Module

Verdict = Literal["equal", "near", "different", "missing"]
HOOKS_OF_CLASSES = frozenset({
    "__new__", "__init_subclass__", "__class_getitem__", "__set_name__", "__slots__", "__module__", "__doc__", "__qualname__",
    "__annotations__", "__match_args__", "__dict__", "__weakref__", "__prepare__", "__classcell__", "__class__",
})  # fmt: skip
"""Members that are about the very class that has them."""
GENERATED = frozenset({
    "__init__", "__repr__", "__eq__", "__hash__", "__lt__", "__le__", "__gt__", "__ge__", "__setattr__", "__delattr__",
    "__getstate__", "__setstate__", "__replace__",
})  # fmt: skip
"""Members that the decorator of a class writes where its own body has none."""
WRAPS = (HARMLESS - {"lru_cache", "cache", "singledispatch", "dataclass"}) | {
    "setter", "getter", "deleter", "abstractproperty", "asyncio", "parametrize", "usefixtures", "filterwarnings", "skip", "skipif",
    "skipIf", "skipUnless", "xfail", "expectedFailure",
}  # fmt: skip
"""Decorators that tell nobody of what they decorate and keep nothing, so that once for all classes is as good as once for each."""
OF_THE_MODULE = frozenset({"__name__", "__file__", "__package__", "__spec__", "__loader__", "__path__", "__doc__"})
OF_THE_FRAME = frozenset({"globals", "locals", "vars", "dir", "eval", "exec", "__import__"})
TIED = ("__eq__", "__hash__")
"""Python writes a `__hash__` into a class that defines `__eq__` alone."""


@dataclass(eq=False)
class Compared:
    """One name that several of the classes have, and what came of comparing."""

    name: str
    parts: list[list[Part]]
    """What binds it in each class."""
    skeleton: Skeleton | None = None
    verdict: Verdict = "different"
    why: str = ""
    stays: bool = False
    """Whether it stays in the classes for a reason that has nothing to do with its text."""
    hints: list[Edit] = field(default_factory=list)
    """What takes annotations out of the first class's text that would mean nothing in the base."""

    @property
    def is_shared(self) -> bool:
        """Whether it can go to the base."""
        return self.verdict in ("equal", "near") and not self.stays

    @property
    def is_method(self) -> bool:
        """Whether it is a function, a property and its like."""
        return all(isinstance(part.node, Function) for parts in self.parts for part in parts)

    @property
    def holes(self) -> tuple[Hole, ...]:
        """Its holes, where it has a skeleton."""
        return self.skeleton.holes if self.skeleton else ()

    def keep(self, why: str) -> None:
        """Leave it in the classes."""
        self.stays, self.why = True, self.why or why


class Comparison:
    """The members of a family, compared name by name."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.classes = family.classes
        self.layouts = [Layout(cls) for cls in self.classes]
        self.names = family.index.names
        everywhere = [name for name in self.layouts[0].members if all(name in other.members for other in self.layouts)]
        wanted = family.wish.members
        known = {name for layout in self.layouts for name in layout.members}
        if unknown := sorted(set(wanted) - known):
            reason = f"{family.where}: none of the classes has a `{unknown[0]}`"
            raise Refused("no-such-member", reason, nearest(unknown[0], known, "leave `members` out"), family.where)
        self.members = {name: self._compared(name) for name in everywhere if not wanted or name in wanted}
        self.settle()

    @cached_property
    def partial(self) -> dict[str, list[int]]:
        """The names that some of the classes have, and not all: in which."""
        found: dict[str, list[int]] = {}
        for count, layout in enumerate(self.layouts):
            for name in layout.members:
                found.setdefault(name, []).append(count)
        return {name: where for name, where in found.items() if len(where) < len(self.layouts)}

    @property
    def shared(self) -> list[Compared]:
        """Those that can go to the base, in the order of the first class."""
        return [item for item in self.members.values() if item.is_shared]

    # one member

    def _compared(self, name: str) -> Compared:
        item = Compared(name, [layout.members[name] for layout in self.layouts])
        members = [
            Member(cls.module.positions, tuple(part.node for part in parts))
            for cls, parts in zip(self.classes, item.parts, strict=True)
        ]
        level = self.family.wish.level
        item.skeleton = antiunified(members, level, frozenset(self._apart(item)), closable=True)
        item.why = self._unlike(item) if item.skeleton is None else self.objection(item.skeleton)
        if not item.why:
            item.verdict = "near" if item.holes else "equal"
        for count, parts in enumerate(item.parts):
            for part in parts:
                if not item.stays and (why := self._tied(self.classes[count], part, item)):
                    item.keep(why)
        if not item.stays and (why := self.is_too_early(item)):
            item.keep(why)
        if item.is_shared and item.skeleton:
            item.hints = list(self.lost_hints(item))
        return item

    def objection(self, skeleton: Skeleton) -> str:
        """Why members with this skeleton are different for all that; empty where they are equal, or nearly so."""
        nodes = skeleton.members[0].nodes
        if any(_parameters(nodes) & renamed.keys() for renamed in skeleton.renamed):
            return "parameters are called differently"
        if self.family.wish.level == "exact" and skeleton.soft:
            return f"another {' and '.join(sorted(skeleton.soft))}"
        if any(place.header for hole in skeleton.holes for place in hole.places):
            return "a default differs"
        headers = sum(getattr(node, "body", [node])[0].lineno - node.lineno for node in nodes)
        return "nothing in common" if skeleton.holes and skeleton.lines <= headers else ""

    def _unlike(self, item: Compared) -> str:
        nodes = [[part.node for part in parts] for parts in item.parts]
        if len({tuple(map(type, row)) for row in nodes}) > 1:
            return "of another kind"
        if item.is_method:
            decorators = {tuple(ast.dump(d) for node in row for d in node.decorator_list) for row in nodes}  # type: ignore[attr-defined]
            if len(decorators) > 1:
                return "decorated differently"
            if len({tuple(_signature(node) for node in row) for row in nodes}) > 1:
                return "another signature"
        return "nothing in common"

    def _tied(self, cls: Class, part: Part, item: Compared) -> str:
        """Why a member must stay in its class, whatever the others say."""
        name, node = item.name, part.node
        if name in HOOKS_OF_CLASSES or is_mangled(name):
            return "is about the class itself" if name in HOOKS_OF_CLASSES else "its name is mangled"
        if cls.node.decorator_list and (name in GENERATED or not isinstance(node, Function)):
            return "the decorator of the class looks at it"
        if isinstance(node, ast.AnnAssign) and self._asks_annotations:
            return "the tree asks for `__annotations__`"
        if isinstance(node, ast.Assign | ast.AnnAssign):
            return "" if node.value is not None and is_literal(node.value) else "each class has a value of its own"
        for decorator in getattr(node, "decorator_list", ()):
            last = last_name(called(decorator))
            if last in ABSTRACT:
                return "is abstract, which Python counts class by class"
            if last not in WRAPS and last not in self.family.wish.decorators:
                return f"`@{last}` may tell others of each"
        if any(map(_is_made, _defaults(node))):
            return "each class has a default of its own"
        if mark := self.elsewhere("marked", name):
            return f"{mark.where} gives it an attribute"
        free = cls.module.free(node)
        for inner in outside_classes(node):
            if any(map(is_mangled, identifiers(inner))):
                return "uses a mangled name"
            match inner:
                case ast.Call(func=ast.Name(id="super"), args=[_, *_]):
                    return "`super(…)` names its class"
                case ast.Name(id="__class__"):
                    return "asks for `__class__`"
                case ast.Name(id=word) if word in OF_THE_FRAME & free:
                    return f"looks around with `{word}`"
                case ast.ImportFrom(level=level) if level and self._package(cls.module) != self._package(None):
                    return "imports relatively inside"
                case ast.Global() if self.family.is_moved or len(self.family.modules) > 1:
                    return "writes the module's names"
        return ""

    @cached_property
    def _asks_annotations(self) -> bool:
        """Whether any code reads what a class annotates itself."""
        return any(True for _ in self.names.files_with("__annotations__", "get_annotations"))

    def elsewhere(self, kind: Literal["marked", "taken"], name: str) -> Elsewhere | None:
        """Where somebody treats a function of that name as a thing of its own."""
        return next((item for item in self._elsewhere if item.name == name and item.kind == kind), None)

    @cached_property
    def _elsewhere(self) -> list[Elsewhere]:
        return [item for cls in self.classes for item in functions_elsewhere(self.family.hierarchy, cls)]

    def _package(self, module: Module | None) -> str:
        if module is None:
            there = self.names.module(self.family.wish.home)
            return self.family.wish.home if there and there.package else self.family.wish.home.rpartition(".")[0]
        return module.name if module.package else module.name.rpartition(".")[0]

    # names that are written alike

    def _apart(self, item: Compared) -> Iterator[str]:
        """The names that the members read and that mean another thing in each module, or that the base cannot have."""
        read = [
            set().union(*(cls.module.free(part.node) for part in parts))
            for cls, parts in zip(self.classes, item.parts, strict=True)
        ]
        for name in sorted(set().union(*read)):
            if all(name in names for names in read) and not self.is_common(name):
                yield name

    def is_common(self, name: str) -> bool:
        """Whether a name means the same in every module of the classes, and in the base's."""
        if name not in self._common:
            self._common[name] = self._means_one_thing(name)
        return self._common[name]

    @cached_property
    def _common(self) -> dict[str, bool]:
        return {}

    def _means_one_thing(self, name: str) -> bool:
        if not self.family.is_moved and len(self.family.modules) == 1:
            return True
        bound = [name in module.namespace for module in self.family.modules]
        if not any(bound):
            stars = any(module.stars for module in self.family.modules)
            return name in BUILTINS and name not in OF_THE_MODULE and not stars
        meanings = {self.names.of_name(module, name, module.bindings.module) for module in self.family.modules}
        if not all(bound) or len(meanings) > 1:
            return False
        meaning = meanings.pop()
        return meaning is not None and self.family.can_import(meaning) and not self.is_patched(name)

    def is_patched(self, name: str) -> bool:
        """Whether somebody puts another thing in the place of the name in a module of the classes."""
        if name not in self._patched:
            self._patched[name] = any(
                Patches(self.family.index, module.name, self.family.wish.home, {name}).found
                for module in self.family.modules
            )
        return self._patched[name]

    @cached_property
    def _patched(self) -> dict[str, bool]:
        return {}

    def is_too_early(self, item: Compared) -> str:
        """Why a member cannot stand above the classes: what it needs as it is made is bound further down. Empty if it can."""
        module = self.classes[0].module
        place = min(cls.line for cls in self.classes if cls.path == module.path)
        for part in item.parts[0]:
            for node in (*getattr(part.node, "decorator_list", ()), *_defaults(part.node)):
                for name in sorted(module.free(node)):
                    if any(getattr(bound, "lineno", 1) >= place for bound in module.namespace.get(name, ())):
                        return f"needs `{name}`, which is bound below"
        return ""

    def lost_hints(self, item: Compared) -> Iterator[Edit]:
        """Annotations of the first class that another one has otherwise, or that name what the base does not know."""
        first = self.classes[0].module
        rows = [[hint for part in parts for hint in _hints(part.node)] for parts in item.parts]
        for count, (_, hint) in enumerate(rows[0]):
            if hint is None:
                continue
            others = [row[count][1] for row in rows[1:] if count < len(row)]
            differs = any(other is not None and ast.dump(other) != ast.dump(hint) for other in others)
            if differs or not all(self.is_common(name) for name in first.free(hint)):
                yield _without_hint(first, rows[0][count][0], hint)
        for part in item.parts[0]:
            yield from self.lost_inside(part.node)

    def lost_inside(self, node: ast.stmt) -> Iterator[Edit]:
        """Annotations in a function of the first class, of locals and of `self.x`, that name what the base does not know."""
        first = self.classes[0].module
        for inner in ast.walk(node) if isinstance(node, Function | ast.AnnAssign) else ():
            known = not isinstance(inner, ast.AnnAssign) or all(map(self.is_common, first.free(inner.annotation)))
            if isinstance(inner, ast.AnnAssign) and inner.value is not None and not known:
                yield Edit(first.positions.end(inner.target), first.positions.end(inner.annotation), b"")

    # all of them

    def settle(self) -> None:
        """Members that need each other stay together: nothing goes that something which stays counts on."""
        before = -1
        while before != len(self.shared):
            before = len(self.shared)
            going = {item.name for item in self.shared}
            for one, other in (TIED, TIED[::-1]):
                there = any(one in layout.cls.body for layout in self.layouts)
                if other in going and there and one not in going:
                    self.members[other].keep(f"goes with `{one}`")
            for layout in self.layouts:
                self._hold_back(layout, {item.name for item in self.shared})

    def _hold_back(self, layout: Layout, going: Collection[str]) -> None:
        cls = layout.cls
        scope = cls.module.bindings.scope_of[cls.node]
        for part in layout.parts:
            reads = {
                item.use.name.id
                for item in read_at_once(cls.module, part.node, scope)
                if item.use.name.id in scope.bindings
            }
            if part.name in going:
                if missing := reads - set(going):
                    self.members[part.name].keep(f"needs `{min(missing)}` as the class is made")
                continue
            for name in reads & set(going):
                self.members[name].keep(f"`{cls.name}` needs it as it is made")
            for inner in ast.walk(part.node):
                match inner:
                    case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=name) if name in going:
                        self.members[name].keep(f"`{part.name or cls.name}` asks `super()` for it")


def _defaults(node: ast.AST) -> list[ast.expr]:
    if not isinstance(node, Function):
        return []
    return [*node.args.defaults, *filter(None, node.args.kw_defaults)]


def _is_made(default: ast.expr) -> bool:
    """Whether a default is an object of its own for each `def`, which somebody may fill, or tell from another."""
    made = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp, ast.Call)
    return any(isinstance(part, made) for part in ast.walk(default))


def _parameters(nodes: Sequence[ast.AST]) -> set[str]:
    found = set[str]()
    for node in nodes:
        arguments = getattr(node, "args", None)
        if isinstance(arguments, ast.arguments):
            every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
            found |= {item.arg for item in every if item}
    return found


def _signature(node: ast.AST) -> str:
    arguments = getattr(node, "args", None)
    if not isinstance(arguments, ast.arguments):
        return ""
    bare = ast.unparse(arguments)
    for item in ast.walk(arguments):
        if isinstance(item, ast.arg) and item.annotation is not None:
            bare = bare.replace(f"{item.arg}: {ast.unparse(item.annotation)}", item.arg)
    return bare


def _hints(node: ast.stmt) -> list[tuple[ast.AST, ast.expr | None]]:
    """Every annotation of a function's parameters and of its result, each with what it is the annotation of."""
    if not isinstance(node, Function):
        return []
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    every += [item for item in (arguments.vararg, arguments.kwarg) if item]
    return [*((item, item.annotation) for item in every), (node, node.returns)]


def _without_hint(module: Module, of: ast.AST, hint: ast.expr) -> Edit:
    """What takes the annotation of a parameter, or of a function's result, out of the text."""
    at, data = module.positions, module.source.data
    start = at.start(of) + len(at.encode(of.arg)) if isinstance(of, ast.arg) else data.rfind(b"->", 0, at.start(hint))
    end = at.end(hint)
    for _ in range(data.count(b"(", start, at.start(hint))):
        end = data.index(b")", end) + 1
    if isinstance(of, ast.arg):
        default = re.compile(rb"[ \t]+=[ \t]+").match(data, end)
        return Edit(start, default.end(), b"=") if default else Edit(start, end, b"")
    return Edit(len(data[:start].rstrip(b" \t")), end, b"")


def first_parameter(node: ast.AST) -> str:
    """What a method calls its instance or its class; empty for a static one."""
    if not isinstance(node, Function):
        return ""
    decorators = {last_name(called(item)) for item in node.decorator_list}
    parameters = [*node.args.posonlyargs, *node.args.args]
    return "" if "staticmethod" in decorators or not parameters else parameters[0].arg


def is_of_class(node: ast.AST) -> bool:
    """Whether the method gets the class."""
    return isinstance(node, Function) and "classmethod" in {last_name(called(item)) for item in node.decorator_list}
