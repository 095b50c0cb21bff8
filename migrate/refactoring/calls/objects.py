"""Puts one object in the place of a group of parameters: in every definition of the function, its body and its calls."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from migrate.model import Location
from migrate.python.edits import Edit, Unplaced, newline_of
from migrate.python.source import last_name
from migrate.refactoring.calls.bodies import clash, is_bound_again, is_within, reads_names, uses_of
from migrate.refactoring.calls.docstrings import examples
from migrate.refactoring.calls.handing_on import fixed, unsure
from migrate.refactoring.calls.object_classes import Field, Kind, ObjectClass, fields_of
from migrate.refactoring.calls.signatures import Arguments, arguments_of, names_of, parameters_of, type_comment
from migrate.refactoring.calls.sites import Call, CallSites, Definition, Tree, Trees
from migrate.refactoring.draft import Draft
from migrate.refactoring.imports.adding import ImportAdding
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.bindings import FStrings
from migrate.references.members.classes import called
from migrate.references.names import Module

DEBUG = re.compile(rb"\s*=\s*[}!:]")
SIMPLE = (
    ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return, ast.Raise, ast.Await, ast.Call, ast.keyword, ast.Starred,
    ast.Tuple, ast.List, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Attribute, ast.Subscript, ast.withitem,
)  # fmt: skip
"""What may stand between a call and its statement, so that a line above runs as often as the call."""


@dataclass(frozen=True)
class Wish:
    """What is asked for: these parameters become the attributes of one, which is called `name`."""

    group: tuple[str, ...]
    dotted: str
    name: str
    kind: Kind = "frozen"
    unpack: bool = False
    build: Literal["inline", "variable"] = "inline"
    unproven: Literal["refuse", "leave"] = "refuse"
    through: tuple[str, ...] = ()


@dataclass
class _Given:
    """The arguments of one call that go into the object: their parts in the argument list, in the order of the text."""

    arguments: Arguments
    indexes: list[int]
    names: list[str]
    by_keyword: list[bool]
    nodes: list[ast.expr] = field(default_factory=list)


class ParameterObject:
    """One group of one function. What cannot be proven at a place is refused in the draft, with the place."""

    def __init__(self, draft: Draft, sites: CallSites, wish: Wish) -> None:
        self.draft = draft
        self.sites = sites
        self.wish = wish
        self.adding = ImportAdding(draft.index)
        self.trees = Trees()
        self.main = next((item for item in sites.definitions if item.kind == "implementation"), sites.definitions[0])
        self.family = {id(item.node): item for item in sites.definitions}
        self.handed: set[int] = set()
        """Names in the bodies that go away with the object that is handed on whole."""

    @property
    def is_done(self) -> bool:
        """Whether every definition has the object already, and none of the group."""
        names = [set(names_of(item.node.args)) for item in self.sites.definitions]
        return all(self.wish.name in found and not found & set(self.wish.group) for found in names)

    @property
    def _ordered(self) -> list[Definition]:
        return [self.main, *(item for item in self.sites.definitions if item is not self.main)]

    def run(self) -> None:
        """Make the edits. Raises Refused for what cannot be done at all."""
        if self.is_done:
            return self.draft.note(f"`{self.sites.symbol.dotted}` takes `{self.wish.name}` already")
        fields = fields_of(self.main, self.wish.group)
        self.made = ObjectClass(self.draft, self.adding, self.wish.dotted, self._ordered, fields)
        self._check_definitions(fields)
        self._check_values()
        if self.made.is_there:
            self.made.accept()
        else:
            self.made.make(self.wish.kind)
        self.all_default = all(item.default is not None for item in fields)
        rewritten = [call for call in self.sites.calls if self._is_to_do(call)]
        for call in rewritten:
            self._call(call, rewritten)
        for definition in self.sites.definitions:
            self._define(definition)
            self.draft.redefines(definition.dotted)
            if definition.runs:
                self._body(definition)
        for path, why in self.sites.unread.items():
            self.draft.note(f"{path}: not looked at: {why}")
        name = self.sites.symbol.dotted.removesuffix(".__init__").rpartition(".")[2]
        for where in examples(self.draft.index, name):
            self.draft.note(f"{where}: left as it is: an example that calls `{name}`")
        return None

    # definitions

    def _check_definitions(self, fields: Sequence[Field]) -> None:
        """Refuse definitions that differ in the group, and what may see its parameters by their names."""
        overloads = [item for item in self.sites.definitions if not item.runs]
        for definition in self.sites.definitions:
            own = fields_of(definition, self.wish.group)
            where = definition.where
            if [item.name for item in own] != [item.name for item in fields]:
                self.draft.refuse("override", f"{where}: the group stands in another order", "make them alike", where)
            same = [_plain(item.default) for item in own] == [_plain(item.default) for item in fields]
            if definition.runs and not same:
                self.draft.refuse("override", f"{where}: the group has other defaults", "make them alike", where)
            if type_comment(definition.module, definition.node):
                reason = f"{where}: `{definition.node.name}` has a type comment"
                self.draft.refuse("type-comment", reason, "write annotations first", where)
            if why := fixed(definition):
                self.draft.refuse("property", f"{where}: {why}", "make it a plain function first", where)
            elif (
                definition.runs and (item := unsure(self.draft.index.names, definition, self.wish.through)) is not None
            ):
                reason = f"{where}: who knows what `@{ast.unparse(item)}` does with the parameters"
                hint = f'say `through = ["{last_name(called(item))}"]` if it hands all of them on'
                self.draft.refuse("decorated", reason, hint, where)
            if definition.runs and (call := reads_names(definition)):
                place = Location(definition.module.path, call.lineno)
                reason = f"{place}: `{ast.unparse(call.func)}` may see the parameters by their names"
                self.draft.refuse("dynamic-names", reason, "write the names out first", place)
        hints = {tuple(item.hint for item in fields_of(other, self.wish.group)) for other in overloads}
        if len(hints) > 1:
            reason = f"{self.main.where}: the overloads differ in the types of the group"
            self.draft.refuse("override", reason, "leave that parameter out of the group", self.main.where)

    def _check_values(self) -> None:
        name = self.sites.shown
        for value in self.sites.open_values:
            if value.kind == "string":
                self.draft.note(f"{value.where}: `{name}` {value.how}: its replacement must take `{self.wish.name}`")
            elif value.kind == "perhaps" and self.wish.unproven == "leave":
                self.draft.note(f"{value.where}: left as it is: `{name}` {value.how}")
            else:
                reason = f"{value.where}: `{name}` {value.how}, and may be called there with the old parameters"
                self.draft.refuse(
                    "value-use", reason, "let a small function of the old parameters stand there", value.where
                )

    def _define(self, definition: Definition) -> None:
        module, node = definition.module, definition.node
        if self.draft.module(module.path) is None:
            return
        found = clash(definition, self.wish.name) if definition.runs else None
        if found:
            self.draft.refuse(found[0], found[1], "choose another name for `parameter`", found[2])
        parts = parameters_of(module, node)
        everyone = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        group = [item for item in everyone if item.arg in self.wish.group]
        indexes = [parts.at_node(item) for item in group]
        text = self.wish.name
        hinted = any(item.annotation for item in group)
        if hinted:
            text += f": {self.made.name}"
        if self.all_default:
            value = f"{self.made.name}()" if definition.runs else "..."
            text += f" = {value}" if hinted else f"={value}"
        if hinted or (self.all_default and definition.runs):
            self._bring(definition.where)
        runs = _runs(indexes)
        edits = parts.replace(runs[0][0], runs[0][-1], text)
        for run in runs[1:]:
            first, last = run[0], run[-1]
            bare = first and parts.text(first - 1) == "*" and last == len(parts) - 1 - (node.args.kwarg is not None)
            edits += parts.remove(first - bool(bare), last)
        self._edit(definition.where, module.source.data, edits)

    def _edit(self, where: Location, data: bytes, edits: Sequence[Edit]) -> None:
        if any(b"#" in data[edit.start : edit.end] for edit in edits):
            self.draft.note(f"{where}: a comment beside what went is gone")
        self.draft.edit(where.path, *edits)

    def _bring(self, where: Location) -> None:
        """Have the class known in the module of that place."""
        target = self.draft.index.names.file(where.path)
        if target.name != self.made.module:
            try:
                self.draft.edit(target.path, *self.adding.edits(target, [self.made.wanted]))
            except Refused as error:
                self.draft.refusals.append(error.refusal)
        elif target.path.suffix == ".pyi" and self.made.name not in target.namespace:
            reason = f"{where}: the stub knows nothing of a class that is made in its module"
            self.draft.refuse("stub", reason, "put the class into a module of its own", where)

    def _body(self, definition: Definition) -> None:
        """Read the group from the object: where each is used, or once at the top."""
        module = definition.module
        if self.wish.unpack:
            return self._unpack(definition)
        fstrings, own = FStrings(module), module.bindings.scope_of[definition.node]
        for name in self.wish.group:
            if is_bound_again(definition, name):
                reason = f"{definition.where}: `{name}` is given another value in the body"
                self.draft.refuse("assigned", reason, "say `unpack = true`", definition.where)
                continue
            for use in uses_of(definition, name):
                if id(use.name) in self.handed:
                    continue
                where = Location(module.path, (use.quoted or use.name).lineno)
                try:
                    start, end = fstrings.place(use, use.name)
                except Unplaced as error:
                    self.draft.refuse("unplaced", str(error), "say `unpack = true`", where)
                    continue
                home = use.scope.lookup(self.wish.name)
                if home is not None and home is not own and is_within(home, own):
                    reason = f"{where}: `{self.wish.name}` is something else here"
                    self.draft.refuse("captured", reason, "choose another name for `parameter`", where)
                if DEBUG.match(module.source.data, end) and self._in_fstring(module, use.name):
                    reason = f"{where}: an f-string shows `{name}=` by its name"
                    self.draft.refuse("debug-string", reason, "say `unpack = true`", where)
                self.draft.edit(module.path, Edit(start, end, module.positions.encode(f"{self.wish.name}.{name}")))
        return None

    def _in_fstring(self, module: Module, node: ast.AST) -> bool:
        return any(isinstance(item, ast.FormattedValue) for item in self.trees.of(module).above(node))

    def _unpack(self, definition: Definition) -> None:
        module, node, at = definition.module, definition.node, definition.module.positions
        data, line = module.source.data, newline_of(definition.module.source.data)
        used = [name for name in self.wish.group if uses_of(definition, name) or is_bound_again(definition, name)]
        if not used:
            return None
        first = node.body[0]
        is_doc = (
            isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
        )
        start = at.line_start(first.lineno)
        indent = data[start : at.start(first)]
        if indent.strip() or (is_doc and len(node.body) > 1 and node.body[1].lineno == first.end_lineno):
            reason = f"{definition.where}: the body stands beside its `def`"
            return self.draft.refuse("one-line", reason, "give the body lines of its own", definition.where)
        if is_doc:
            start = at.line_start((first.end_lineno or first.lineno) + 1)
        lines = b"".join(indent + at.encode(f"{name} = {self.wish.name}.{name}") + line for name in used)
        before = b"" if start == 0 or data[start - 1 : start] in (b"\n", b"\r") else line
        self.draft.edit(module.path, Edit(start, start, before + lines))
        return None

    # calls

    def _is_to_do(self, call: Call) -> bool:
        """Whether the call passes any of the group; refuses one of which that cannot be told."""
        given = [name for name in self.wish.group if name in call.bound.given]
        missing = [name for name in self.wish.group if name not in call.bound.given]
        if call.evidence == "unknown":
            if self.wish.unproven == "leave":
                self.draft.note(f"{call.where}: left as it is: nobody can tell what `{call.receiver}` is")
            elif given or call.is_open:
                reason = f"{call.where}: nobody can tell whether `{call.receiver}` has this `{self.sites.symbol.name}`"
                self._refuse(call, reason, 'annotate it, or say `unproven = "leave"` and see to it yourself')
            return False
        if call.bound.misfit:
            self._refuse(call, f"{call.where}: {call.bound.misfit}", "mend the call first")
            return False
        if self.wish.name in call.bound.keywords:
            reason = f"{call.where}: passes `{self.wish.name}` already, which goes into `**kwargs` so far"
            self.draft.refuse("name-taken", reason, "choose another name for `parameter`", call.where)
            return False
        if missing and (call.bound.stars or call.bound.maps):
            why = "`**`" if call.bound.maps else "`*`"
            self._refuse(call, f"{call.where}: its {why} may hold `{missing[0]}`", "write the arguments out first")
            return False
        if missing and call.form == "partial":
            self._refuse(call, f"{call.where}: whoever calls the partial may pass `{missing[0]}`", "write a function")
            return False
        if given and call.node is None:
            self._refuse(call, f"{call.where}: a {call.form} gives `{given[0]}`", "write the call out first")
            return False
        return bool(given)

    def _refuse(self, call: Call, reason: str, hint: str) -> None:
        self.draft.refuse("unproven-call", reason, hint, call.where)

    def _call(self, call: Call, rewritten: Sequence[Call]) -> None:
        if self.draft.module(call.path) is None:
            return None
        try:
            given = self._given(call)
            if self._hand_on(call, given):
                return None
            if not self._keeps_order(call, given):
                reason = f"{call.where}: arguments would be evaluated in another order"
                return self._refuse(call, reason, "put them into variables first")
            scope = call.scope.lookup(self.made.name)
            if scope is not None and scope is not call.module.bindings.module:
                return self._refuse(call, f"{call.where}: `{self.made.name}` is a local here", "rename the local")
            self._bring(call.where)
            if self.wish.build == "variable" and self._in_variable(call, given, rewritten):
                return None
            self._inline(call, given, rewritten)
        except Unplaced as error:
            self.draft.refuse("unplaced", str(error), "write that call plainly", call.where)

    def _given(self, call: Call) -> _Given:
        assert call.node
        arguments = arguments_of(call.module, call.node)
        found = []
        for name in self.wish.group:
            if name in call.bound.given:
                node = call.bound.given[name]
                found.append((arguments.at_node(node), name, name not in call.bound.positional, node))
        found.sort(key=lambda item: item[0])
        return _Given(
            arguments, [item[0] for item in found], [item[1] for item in found], [item[2] for item in found],
            [item[3] for item in found],
        )  # fmt: skip

    def _hand_on(self, call: Call, given: _Given) -> bool:
        """Whether the call, in a body of the family, passes the group as it came: then it passes the object."""
        own = next((self.family[id(node)] for node in reversed(call.around) if id(node) in self.family), None)
        if own is None or not own.runs or len(given.names) != len(self.wish.group) or len(_runs(given.indexes)) != 1:
            return False
        scope = own.module.bindings.scope_of[own.node]
        for name, node in zip(given.names, given.nodes, strict=True):
            same = isinstance(node, ast.Name) and node.id == name and call.scope.lookup(name) is scope
            if not same or is_bound_again(own, name):
                return False
        text = self.wish.name if not given.by_keyword[0] else f"{self.wish.name}={self.wish.name}"
        edits = given.arguments.replace(given.indexes[0], given.indexes[-1], text)
        self._edit(call.where, call.module.source.data, edits)
        self.handed.update(id(node) for node in given.nodes)
        return True

    def _keeps_order(self, call: Call, given: _Given) -> bool:
        """Whether what moves to the left can be evaluated before what it passes."""
        if len(_runs(given.indexes)) == 1:
            return True
        assert call.node
        everyone = {given.arguments.at_node(item): item for item in call.node.args}
        everyone |= {given.arguments.at_node(item.value): item.value for item in call.node.keywords}
        moved = [
            node for index, node in zip(given.indexes, given.nodes, strict=True) if index > _runs(given.indexes)[0][-1]
        ]
        passed = [everyone[i] for i in range(given.indexes[0], given.indexes[-1]) if i not in given.indexes]
        return all(map(_is_trivial, moved)) or all(map(_is_trivial, passed))

    def _spelled(self, given: _Given) -> list[str]:
        """What has to go before each argument in the object's own call: nothing, or its field's name."""
        order = [item.name for item in self.made.fields]
        found, by_place = [], True
        for count, (name, keyword) in enumerate(zip(given.names, given.by_keyword, strict=True)):
            by_place = by_place and not keyword and count < len(order) and order[count] == name
            found.append("" if by_place or keyword else f"{name}=")
        return found

    def _inline(self, call: Call, given: _Given, rewritten: Sequence[Call]) -> None:
        """`Class(` before the first argument of the group, `)` behind the last; what lies apart moves there."""
        arguments, at, data = given.arguments, call.module.positions, call.module.source.data
        parts, runs = arguments.parts, _runs(given.indexes)
        head = f"{self.wish.name}=" if given.by_keyword[0] else ""
        edits = [Edit(parts[runs[0][0]].start, parts[runs[0][0]].start, at.encode(f"{head}{self.made.name}("))]
        spelled = dict(zip(given.indexes, self._spelled(given), strict=True))
        for index in runs[0]:
            if spelled[index]:
                edits.append(Edit(parts[index].start, parts[index].start, at.encode(spelled[index])))
        for one, two in zip(runs[0], runs[0][1:], strict=False):
            gap = data[parts[one].end : parts[two].start]
            if b"#" not in gap and (b"\n" in gap or b"\r" in gap):
                edits.append(Edit(parts[one].end, parts[two].start, b", "))
        apart = [index for run in runs[1:] for index in run]
        if apart and self._holds_another(call, given, rewritten):
            return self._refuse(
                call, f"{call.where}: an argument of the group holds a call of it", "make two lines of it"
            )
        tail = "".join(f", {spelled[index]}{arguments.text(index)}" for index in apart)
        edits = _merged(edits)
        end = parts[runs[0][-1]].end
        edits.append(Edit(end, end, at.encode(f"{tail})")))
        removed = [edit for run in runs[1:] for edit in arguments.remove(run[0], run[-1])]
        self._edit(call.where, data, [*edits, *removed])
        return None

    def _holds_another(self, call: Call, given: _Given, rewritten: Sequence[Call]) -> bool:
        inside = {id(part) for node in given.nodes for part in ast.walk(node)}
        own = any(id(node) in self.family for node in call.around)
        return own or any(id(other.node) in inside for other in rewritten if other is not call)

    def _in_variable(self, call: Call, given: _Given, rewritten: Sequence[Call]) -> bool:
        """Build the object on the line above the statement, where that runs just when the call does."""
        tree, at, data = self.trees.of(call.module), call.module.positions, call.module.source.data
        assert call.node
        statement = tree.statement(call.node)
        begins = at.line_start(statement.lineno)
        indent = data[begins : at.start(statement)]
        others = [other for other in rewritten if other.path == call.path and other is not call]
        fits = (
            call.scope.kind == "function"
            and call.scope.lookup(self.wish.name) is None
            and not indent.strip()
            and not any(tree.statement(other.node or other.callee) is statement for other in others)
            and not any(id(node) in self.family for node in call.around)
            and not any(isinstance(part, ast.NamedExpr) for part in ast.walk(statement))
            and _runs_with(call.node, statement, tree, data[at.start(statement) :])
            and (all(map(_is_trivial, given.nodes)) or _comes_first(call.node, statement, tree, given))
        )
        if not fits:
            self.draft.note(f"{call.where}: built inline, for a line above would not do the same")
            return False
        spelled, arguments = self._spelled(given), given.arguments
        inner = ", ".join(f"{word}{arguments.text(i)}" for word, i in zip(spelled, given.indexes, strict=True))
        text = f"{self.wish.name} = {self.made.name}({inner})"
        runs = _runs(given.indexes)
        head = f"{self.wish.name}=" if given.by_keyword[0] else ""
        edits = arguments.replace(runs[0][0], runs[0][-1], f"{head}{self.wish.name}")
        edits += [edit for run in runs[1:] for edit in arguments.remove(run[0], run[-1])]
        edits.append(Edit(begins, begins, indent + at.encode(text) + newline_of(data)))
        self._edit(call.where, data, edits)
        return True


def _runs_with(node: ast.Call, statement: ast.stmt, tree: Tree, text: bytes) -> bool:
    """Whether a line above the statement runs just when the call does."""
    inner: ast.AST = node
    for outer in tree.above(node):
        match outer:
            case ast.If(test=test):
                return inner is test and text.startswith(b"if")  # the line above an `elif` is another branch's
            case ast.For(iter=whole):
                return inner is whole
            case ast.With(items=items):
                return inner is items[0]
            case ast.Compare(ops=ops) if len(ops) > 1:
                return False
        if outer is statement:
            return isinstance(outer, SIMPLE)
        if not isinstance(outer, SIMPLE):
            return False
        inner = outer
    return False


def _comes_first(node: ast.Call, statement: ast.stmt, tree: Tree, given: _Given) -> bool:
    """Whether the group's arguments are the first things that the statement works out."""
    parent = tree.parent(node)
    parent = tree.parent(parent) if isinstance(parent, ast.Await) else parent
    func: ast.expr = node.func
    while isinstance(func, ast.Attribute):
        func = func.value
    first = given.indexes == list(range(len(given.indexes)))
    return parent is statement and isinstance(func, ast.Name) and first


def _merged(edits: Sequence[Edit]) -> list[Edit]:
    """Insertions at one place, in the order in which they were given, as one."""
    found: dict[tuple[int, int], bytes] = {}
    for edit in edits:
        found[edit.start, edit.end] = found.get((edit.start, edit.end), b"") + edit.text
    return [Edit(start, end, text) for (start, end), text in found.items()]


def _runs(indexes: Sequence[int]) -> list[list[int]]:
    """The indexes, cut where one is left out."""
    found: list[list[int]] = []
    for index in sorted(indexes):
        if found and found[-1][-1] == index - 1:
            found[-1].append(index)
        else:
            found.append([index])
    return found


def _is_trivial(node: ast.expr) -> bool:
    """Whether it makes no difference when the expression is evaluated."""
    match node:
        case ast.Constant() | ast.Name() | ast.Lambda():
            return True
        case ast.UnaryOp(operand=ast.Constant()):
            return True
        case ast.Tuple(elts=items):
            return all(map(_is_trivial, items))
    return False


def _plain(text: str | None) -> str:
    return ast.dump(ast.parse(text, mode="eval")) if text is not None else ""
