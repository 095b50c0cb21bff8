"""How the holes of shared members are closed: by an attribute of each class, or by a method that each class has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Literal

from migrate.python.antiunification import Hole, Place, Value, is_literal
from migrate.python.holes import bound_before, read_in_functions, read_later
from migrate.python.indentation import indented
from migrate.python.source import last_name
from migrate.refactoring.extracting.comparing import OF_THE_FRAME, Compared, Comparison, first_parameter, is_of_class
from migrate.refactoring.extracting.family import DECORATORS
from migrate.refactoring.symbols import Function, is_name
from migrate.references.members.classes import Class, called
from migrate.references.members.hierarchy import Outside
from migrate.references.names import BUILTINS, Module

CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+")
SHARED_OBJECTS = frozenset({"getLogger", "get_logger", "compile"})
"""Calls that give an object which no attribute access binds."""
MOST_SHOWN = 80
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.GeneratorExp)


class Open(Exception):
    """A hole that cannot be closed; the text says why."""


@dataclass(frozen=True, eq=False)
class Closed:
    """One hole as each class fills it."""

    name: str
    kind: Literal["attribute", "hook"]
    texts: tuple[str, ...]
    """What each class says: `name = value` or a definition, without indentation; empty where the base's is right."""
    base: str
    """What the base says: a default, a declaration, or an abstract method; may be empty."""
    shown: tuple[str, ...]
    """The values, for a table."""
    is_abstract: bool = False


