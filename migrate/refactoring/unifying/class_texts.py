"""Whether two statements of two classes say the same, and whether the names in them mean the same."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import Literal

from migrate.python.bindings import Scope
from migrate.refactoring.sameness import sameness
from migrate.refactoring.units import Unit, first_line, places, units_of
from migrate.references.index import Index
from migrate.references.names import Meaning, Module

Level = Literal["exact", "plain", "renamed"]
"""Equal but for indentation · but for comments, docstrings and the annotations of functions · but for names of locals too."""
OF_THE_MODULE = frozenset({"__file__", "__path__", "__package__", "__spec__", "__doc__", "globals"})
"""What is another thing in each module."""
Text = tuple[object, ...]


def equal(
    mine: tuple[Module, str, ast.stmt], theirs: tuple[Module, str, ast.stmt], level: Level, body: bool = False
) -> bool:
    """Whether two statements are equal at that level. Each comes with its module and with the name of the class around it:
    these two names count as one. With `body` they stand in the class itself, where annotations count.
    """
    if level == "exact":
        return _text(*mine) == _text(*theirs)
    return _told(*mine, level, body) == _told(*theirs, level, body)


def _text(module: Module, own: str, node: ast.stmt) -> str:
    at = module.positions
    start, end = at.line_start(first_line(node)), at.line_start((node.end_lineno or node.lineno) + 1)
    lines = [line.rstrip() for line in re.split(r"\r\n|\r|\n", at.decode(module.source.data[start:end]))]
    return re.sub(rf"(?<!\w){re.escape(own)}(?!\w)", "·", textwrap.dedent("\n".join(lines)).strip("\n"))


def _told(module: Module, own: str, node: ast.stmt, level: Level, body: bool) -> Text:
    called = _locals_of(module, node) if level == "renamed" else {}
    return _tell(node, called, own, in_class=body)


def _tell(node: ast.AST, called: Mapping[int, str], own: str, in_class: bool = False) -> Text:
    """The syntax of a node without docstrings, annotations of functions, and places."""
    match node:
        case ast.Name(id=name):
            return "Name", called.get(id(node), "·" if name == own else name), type(node.ctx).__name__
        case ast.AnnAssign(target=target, value=given) if not in_class:
            if given is None:
                return ("Pass",)
            return "Assign", ((_tell(target, called, own),)), _tell(given, called, own)
        case ast.Assign(targets=targets, value=given):
            return "Assign", tuple(_tell(item, called, own) for item in targets), _tell(given, called, own)
    found: list[object] = [type(node).__name__]
    inside = isinstance(node, ast.ClassDef)
    for name in node._fields:
        value: object = getattr(node, name, None)
        if name in ("type_comment", "kind", "annotation", "returns") and not (in_class and name == "annotation"):
            continue
        if name == "body" and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            value = _without_docstring(node.body)
        if isinstance(value, list):
            found.append(
                tuple(_tell(item, called, own, inside) if isinstance(item, ast.AST) else item for item in value)
            )
        elif isinstance(value, ast.AST):
            found.append(_tell(value, called, own))
        else:
            found.append((type(value).__name__, value))
    return tuple(found)


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    match body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest or [ast.Pass()]
    return body


def _locals_of(module: Module, node: ast.stmt) -> dict[int, str]:
    """For each name (by its id) of a local variable below this statement: what number of variable it is."""
    inside = {id(part) for part in ast.walk(node)}
    numbers: dict[tuple[int, str], str] = {}
    found = {}
    uses = [use for use in module.bindings.uses if use.quoted is None and id(use.name) in inside]
    for use in sorted(uses, key=lambda use: (use.name.lineno, use.name.col_offset)):
        home = use.scope.lookup(use.name.id)
        if home is not None and id(home.node) in inside and _is_variable(home, use.name.id):
            found[id(use.name)] = numbers.setdefault((id(home), use.name.id), f"·{len(numbers)}")
    return found


def _is_variable(home: Scope, name: str) -> bool:
    """Whether nobody but the function itself can know how the variable is called."""
    return home.kind in ("function", "comprehension") and all(
        isinstance(node, ast.Name) for node in home.bindings.get(name, ())
    )


class Things:
    """Whether a name means the same thing in the modules of two classes: the same import, or definitions that are equal."""

    def __init__(self, index: Index, mine: Module, theirs: Module, own: tuple[str, str]) -> None:
        """`own` are the names of the two classes, which count as one."""
        self.names = index.names
        self.mine = mine
        self.theirs = theirs
        self.own = own
        self.twins: set[str] = set()
        """The names of which both modules have a definition, and these are equal."""
        self.ask_name = False
        """Whether something in them asks for `__name__`."""
        self._known: dict[str, str] = {}
        self._units: tuple[dict[str, Unit], dict[str, Unit]] | None = None

    def differences(self, node: ast.AST) -> Iterator[str]:
        """Why something that this part of the first module reads is another thing in the second one."""
        for name in sorted(self.mine.free(node)):
            if reason := self.difference(name):
                yield reason

    def difference(self, name: str) -> str:
        """The same for a module-level name; empty where it means the same."""
        if self.mine is self.theirs or name in self.own:
            return ""
        if name not in self._known:
            self._known[name] = ""  # while it is worked out, for definitions that name each other
            self._known[name] = self._judge(name)
        return self._known[name]

    def _judge(self, name: str) -> str:
        here, there = name in self.mine.namespace, name in self.theirs.namespace
        self.ask_name |= name == "__name__"
        if not here and not there and name in OF_THE_MODULE:
            return f"`{name}` is another one in `{self.theirs.name}`"
        meanings = self._meaning(self.mine, name), self._meaning(self.theirs, name)
        if meanings[0] == meanings[1] and (here == there or meanings[0] is not None):
            return ""
        if not (here and there):
            return f"`{name}` is not the same in `{self.theirs.name}`"
        ours, others = self._defined(name)
        if ours is None or others is None:
            return f"`{name}` is not the same in `{self.theirs.name}`"
        match sameness(
            ours.statements, others.statements, (self.mine.source.tree, self.theirs.source.tree)
        ):  # fmt: skip
            case "shared-state":
                return f"`{name}` is state that each module keeps for itself"
            case "different":
                return f"`{name}` is defined otherwise in `{self.theirs.name}`"
        for node in ours.statements:
            for reason in self.differences(node):
                return reason
        self.twins.add(name)
        return ""

    def _meaning(self, module: Module, name: str) -> Meaning | None:
        return self.names.of_name(module, name, module.bindings.module)

    def _defined(self, name: str) -> tuple[Unit | None, Unit | None]:
        if self._units is None:
            self._units = places(units_of(self.mine)), places(units_of(self.theirs))
        return self._units[0].get(name), self._units[1].get(name)
