"""Parts of a class as objects of their own, which it makes in `__init__`, keeps, and hands its calls on to."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from migrate.model import Location
from migrate.python.bindings import Scope
from migrate.python.edits import Edit
from migrate.refactoring.draft import Draft
from migrate.refactoring.methods.delegates import delegate
from migrate.refactoring.methods.kinds import Kinds
from migrate.refactoring.methods.text import appended, indent_of
from migrate.refactoring.refused import Refused
from migrate.refactoring.splitting.bodies import Body
from migrate.refactoring.splitting.closing import STATE_HOOKS, Closing
from migrate.refactoring.splitting.clusters import Cluster, Clusters
from migrate.refactoring.splitting.members import Members
from migrate.refactoring.splitting.mixins import above, told
from migrate.refactoring.symbols import Function, is_name
from migrate.references.members.classes import Class
from migrate.references.members.hierarchy import Hierarchy
from migrate.references.members.values import Foreign

QUIET_CALLS = frozenset({
    "dict", "list", "set", "tuple", "frozenset", "int", "float", "str", "bytes", "bool", "bytearray", "deque",
    "defaultdict", "OrderedDict", "Counter", "Lock", "RLock", "Event", "object",
})  # fmt: skip
"""Calls that make something empty or copy, and cannot tell when they are made."""
QUIET = (ast.Constant, ast.Name, ast.Load, ast.Lambda, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.Attribute)
WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
BY_HAND = "set them one by one at the top of `__init__` first"


def attribute_of(part: str) -> str:
    """The attribute under which the class keeps a part: `_kernel_cache` for `KernelCache`."""
    return "_" + WORD.sub("_", part.strip("_")).lower()


@dataclass
class Making:
    """How one part is made: the statements of `__init__` that go into it, what they read there, and where it is made."""

    part: Cluster
    closing: Closing
    statements: list[ast.stmt] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    handed: list[ast.stmt] = field(default_factory=list)
    """The statements that set what the part gets handed."""
    start: int = 0
    """The first line of `__init__` below its docstring."""

    @property
    def line(self) -> int:
        """Where the part is made: in the place of its last statement, or as soon as it can be."""
        if self.statements:
            return self.statements[-1].lineno
        return max([self.start, *((item.end_lineno or item.lineno) + 1 for item in self.handed)])

    @property
    def beside(self) -> frozenset[int]:
        """The ids of the nodes of those statements."""
        return frozenset(id(node) for statement in self.statements for node in ast.walk(statement))


class Collaborating:
    """All parts of one class. Raises Refused where one does not close, with a table of what is open."""

    def __init__(self, draft: Draft, hierarchy: Hierarchy, members: Members, clusters: Clusters) -> None:
        self.draft = draft
        self.hierarchy = hierarchy
        self.members = members
        self.cls: Class = members.cls
        self.module = members.cls.module
        self.where = Location(self.cls.path, self.cls.line, symbol=self.cls.name)
        self._check_state()
        self.init = self._init()
        self.parts = [self._making(part) for part in clusters.parts]
        self._check_closed()
        for making in self.parts:
            self._check_order(making)

    def _check_state(self) -> None:
        """Raise Refused where somebody of the family counts on what an instance holds."""
        above = [base for base in self.hierarchy.ancestors(self.cls) if isinstance(base, Class)]
        for item in (self.cls, *above):
            if hooks := STATE_HOOKS & item.body.keys():
                reason = f"{self.where}: `{item.name}.{min(hooks)}` knows what its instances hold"
                raise Refused("state-hook", reason, 'say `as = "mixins"`', self.where)
        for item in (self.cls, *above, *self.hierarchy.descendants(self.cls)):
            for part in (part for node in item.nodes for part in ast.walk(node)):
                match part:
                    case ast.Attribute(attr="__dict__") | ast.Call(func=ast.Name(id="vars")):
                        where = Location(item.path, part.lineno)
                        reason = f"{where}: `{ast.unparse(part)}` shows what its instances hold"
                        raise Refused("state-hook", reason, 'say `as = "mixins"`', where)
        for place, written in self._copied():
            reason = f"{place}: `{written}` would share its parts with what it copies"
            raise Refused("shallow-copy", reason, 'say `as = "mixins"`', place)

    def _copied(self) -> Iterator[tuple[Location, str]]:
        """Where `copy.copy` is surely given an instance."""
        kinds = Kinds(self.hierarchy, self.cls)
        for path in self.draft.index.names.files_with("copy"):
            file = self.hierarchy.file(path)
            if file is None:
                continue
            for call in ast.walk(file.tree):
                if not isinstance(call, ast.Call) or not call.args:
                    continue
                if Foreign("copy.copy") not in (self.hierarchy.receivers.of(file, call.func) or ()):
                    continue
                if kinds.holds(path, call.args[0]):
                    yield Location(path, call.lineno), ast.unparse(call)

    def _init(self) -> ast.FunctionDef:
        nodes = self.members.methods["__init__"].nodes if "__init__" in self.members.methods else ()
        match nodes:
            case [ast.FunctionDef(decorator_list=[]) as node] if node.args.posonlyargs or node.args.args:
                return node
        reason = f"{self.where}: `{self.cls.name}` has no plain `__init__` of its own"
        raise Refused("no-init", reason, 'say `as = "mixins"`', self.where)

    @cached_property
    def receiver(self) -> str:
        """What `__init__` calls the object."""
        return [*self.init.args.posonlyargs, *self.init.args.args][0].arg

    @cached_property
    def scope(self) -> Scope:
        """The scope of `__init__`."""
        return self.module.bindings.scope_of[self.init]

    def _making(self, part: Cluster) -> Making:
        """The part with the statements that set its attributes."""
        body = self.init.body[1:] if ast.get_docstring(self.init, clean=False) is not None else self.init.body
        start = body[0].lineno if body else (self.init.end_lineno or self.init.lineno) + 1
        making = Making(part, Closing(self.hierarchy, self.members, part), start=start)
        kept = attribute_of(part.name)
        for item in (self.cls, *self.hierarchy.ancestors(self.cls), *self.hierarchy.descendants(self.cls)):
            if isinstance(item, Class) and (item.binds(kept) or kept in item.asked):
                where = Location(item.path, item.line)
                raise Refused(
                    "name-taken", f"{where}: `{item.name}` has `{kept}`", "choose another name for the part", where
                )
        for name in part.attributes:
            found = [item for item in self.init.body if _sets(item, self.receiver) == name]
            written = [node for node in self.cls.set_on_self(name) if self._in_init(node)]
            if len(found) != 1 or len(written) != 1:
                reason = f"{self.where}: `{name}` is not set by one plain statement of `__init__`"
                raise Refused("init-order", reason, BY_HAND, self.where)
            making.statements += found
        making.statements.sort(key=lambda item: item.lineno)
        return making

    def _in_init(self, node: ast.AST) -> bool:
        return any(node is part for part in ast.walk(self.init))

    def _check_closed(self) -> None:
        rows = []
        for making in self.parts:
            rows += [(making.part.name, *end) for end in making.closing.open_ends(making.beside)]
        if rows:
            title = f"What keeps the parts of {self.cls.name} from closing"
            told_rows = [(part, what, why, str(where)) for part, what, why, where in rows]
            self.draft.table(title, ("part", "what", "why", "where"), told_rows)
            part, what, why, where = rows[0]
            reason = f"{where}: `{part}` does not close: {what}, {why} ({len(rows)} such places)"
            hint = 'say `as = "mixins"`, or name other seeds'
            raise Refused("not-closed", reason, hint, where)

    def _check_order(self, making: Making) -> None:
        """Whether the statements may all run where the part is made; and which locals they read."""
        for name in making.closing.handed:
            setter = next((item for item in self.init.body if _sets(item, self.receiver) == name), None)
            if setter is None or (making.statements and setter.lineno > making.statements[-1].lineno):
                reason = f"{self.where}: `{name}` is not set before `{making.part.name}` is made"
                raise Refused("init-order", reason, BY_HAND, self.where)
            making.handed.append(setter)
        first = making.statements[0].lineno if making.statements else making.line
        loud = [item for item in making.statements if not _is_quiet(_value(item))]
        for item in self.init.body:
            if item.lineno >= making.line or item in making.statements:
                continue
            late = loud and item.lineno > first and not (_sets(item, self.receiver) and _is_quiet(_value(item)))
            if late or self._may_ask(item, making.part):
                where = Location(self.cls.path, item.lineno)
                reason = f"{where} runs before `{making.part.name}` can be made, and may ask for it"
                raise Refused(
                    "init-order", reason, "set what the part holds before that, statement by statement", where
                )
        for statement in making.statements:
            self._check_reads(making, statement, first)

    def _may_ask(self, node: ast.stmt, part: Cluster) -> bool:
        """Whether a statement of `__init__` may ask the object for something of the part."""
        asked = {id(item.value): item for item in ast.walk(node) if isinstance(item, ast.Attribute)}
        for inner in ast.walk(node):
            match inner:
                case ast.Name(id="super") if self._asked_above(part):
                    return True
                case ast.Name(id=name) if name == self.receiver:
                    item = asked.get(id(inner))
                    called = item and isinstance(self.module.parents.get(item), ast.Call)
                    if item is None or called or item.attr in part.attributes or item.attr in self.members.methods:
                        return True
        return False

    def _asked_above(self, part: Cluster) -> bool:
        """Whether a base may ask for something of the part."""
        names = {*part.methods, *part.attributes}
        for base in self.hierarchy.ancestors(self.cls):
            if isinstance(base, Class):
                if names & base.asked.keys():
                    return True
            elif any(self.hierarchy.may_define(base, name) for name in names):
                return True
        return False

    def _check_reads(self, making: Making, statement: ast.stmt, first: int) -> None:
        where = Location(self.cls.path, statement.lineno)
        parents = self.module.parents
        for part in ast.walk(_value(statement)):
            if isinstance(part, ast.Name) and part.id == self.receiver:
                parent = parents.get(part)
                known = {*making.part.attributes, *making.closing.handed}
                if not (isinstance(parent, ast.Attribute) and parent.attr in known):
                    reason = f"{where}: what `{making.part.name}` would hold is made of the object itself"
                    raise Refused("init-order", reason, "set it in another way first", where)
            elif isinstance(part, ast.Name | ast.Call) and _called(part) in ("super", "locals", "__class__"):
                raise Refused("init-order", f"{where}: `{_called(part)}` depends on where it stands", BY_HAND, where)
        inside = {id(part) for part in ast.walk(_value(statement))}
        for use in self.module.bindings.uses:
            if id(use.name) in inside and use.scope.lookup(use.name.id) is self.scope and use.name.id != self.receiver:
                bound = [getattr(node, "lineno", first) for node in self.scope.bindings[use.name.id]]
                if max(bound) >= first and not all(
                    isinstance(node, ast.arg) for node in self.scope.bindings[use.name.id]
                ):
                    reason = f"{where}: `{use.name.id}` is bound anew after it is read here"
                    raise Refused("init-order", reason, "give it a name of its own first", where)
                if use.name.id not in making.given:
                    making.given.append(use.name.id)

    # the text

    def edits(self) -> Iterator[Edit]:
        """The edits of the module."""
        body = Body(self.members)
        place = above(self.cls)
        yield Edit(place, place, b"".join(self._class(body, making) + body.line * 2 for making in self.parts))
        kept: list[bytes] = []
        for making in self.parts:
            yield from self._made(body, making)
            yield from self._delegates(body, making)
            kept += self._properties(body, making)
        if kept:
            yield appended(self.module, self.cls.node, kept)

    def _class(self, body: Body, making: Making) -> bytes:
        at, line, inner = self.module.positions, body.line, self._inner
        handed = [(name, self._free(name, making)) for name in making.closing.handed]
        parameters = [self.receiver, *(self._parameter(name) for name in making.given), *(new for _, new in handed)]
        returns = " -> None" if self.init.returns is not None else ""
        text = at.encode(f"class {making.part.name}:") + line
        text += body.indent + at.encode(f'"""The part of `{self.cls.name}` around {told(making.part)}."""') + line
        if making.statements or handed:
            text += line + body.indent + at.encode(f"def __init__({', '.join(parameters)}){returns}:") + line
            for name, new in handed:
                text += inner + at.encode(f"{self.receiver}.{name} = {new}") + line
            for statement in making.statements:
                start, end = self._span(statement)
                text += self.module.source.data[start:end]
            text = text if text.endswith((b"\n", b"\r")) else text + line
        return text + body.text(making.part.methods, headings=False)

    def _free(self, name: str, making: Making) -> str:
        """What the parameter for an attribute that is handed on is called."""
        plain = name.lstrip("_")
        return plain if is_name(plain) and plain not in (*making.given, self.receiver) else f"given_{plain}"

    def _parameter(self, name: str) -> str:
        nodes = self.scope.bindings[name]
        if len(nodes) == 1 and isinstance(nodes[0], ast.arg) and nodes[0].annotation is not None:
            return f"{name}: {ast.unparse(nodes[0].annotation)}"
        return name

    @cached_property
    def _inner(self) -> bytes:
        return indent_of(self.module, self.init.body[0].lineno)

    def _span(self, statement: ast.stmt) -> tuple[int, int]:
        """The lines of a statement of `__init__`, with the comments right above. Raises Refused where it shares them."""
        at, data = self.module.positions, self.module.source.data
        start, end = at.line_start(statement.lineno), at.line_start((statement.end_lineno or statement.lineno) + 1)
        rest = data[at.end(statement) : end].strip()
        if data[start : at.start(statement)].strip() or (rest and not rest.startswith(b"#")):
            where = Location(self.cls.path, statement.lineno)
            raise Refused("one-line", f"{where} shares its line with something else", "give it lines of its own", where)
        while start > at.starts[0]:
            higher = at.line_start(at.line_of(start) - 1)
            if not data[higher:start].lstrip(b" \t").startswith(b"#"):
                break
            start = higher
        return start, end

    def _made(self, body: Body, making: Making) -> Iterator[Edit]:
        """In `__init__`, the part is made where its last statement stood; the others go."""
        given = [*making.given, *(f"{self.receiver}.{name}" for name in making.closing.handed)]
        text = f"{self.receiver}.{attribute_of(making.part.name)} = {making.part.name}({', '.join(given)})"
        new = self._inner + self.module.positions.encode(text) + body.line
        for statement in making.statements[:-1]:
            yield Edit(*self._span(statement), b"")
        if making.statements:
            yield Edit(*self._span(making.statements[-1]), new)
        else:
            place = self.module.positions.line_start(making.line)
            yield Edit(place, place, new)

    def _delegates(self, body: Body, making: Making) -> Iterator[Edit]:
        for span in body.spans:
            if span.name in making.part.methods:
                node: Function = self.members.methods[span.name].nodes[-1]
                receiver = [*node.args.posonlyargs, *node.args.args][0].arg
                asked = f"{receiver}.{attribute_of(making.part.name)}.{span.name}"
                text = delegate(self.module, node, asked, [], receiver, body.indent)
                yield Edit(span.start, span.end, body.indent + text)

    def _properties(self, body: Body, making: Making) -> Iterator[bytes]:
        """A property for each attribute that somebody else reads of the object."""
        at, line = self.module.positions, body.line
        asked = making.closing.read_outside(making.beside)
        for name in making.part.attributes:
            if name not in asked and not name.startswith("_"):
                there = f"{attribute_of(making.part.name)}.{name}"
                self.draft.note(f"`{self.cls.name}.{name}` is `{there}` of it now: nobody in the tree asks for it")
        for name, uses in sorted(asked.items()):
            where = Location(uses[0].path, uses[0].line)
            self.draft.note(f"`{self.cls.name}.{name}` stays as a property: {where} reads it ({len(uses)} in all)")
            inner = self._inner
            text = body.indent + b"@property" + line
            text += body.indent + at.encode(f"def {name}(self){self._hint(making, name)}:") + line
            yield text + inner + at.encode(f"return self.{attribute_of(making.part.name)}.{name}") + line

    def _hint(self, making: Making, name: str) -> str:
        """The annotation with which the attribute is set."""
        setter = next(item for item in making.statements if _sets(item, self.receiver) == name)
        return f" -> {ast.unparse(setter.annotation)}" if isinstance(setter, ast.AnnAssign) else ""


def _sets(node: ast.stmt, receiver: str) -> str:
    """The attribute that a statement sets, if that is all it does."""
    match node:
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=name), attr=attr)]) if name == receiver:
            return attr
        case ast.AnnAssign(target=ast.Attribute(value=ast.Name(id=name), attr=attr), value=ast.expr()) if (
            name == receiver
        ):
            return attr
    return ""


def _value(node: ast.stmt) -> ast.expr:
    value = getattr(node, "value", None)
    assert isinstance(value, ast.expr)
    return value


def _is_quiet(node: ast.expr) -> bool:
    """Whether nobody can tell when the expression is evaluated."""
    match node:
        case ast.Lambda():
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args, keywords=keywords):
            return name in QUIET_CALLS and all(map(_is_quiet, [*args, *(item.value for item in keywords)]))
    return isinstance(node, QUIET) and all(
        _is_quiet(child) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)
    )


def _called(node: ast.Name | ast.Call) -> str:
    func = node.func if isinstance(node, ast.Call) else node
    return func.id if isinstance(func, ast.Name) else ""