class Closing:
    """Names and closes the holes of one comparison; what recurs in several members is closed once."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.family = comparison.family
        self.classes = comparison.classes
        self.closed: dict[tuple[object, ...], Closed] = {}
        self.taken: set[str] = set()
        self.proposed: set[str] = set()
        around = {base for cls in self.classes for base in self.family.hierarchy.ancestors(cls)}
        below = {heir for cls in self.classes for heir in self.family.hierarchy.descendants(cls)}
        paths = {cls.path for cls in (*self.classes, *around, *below) if isinstance(cls, Class)}
        self.texts = [self.family.index.names.data(path) for path in sorted(paths)]
        self.outside = [base for base in around if isinstance(base, Outside)]
        ours = (base for base in (*self.classes, *around, *below) if isinstance(base, Class))
        self.asks_first = any("__getattribute__" in cls.body for cls in ours)

    def close(self, item: Compared) -> dict[Hole, tuple[Closed, str]]:
        """Hole → how it is closed, and what stands in its place. Raises Open."""
        if not item.is_method:
            raise Open("each class has a value of its own")
        if item.holes and (taken := self.comparison.elsewhere("taken", item.name)):
            raise Open(f"{taken.where} may give it an object that has no hooks")
        if item.holes and self.asks_first:
            raise Open("`__getattribute__` answers first")
        known = dict(self.closed)
        try:
            return {hole: self._one(item, hole) for hole in item.holes}
        except Open:
            self.closed = known
            raise

    def _one(self, item: Compared, hole: Hole) -> tuple[Closed, str]:
        owner = first_parameter(item.parts[0][0].node)
        if not owner or _is_bound_again(item, owner):
            raise Open("a static method has nobody to ask" if not owner else f"`{owner}` is bound again")
        if hole.kind in ("literal", "name"):
            texts = [self._attribute(cls, value) for cls, value in zip(self.classes, hole.values, strict=True)]
            if all(text is not None for text in texts):
                closed = self._as_attribute(item, hole, [text or "" for text in texts])
                return closed, f"{owner}.{closed.name}"
        return self._as_hook(item, hole, owner)

    # attributes

    def _attribute(self, cls: Class, value: Value) -> str | None:
        """The value as the body of the class can say it once and for all; None where it must be asked for each time."""
        node = value.nodes[0]
        if is_literal(node):
            return (
                f"({value.text})"
                if "\n" in value.text or (isinstance(node, ast.Tuple) and not value.text.startswith("("))
                else value.text
            )
        if not isinstance(node, ast.Name) or node.id in cls.body or self.comparison.is_patched(node.id):
            return None
        bound = cls.module.namespace.get(node.id, [])
        if not bound and node.id in BUILTINS - OF_THE_FRAME and not cls.module.stars:
            return value.text  # nothing of Python's own is bound to who asks for it
        if len(bound) != 1 or getattr(bound[0], "lineno", 0) >= cls.line or node.id == cls.name:
            return None
        if not any(
            bound[0] is part for top in cls.module.source.tree.body if top.lineno < cls.line for part in ast.walk(top)
        ):
            return None
        match self._thing(cls.module, bound[0], node.id):
            case "plain":
                return value.text
            case "function":
                return f"staticmethod({value.text})"
        return None

    def _thing(self, module: Module, bound: ast.AST, name: str) -> Literal["plain", "function", "unknown"]:
        if isinstance(bound, ast.ClassDef):
            made = {last_name(called(item)) for item in bound.decorator_list} - DECORATORS
            return "unknown" if made or any(item.arg == "metaclass" for item in bound.keywords) else "plain"
        if isinstance(bound, Function):
            return "function" if not bound.decorator_list else "unknown"
        if isinstance(bound, ast.alias):
            meaning = self.family.index.names.of_name(module, name, module.bindings.module)
            if meaning is None:
                return "unknown"
            if not meaning.name and (self.family.index.names.is_module(meaning.module) or not module.origins[bound][1]):
                return "plain"
            if not meaning.rest and (there := self.family.index.names.module(meaning.module)) is not None:
                nodes = there.namespace.get(meaning.name, [])
                return (
                    self._thing(there, nodes[0], meaning.name)
                    if len(nodes) == 1 and not isinstance(nodes[0], ast.alias)
                    else "unknown"
                )
            return "plain" if self.family.hierarchy.outside.is_class(meaning.dotted) else "unknown"
        statement = next((top for top in module.source.tree.body if any(part is bound for part in ast.walk(top))), None)
        match statement:
            case ast.Assign(value=assigned) | ast.AnnAssign(value=ast.expr() as assigned):
                if is_literal(assigned) or (
                    isinstance(assigned, ast.Call) and last_name(assigned.func) in SHARED_OBJECTS
                ):
                    return "plain" if not _is_rebound(module, name) else "unknown"
        return "unknown"

    def _as_attribute(self, item: Compared, hole: Hole, texts: list[str]) -> Closed:
        key = ("attribute", *(ast.dump(value.nodes[0]) for value in hole.values))
        if key in self.closed:
            return self.closed[key]
        default = _majority(texts) if hole.kind == "literal" else ""
        name = self._name(_attribute_name(item, hole))
        kinds = {
            type(value.nodes[0].value).__name__ for value in hole.values if isinstance(value.nodes[0], ast.Constant)
        }
        plain = len(kinds) == 1 and all(isinstance(v.nodes[0], ast.Constant) for v in hole.values)
        declared = f"{name}: {kinds.pop()}\n" if plain and kinds <= {"str", "int", "float", "bool", "bytes"} else ""
        closed = Closed(
            name,
            "attribute",
            tuple("" if default and text == default else f"{name} = {text}\n" for text in texts),
            f"{name} = {default}\n" if default else declared,
            tuple(texts),
        )
        self.closed[key] = closed
        return closed

    # hooks

    def _as_hook(self, item: Compared, hole: Hole, owner: str) -> tuple[Closed, str]:
        answers = "return" in hole.doing
        if kept := sorted(hole.doing - {"return"}):
            raise Open(f"a part that differs has `{kept[0]}`")
        if answers and not (hole.kind == "statements" and all(place.last for place in hole.places)):
            raise Open("a part that differs has `return`")
        if (
            hole.kind == "statements"
            and len(hole.places) > 1
            and any(self._results(item, p, hole) != self._results(item, hole.places[0], hole) for p in hole.places)
        ):
            raise Open("a part that recurs leaves other names behind each time")
        results = self._results(item, hole.places[0], hole)
        if results and answers:
            raise Open("a part that differs has `return`")
        given = self._given(item, hole, owner, results)
        key = (
            "hook",
            hole.kind,
            owner,
            *given,
            *(("\n".join(map(ast.dump, v.nodes))) for v in hole.values),
            is_of_class(item.parts[0][0].node),
        )
        call_of = f"({', '.join(given)})"
        if key in self.closed:
            closed = self.closed[key]
        else:
            closed = self.closed[key] = self._hook(item, hole, owner, given, results, answers)
        call = f"{owner}.{closed.name}{call_of}"
        if hole.kind != "statements":
            return closed, call
        if answers:
            return closed, f"return {call}\n"
        return closed, f"{', '.join(results)} = {call}\n" if results else f"{call}\n"

    def _hook(
        self, item: Compared, hole: Hole, owner: str, given: Sequence[str], results: Sequence[str], answers: bool
    ) -> Closed:
        name = self._name(_hook_name(item, hole))
        head = "@classmethod\n" if is_of_class(item.parts[0][0].node) else ""
        assert item.skeleton is not None
        texts = []
        for count, (value, renamed) in enumerate(zip(hole.values, item.skeleton.renamed, strict=True)):
            own = [renamed.get(one, one) for one in given]
            body = _body(hole, value, [renamed.get(one, one) for one in results])
            step = self.comparison.layouts[count].step
            texts.append(f"{head}def {name}({', '.join([owner, *own])}):\n{indented(body, step)}")
        step = self.comparison.layouts[0].step
        signature = f"{head}def {name}({', '.join([owner, *given])}):"
        empty = [not value.text for value in hole.values]
        if any(empty) and not results and not answers:
            base = f"{signature}\n{step}pass\n"
            return Closed(
                name, "hook", tuple("" if none else t for t, none in zip(texts, empty, strict=True)), base, _shown(hole)
            )
        if self.family.is_abstract:
            above = f"{head}@abstractmethod\n"
            base = f"{above}def {name}({', '.join([owner, *given])}): ...\n"
        else:
            base = f"{signature}\n{step}raise NotImplementedError\n"
        return Closed(name, "hook", tuple(texts), base, _shown(hole), is_abstract=True)

    def _results(self, item: Compared, place: Place, hole: Hole) -> list[str]:
        """The names, as the first class calls them, that statements leave behind for the rest of the member."""
        if hole.kind != "statements":
            return []
        found: set[str] = set()
        for count, value in enumerate(place.values):
            if not value.nodes:
                continue
            function = _function(item, count, value)
            own = value.facts.binds & read_later(function, value.nodes)
            nested = [
                node
                for node in ast.walk(function)
                if isinstance(node, SCOPES) and node is not function and not _lies_in(node, value)
            ]
            if shared := own & read_in_functions(nested):
                raise Open(f"a function inside shares `{min(shared)}`")
            found |= {self._first_name(item, count, name) for name in own}
        return [name for name in _in_order(item, found) if name in found]

    def _given(self, item: Compared, hole: Hole, owner: str, results: Sequence[str]) -> list[str]:
        """The names that a hook is called with, as the first class calls them. Raises Open where one may be unbound."""
        assert item.skeleton is not None
        found: set[str] = set()
        for place in hole.places:
            for count, value in enumerate(place.values):
                renamed = item.skeleton.renamed[count]
                local = item.skeleton.members[count].local
                outside = self._bound_outside(item, count, value)
                for own in value.facts.reads & (local | {owner}):
                    if own != owner and own in outside:
                        found.add(self._first_name(item, count, own))
                found |= {name for name in results if renamed.get(name, name) not in value.facts.sure}
        for place in hole.places:
            for count, value in enumerate(place.values):
                renamed = item.skeleton.renamed[count]
                clash = {renamed.get(name, name) for name in found} & (value.facts.outer | {owner})
                if clash:
                    raise Open(f"`{min(clash)}` means two things")
                if not value.nodes:
                    continue
                function = next(
                    part.node for part in item.parts[count] if any(sub is value.nodes[0] for sub in ast.walk(part.node))
                )
                sure = bound_before(function, value.nodes) or frozenset()
                if unsure := sorted(name for name in found if renamed.get(name, name) not in sure):
                    raise Open(f"`{unsure[0]}` may be unbound where a part differs")
        return _in_order(item, found)

    def _bound_outside(self, item: Compared, count: int, value: Value) -> set[str]:
        """The names that the member binds outside this value."""
        inside = {id(part) for node in value.nodes for part in ast.walk(node)}
        found: set[str] = set()
        for row in item.parts[count]:
            for part in ast.walk(row.node):
                if id(part) in inside:
                    continue
                match part:
                    case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                        found.add(name)
                    case (
                        ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name))
                    ):
                        found.add(name)
                    case ast.MatchMapping(rest=str(name)) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                        found.add(name)
                    case ast.alias(name=name, asname=asname):
                        found.add(asname or name.partition(".")[0])
        return found

    def _first_name(self, item: Compared, count: int, own: str) -> str:
        """What the first class calls that local name of another one. Raises Open where it has no such name."""
        assert item.skeleton is not None
        for mine, theirs in item.skeleton.renamed[count].items():
            if theirs == own:
                return mine
        if own in item.skeleton.renamed[count] or not any(self._names(part.node, own) for part in item.parts[0]):
            raise Open(f"`{own}` is known to `{self.classes[count].name}` alone")
        return own

    @staticmethod
    def _names(node: ast.AST, name: str) -> bool:
        return any(
            name in (getattr(part, "id", None), getattr(part, "arg", None), getattr(part, "name", None))
            for part in ast.walk(node)
        )

    # names

    def _name(self, proposed: str) -> str:
        """A free name; what the user calls the one that would have been proposed."""
        hooks, name, count = self.family.wish.hooks, proposed, 1
        while name in self.proposed or (name not in hooks and self._is_taken(name)):
            count += 1
            name = f"{proposed}_{count}"
        self.proposed.add(name)
        given = hooks.get(name, name)
        if name in hooks and (not is_name(given) or self._is_taken(given)):
            raise Open(f"`{given}` is no free name")
        self.taken.add(given)
        return given

    def _is_taken(self, name: str) -> bool:
        if name in self.taken or any(
            re.search(rb"(?<!\w)" + re.escape(name.encode()) + rb"(?!\w)", text) for text in self.texts
        ):
            return True
        members = (self.family.hierarchy.outside.members(base.dotted) if base.dotted else None for base in self.outside)
        return any(name in found for found in members if found)


def _function(item: Compared, count: int, value: Value) -> ast.stmt:
    """The function of a class in which these nodes lie."""
    return next(
        part.node for part in item.parts[count] if any(inner is value.nodes[0] for inner in ast.walk(part.node))
    )


def _lies_in(node: ast.AST, value: Value) -> bool:
    return any(inner is node for outer in value.nodes for inner in ast.walk(outer))


def _body(hole: Hole, value: Value, results: Sequence[str]) -> str:
    if hole.kind != "statements":
        return f"return {value.text}\n" if "\n" not in value.text else f"return (\n    {value.text.strip()}\n)\n"
    text = value.text.replace("\r\n", "\n").replace("\r", "\n")
    text = text if not text or text.endswith("\n") else text + "\n"
    if results:
        return f"{text}return {', '.join(results)}\n"
    return text or "pass\n"


def _shown(hole: Hole) -> tuple[str, ...]:
    return tuple(shorten(value.text, MOST_SHOWN, placeholder=" …") or "nothing" for value in hole.values)


def _majority(texts: Sequence[str]) -> str:
    """What more than half of several say, and at least two of them; empty where there is no such thing."""
    best = max(texts, key=texts.count)
    return best if texts.count(best) > max(1, len(texts) // 2) else ""


def _in_order(item: Compared, names: Iterable[str]) -> list[str]:
    """The names in the order in which the first class's member writes them."""
    wanted, found = set(names), list[str]()
    for part in item.parts[0]:
        for node in ast.walk(part.node):
            name = getattr(node, "arg", None) if isinstance(node, ast.arg) else getattr(node, "id", None)
            if name in wanted and name not in found:
                found.append(name)
    return [*found, *sorted(wanted - set(found))]


def _is_bound_again(item: Compared, owner: str) -> bool:
    for parts in item.parts:
        for part in parts:
            own = getattr(part.node, "args", None)
            first = [*own.posonlyargs, *own.args][0] if own else None
            for node in ast.walk(part.node):
                if (isinstance(node, ast.arg) and node.arg == owner and node is not first) or (
                    isinstance(node, ast.Name) and node.id == owner and not isinstance(node.ctx, ast.Load)
                ):
                    return True
    return False


def _is_rebound(module: Module, name: str) -> bool:
    return any(name in node.names for node, _ in module.bindings.declarations)


def _attribute_name(item: Compared, hole: Hole) -> str:
    nodes = [value.nodes[0] for value in hole.values]
    stem = item.name.strip("_")
    names = [last_name(node) if isinstance(node, ast.expr) else "" for node in nodes]
    if all(names) and len(set(names)) == 1:
        return f"_{_snake(names[0])}"
    if context := _context(item, nodes[0]):
        return f"_{context}"
    if all(names):
        words = [CAMEL.findall(name) for name in names]
        tail: list[str] = []
        for row in zip(*(reversed(word) for word in words), strict=False):
            if len(set(row)) > 1:
                break
            tail.insert(0, row[0].lower())
        return f"_{'_'.join(tail)}" if tail else f"_{stem}_kind"
    return f"_{stem}" if stem.endswith("value") else f"_{stem}_value"


def _context(item: Compared, node: ast.AST) -> str:
    """What the code around calls it: a keyword, a key, a target."""
    for part in item.parts[0]:
        for outer in ast.walk(part.node):
            match outer:
                case ast.keyword(arg=str(name), value=value) if value is node:
                    return _snake(name.strip("_"))
                case ast.Dict(keys=keys, values=values):
                    for key, value in zip(keys, values, strict=True):
                        if (
                            value is node
                            and isinstance(key, ast.Constant)
                            and isinstance(key.value, str)
                            and is_name(key.value)
                        ):
                            return _snake(key.value.strip("_"))
                case ast.Assign(targets=[target], value=value) if value is node:
                    return _snake(last_name(target).strip("_"))
    return ""


def _hook_name(item: Compared, hole: Hole) -> str:
    stem = item.name.strip("_")
    texts = {value.text for value in hole.values}
    if hole.kind == "name" and len(texts) == 1:
        return f"_{_snake(texts.pop())}"
    if hole.kind == "statements":
        return f"_{stem}_rest" if all(place.last for place in hole.places) else f"_{stem}_step"
    node = hole.values[0].nodes[0]
    if context := _context(item, node):
        return f"_{stem}_{context}"
    for part in item.parts[0]:
        for outer in ast.walk(part.node):
            match outer:
                case ast.Return(value=value) if value is node:
                    return f"_{stem}_result"
                case ast.If(test=value) | ast.While(test=value) if value is node:
                    return f"_{stem}_test"
    return f"_{stem}_value"


def _snake(name: str) -> str:
    return "_".join(CAMEL.findall(name)).lower() or "value"
