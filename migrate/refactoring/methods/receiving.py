"""A function becomes a method of the class of one of its parameters, and `area(s, 2)` becomes `s.area(2)`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from migrate.model import Location, Move
from migrate.python.bindings import Scope
from migrate.python.edits import Edit, Unplaced, newline_of
from migrate.python.source import last_name
from migrate.refactoring.calls.bodies import clash, hidden, is_bound_again, reads_names
from migrate.refactoring.calls.handing_on import fixed, unsure
from migrate.refactoring.calls.signatures import arguments_of, parameters_of, type_comment
from migrate.refactoring.calls.sites import Call, Definition, Place, Reading, Value, implementation, is_overload
from migrate.refactoring.draft import Draft
from migrate.refactoring.imports.adding import ImportAdding, Wanted
from migrate.refactoring.imports.lines import blocks_of, without_names, without_statement
from migrate.refactoring.left.names import without_item
from migrate.refactoring.methods.classes import (
    check_body,
    check_class_names,
    check_member,
    functions_at_top,
    is_mangled,
    is_top,
    read_at_once,
    single,
)
from migrate.refactoring.methods.delegates import asked, delegate
from migrate.refactoring.methods.kinds import Kinds
from migrate.refactoring.methods.names import Named, NamedImport, NamedUse, Places, check_reach, in_texts
from migrate.refactoring.methods.order import Pending, before_dot, can_be_first
from migrate.refactoring.methods.stages import check_loads
from migrate.refactoring.methods.text import (
    Lines,
    appended,
    body_indent,
    cut_of,
    ended,
    method_span,
    within,
)
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.bindings import places
from migrate.refactoring.symbols import Function, find_symbol, is_name
from migrate.refactoring.units import places as binders_of
from migrate.refactoring.units import units_of
from migrate.references.members.classes import Class, called
from migrate.references.members.hierarchy import Hierarchy
from migrate.references.names import Meaning, Module

Unproven = Literal["refuse", "rewrite", "leave"]


@dataclass(frozen=True)
class Wish:
    """What is asked for: a function of a module becomes a method of a class of that module."""

    home: str
    function: str
    cls: str
    name: str
    parameter: str = ""
    receiver: str = "self"
    unproven: Unproven = "refuse"
    leave: Literal["nothing", "delegate"] = "nothing"
    through: tuple[str, ...] = ()


def is_received(draft: Draft, function: str, cls: str, name: str) -> bool:
    """Whether the class has the method, and the function is gone or only hands on."""
    owner = Hierarchy(draft.index).find(cls)
    module, _, old = function.rpartition(".")
    if owner is None or not any(isinstance(node, Function) for node in owner.body.get(name, ())):
        return False
    there = draft.index.names.module(module)
    nodes = there.namespace.get(old, []) if there else []
    return all(isinstance(node, ast.alias) or (isinstance(node, Function) and _asks(node, name)) for node in nodes)


def _asks(node: Function, name: str) -> bool:
    """Whether all that a function does is to ask something for that method."""
    func = asked(node)
    return isinstance(func, ast.Attribute) and func.attr == name


class Receiving:
    """One function and its class, in a draft. What cannot be proven at a place is refused there."""

    def __init__(self, draft: Draft, wish: Wish) -> None:
        self.draft = draft
        self.index = draft.index
        self.wish = wish
        self.hierarchy = Hierarchy(draft.index)
        self.symbol = find_symbol(self.index, f"{wish.home}.{wish.function}")
        self.home: Module = self.symbol.module
        if len(self.symbol.path) > 1 or not self.symbol.functions:
            hint = "name a function where it is defined"
            raise Refused("no-function", f"`{self.symbol.dotted}` is no function of a module", hint, self.symbol.where)
        cls = single(self.hierarchy, f"{wish.home}.{wish.cls}")
        if cls is None:
            find_symbol(self.index, f"{wish.home}.{wish.cls}")
            raise Refused("no-class", f"`{wish.home}.{wish.cls}` is no class", "name a class", self.symbol.where)
        self.cls: Class = cls
        self.kinds = Kinds(self.hierarchy, cls)
        self.nodes = functions_at_top(self.home, wish.function)
        self.main = implementation(self.symbol)
        self.places, self.pending = Places(), Pending()
        self.adding = ImportAdding(self.index)
        self.reading = Reading(self.index)
        positional = [item.arg for item in (*self.main.args.posonlyargs, *self.main.args.args)]
        self.parameter = wish.parameter or next(iter(positional), "")
        if self.parameter not in positional:
            said = f"no parameter `{self.parameter}`" if self.parameter else "no parameter"
            hint = "name one of the parameters that can be given by position"
            raise Refused(
                "no-such-parameter", f"`{self.symbol.dotted}` has {said} of that kind", hint, self.symbol.where
            )
        self.receiver = wish.receiver or self.parameter
        self.delegates = wish.leave == "delegate"
        self.kept: list[NamedUse] = []
        self.classes: list[NamedUse] = []
        """Uses that ask the class for the method."""

    def carry_out(self) -> None:
        """Write everything into the draft."""
        self._check()
        self.named = Named(self.index, self.symbol)
        self._body()
        self._sites()
        if self.draft.refusals:
            return
        self._strings()
        self._imports()
        self._exports()
        self._texts()
        self._write()
        for path, why in self.index.unread.items():
            self.draft.note(f"{path}: not looked at: {why}")
        if not self.delegates:
            new = f"{self.wish.home}.{self.wish.cls}.{self.wish.name}"
            self.draft.moves.append(Move(self.symbol.dotted, new))
            self.draft.redefines(self.symbol.dotted, new)
        check_loads(self.draft, self.wish.home)

    # what stands in the way

    def _check(self) -> None:
        wish, home, where = self.wish, self.home, self.symbol.where
        files = self.index.names.paths.get(home.name, ())
        if any(path.suffix == ".pyi" for path in files):
            raise Refused("stub-file", f"`{home.name}` has a stub (.pyi)", "change the stub by hand first", where)
        if not is_name(wish.name) or is_mangled(wish.name) or not is_name(self.receiver):
            raise Refused("bad-name", f"`{wish.name}` is no name for a method", "choose another name", where)
        top = wish.cls.partition(".")[0]
        if not any(is_top(home, node) for node in home.namespace.get(top, ())):
            raise Refused("conditional", f"`{wish.cls}` stands in a branch", "define it at the top", where)
        check_member(self.hierarchy, self.cls, wish.name)
        for node in self.nodes:
            self._check_definition(node)

    def _check_definition(self, node: Function) -> None:
        home = self.home
        where = Location(home.path, node.lineno, symbol=node.name)
        definition = Definition(home, node, 0, "overload" if is_overload(node) else "implementation")
        names = [item.arg for item in (*node.args.posonlyargs, *node.args.args)]
        if self.parameter not in names:
            raise Refused("no-such-parameter", f"{where} has no `{self.parameter}`", "make the overloads alike", where)
        if type_comment(home, node):
            raise Refused("type-comment", f"{where} has a type comment", "write annotations first", where)
        if why := fixed(definition):
            raise Refused("fixture", f"{where}: {why}", "leave it a function", where)
        if (item := unsure(self.index.names, definition, self.wish.through)) is not None:
            reason = f"{where}: who knows what `@{ast.unparse(item)}` makes of a method"
            hint = f'say `through = ["{last_name(called(item))}"]` if it gives back a function'
            raise Refused("decorated", reason, hint, where)
        if self.receiver != self.parameter:
            if found := clash(definition, self.receiver):
                raise Refused(found[0], found[1], "choose another `receiver`", found[2])
            if inner := hidden(definition, self.parameter, self.receiver):
                reason = f"{inner}: `{self.receiver}` is something else here"
                raise Refused("captured", reason, "choose another `receiver`", inner)
            if call := reads_names(definition):
                place = Location(home.path, call.lineno)
                reason = f"{place}: `{ast.unparse(call.func)}` may see `{self.parameter}` by its name"
                raise Refused("dynamic-names", reason, 'say `receiver = ""` to keep the name', place)
        check_body(home, node, self.cls.name)
        scope = home.bindings.module
        check_class_names(home, node, scope, self.cls.body)

    # the body

    def _body(self) -> None:
        """The receiver in the place of the parameter, first in the list, and under its name in the body."""
        home, at = self.home, self.home.positions
        for node in self.nodes:
            if self.wish.name != self.wish.function:
                self.pending.add(home.path, Edit(*at.definition_span(node), at.encode(self.wish.name)))
            parts = parameters_of(home, node)
            item = next(item for item in (*node.args.posonlyargs, *node.args.args) if item.arg == self.parameter)
            index = parts.at_node(item)
            if self.receiver != self.parameter:
                for start, end in self._placed(node):
                    if start != at.start(item):
                        self.pending.add(home.path, Edit(start, end, at.encode(self.receiver)))
            if index == 0:
                self.pending.add(home.path, Edit(parts.parts[0].start, parts.parts[0].end, at.encode(self.receiver)))
            else:
                start = parts.parts[0].start
                self.pending.add(home.path, Edit(start, start, at.encode(f"{self.receiver}, ")))
                self.pending.add(home.path, *parts.remove(index, index))
            for edit in self._quoted(node, item):
                self.pending.add(home.path, edit)

    def _placed(self, node: Function) -> list[tuple[int, int]]:
        try:
            return list(places(self.home, self.home.bindings.scope_of[node], self.parameter))
        except Unplaced as error:
            hint = 'say `receiver = ""` to keep the name'
            raise Refused("unplaced", str(error), hint, self.symbol.where) from error

    def _quoted(self, node: Function, own: ast.arg) -> Iterator[Edit]:
        """Annotations that name what is not bound where the class is made go into quotes."""
        home, at = self.home, self.home.positions
        units, top = units_of(home), self.wish.cls.partition(".")[0]
        known = binders_of(units)
        here = units.index(known[top])
        hints: dict[int, ast.expr] = {}
        for item in read_at_once(home, node, home.bindings.module):
            name = item.use.name.id
            if own.annotation is not None and item.hint is own.annotation:
                continue
            late = name == top or (name in known and units.index(known[name]) >= here)
            if late and item.hint is not None:
                hints[id(item.hint)] = item.hint
            elif late:
                where = Location(home.path, item.use.name.lineno)
                reason = f"{where}: `{name}` is bound below `class {top}`"
                raise Refused("bound-later", reason, f"define it above `{top}` first", where)
        for hint in hints.values():
            text = at.decode(home.source.data[at.start(hint) : at.end(hint)])
            where = Location(home.path, hint.lineno)
            if '"' in text or "'" in text or "\n" in text:
                raise Refused("bound-later", f"{where}: `{text}` cannot be quoted", "quote all of it first", where)
            yield Edit(at.start(hint), at.end(hint), at.encode(f'"{text}"'))

    # who uses it

    def _sites(self) -> None:
        calls: list[tuple[NamedUse, Call]] = []
        for item in self.named.uses:
            if item.use.name in self.symbol.nodes:
                continue
            if not self.named.follows(item):
                self.kept.append(item)
                continue
            found: Call | Value | None = None
            if item.use.quoted is None:
                found = self.reading.place(Place(item.module, item.node, item.use.scope), self.main.args)
            if isinstance(found, Call) and found.form == "call":
                calls.append((item, found))
            elif self.delegates:
                self.kept.append(item)
            else:
                self._by_class(item)
        calls.sort(key=lambda pair: _size(pair[1]))
        for item, call in calls:
            try:
                self._call(item, call)
            except Refused as error:
                self.draft.refusals.append(error.refusal)
            except Unplaced as error:
                self.draft.refuse("unplaced", str(error), "write that call plainly, outside of an f-string", call.where)

    def _by_class(self, item: NamedUse) -> None:
        """The function is asked of the class: it takes its receiver as its first argument still."""
        if not isinstance(getattr(item.node, "ctx", None), ast.Load):
            hint = "patch it by a string, or leave the function"
            raise Refused("rebound", f"{item.where}: `{self.wish.function}` is bound anew", hint, item.where)
        if item.module.name == self.home.name and self._is_early(item):
            reason = f"{item.where}: `{self.wish.function}` is used on import, above the class"
            raise Refused("too-early", reason, "move that statement first", item.where)
        self._check_parameter_first(item)
        text = item.module.positions.encode(f"{self.wish.cls}.{self.wish.name}")
        if isinstance(item.node, ast.Attribute) and item.binding != self.symbol.dotted:
            hint = f"ask `{self.home.name}` for it first"
            raise Refused("re-exported", f"{item.where}: `{item.binding}` will not be there", hint, item.where)
        start, end = self.places.of(item)
        self.pending.add(item.module.path, Edit(start, end, text))
        self.classes.append(item)
        self.draft.note(f"{item.where}: `{self.wish.cls}.{self.wish.name}` is handed on there")

    def _check_parameter_first(self, item: NamedUse) -> None:
        first = [*self.main.args.posonlyargs, *self.main.args.args][0].arg
        if first != self.parameter:
            reason = f"{item.where}: `{self.wish.function}` is handed on, and its arguments would change their order"
            raise Refused("value-use", reason, 'say `leave = "delegate"`', item.where)

    def _is_early(self, item: NamedUse) -> bool:
        scope: Scope | None = item.use.scope
        while scope is not None and scope.kind != "function":
            scope = scope.parent
        return scope is None and (item.use.quoted or item.node).lineno < self.cls.node.lineno

    def _call(self, item: NamedUse, call: Call) -> None:
        node, where = call.node, call.where
        assert node is not None
        if call.bound.misfit:
            raise Refused("unproven-call", f"{where}: {call.bound.misfit}", "mend the call first", where)
        given = call.bound.given.get(self.parameter)
        if given is None:
            if self.delegates:
                self.kept.append(item)
                return self.draft.note(
                    f"{where}: left as it is: what it gives as `{self.parameter}` is not written there"
                )
            reason = f"{where}: what it gives as `{self.parameter}` is not written there"
            raise Refused("unproven-call", reason, 'write the argument out, or say `leave = "delegate"`', where)
        answer = self._is_instance(call, given)
        shown = ast.unparse(given)
        if answer is False:
            reason = f"{where}: `{shown}` is no `{self.cls.name}`"
            raise Refused("other-receiver", reason, "leave it a function, or mend the call first", where)
        if answer is None and self.wish.unproven == "refuse":
            reason = f"{where}: nobody can tell whether `{shown}` is a `{self.cls.name}`"
            hint = 'annotate it, or say `unproven = "leave"` or `"rewrite"`'
            raise Refused("unproven-receiver", reason, hint, where)
        if answer is None and self.wish.unproven == "leave":
            return self._leave(item, call, given)
        if not can_be_first(node, given):
            reason = f"{where}: `{shown}` would be worked out before what stands to its left"
            raise Refused("evaluation-order", reason, "put it into a variable first", where)
        if answer is None:
            self.draft.note(f"{where}: rewritten, though nobody can tell whether `{shown}` is a `{self.cls.name}`")
        return self._rewrite(call, given)

    def _leave(self, item: NamedUse, call: Call, given: ast.expr) -> None:
        where = call.where
        if self.delegates:
            self.kept.append(item)
            return self.draft.note(f"{where}: left as it is: nobody can tell what `{ast.unparse(given)}` is")
        self._by_class(item)
        if self.parameter not in call.bound.positional and self.receiver != self.parameter:
            assert call.node is not None
            keyword = next(part for part in call.node.keywords if part.arg == self.parameter)
            start, end = call.module.positions.checked(call.module.positions.start(keyword), self.parameter)
            self.pending.add(call.path, Edit(start, end, call.module.positions.encode(self.receiver)))
        return None

    def _rewrite(self, call: Call, given: ast.expr) -> None:
        module, node = call.module, call.node
        assert node is not None
        at, data = module.positions, module.source.data
        arguments = arguments_of(module, node)
        index = arguments.at_node(given)
        part = arguments.parts[index]
        start = part.start
        if self.parameter not in call.bound.positional:
            match = re.compile(rb"\w+\s*=\s*").match(data, part.start)
            if match is None:
                raise Unplaced(f"{module.path}:{node.lineno}: no keyword there")
            start = match.end()
        removed = arguments.remove(index, index)
        if len(arguments) == 1 and not re.search(
            rb"[#\r\n]", data[arguments.open : start] + data[part.end : arguments.close]
        ):
            removed = [Edit(arguments.open + 1, arguments.close, b"")]
        text = before_dot(given, at.decode(self.pending.take(module, start, part.end)))
        if any(b"#" in data[edit.start : edit.end] for edit in removed) and "#" not in text:
            self.draft.note(f"{call.where}: a comment beside what went is gone")
        new = at.encode(f"{text}.{self.wish.name}")
        self.pending.add(module.path, Edit(at.start(call.callee), at.end(call.callee), new), *removed)

    # what the receiver is

    def _is_instance(self, call: Call, given: ast.expr) -> bool | None:
        """Whether it surely is one of the class (or surely not)."""
        return self._is_own_parameter(call, given) or self.kinds.holds(call.path, given)

    def _is_own_parameter(self, call: Call, given: ast.expr) -> bool:
        if not isinstance(given, ast.Name) or given.id != self.parameter:
            return False
        home = call.scope.lookup(given.id)
        own = next((node for node in self.nodes if self.home.bindings.scope_of[node] is home), None)
        return own is not None and not is_bound_again(Definition(self.home, own, 0), self.parameter)

    # who names it

    def _strings(self) -> None:
        for reference in self.named.strings:
            if reference.spelled not in self.named.carriers or reference.form == "export":
                continue
            module = self.index.names.file(reference.path)
            at, where = module.positions, Location(reference.path, reference.line)
            if reference.form == "string":
                new = f"{self.home.name}.{self.wish.cls}.{self.wish.name}"
                self.pending.add(reference.path, Edit(reference.chain_start, reference.end, at.encode(new)))
            elif reference.spelled == self.symbol.dotted:
                call = next(parent for node, parent in module.bindings.strings if node is reference.string)
                assert isinstance(call, ast.Call)
                end = at.end(call.args[0])
                self.pending.add(
                    reference.path,
                    Edit(end, end, at.encode(f".{self.wish.cls}")),
                    Edit(reference.start, reference.end, at.encode(self.wish.name)),
                )
            else:
                hint = "patch it where it is defined"
                raise Refused("re-exported", f"{where}: `{reference.spelled}` will not be there", hint, where)
            self.draft.note(f"{where}: what stands there in its place gets the receiver first, if it is a function")
        for where in self.named.parts_of_strings():
            reason = f"{where}: a string that holds the old name as a part"
            if not self.delegates:
                self.draft.refuse("unproven-reference", reason, 'mend it by hand, or say `leave = "delegate"`', where)
            else:
                self.draft.note(f"{reason} is left as it is")

    def _imports(self) -> None:
        if not self.delegates:
            for item in self.named.keeping:
                reason = f"{item.where}: `{item.module.name}` shows `{item.bound}` to others"
                raise Refused("re-exported", reason, 'say `leave = "delegate"`', item.where)
        meaning = Meaning(self.home.name, self.wish.cls.partition(".")[0])
        given: set[Scope] = set()
        groups: dict[ast.ImportFrom, list[NamedImport]] = {}
        for item in self.named.following:
            needed = [use for use in self.classes if _by_name(use, item)]
            if item.is_star:
                continue
            if self.delegates and any(_by_name(use, item) for use in self.kept):
                continue
            if self.delegates and self._is_asked(item):
                continue
            groups.setdefault(item.node, []).append(item)
            has = meaning.name in item.site.scope.bindings or item.site.scope in given
            if needed and not has:
                given.add(item.site.scope)
        for node, items in groups.items():
            self._import(node, items, meaning, given)
        for use in self.classes:
            if isinstance(use.node, ast.Name):
                home = use.use.scope.lookup(use.node.id)
                check_reach(self.index, use, meaning.name, meaning, home if home in given else None)

    def _is_asked(self, item: NamedImport) -> bool:
        bound = f"{item.module.name}.{item.bound}"
        return bound in {other.binding for other in self.named.imports} | {other.binding for other in self.kept}

    def _import(self, node: ast.ImportFrom, items: Sequence[NamedImport], meaning: Meaning, given: set[Scope]) -> None:
        """The names go from this import; the class comes where it is needed."""
        module, scope = items[0].module, items[0].site.scope
        at, gone = module.positions, [item.alias for item in items]
        needed = any(_by_name(use, item) for item in items for use in self.classes)
        if needed and meaning.name not in scope.bindings:
            if module.target(node) == self.home.name:
                self.pending.add(module.path, Edit(at.start(gone[0]), at.end(gone[0]), at.encode(meaning.name)))
                gone = gone[1:]
            elif scope is module.bindings.module:
                edits = self.adding.edits(module, [Wanted(self.home.name, meaning.name)])
                self.pending.add(module.path, *edits)
            else:
                where = items[0].where
                hint = "import it from where it is defined first"
                raise Refused("re-exported", f"{where}: nothing brings `{meaning.name}` here", hint, where)
        if len(gone) == len(node.names):
            block = blocks_of(module.source.tree)[id(node)]
            self.pending.add(module.path, without_statement(module, node, block))
        elif gone:
            self.pending.add(module.path, *without_names(module, node, gone))

    def _exports(self) -> None:
        exports = self.home.exports
        if self.delegates or not exports.there:
            return
        if not exports.known:
            self.draft.note(f"{self.home.path}: `__all__` cannot be read, and stays as it is")
        for node in exports.nodes:
            if node.value == self.wish.function:
                self.pending.add(self.home.path, without_item(self.home, node))

    def _texts(self) -> None:
        if self.delegates:
            return
        for path, edit in in_texts(self.index, self.home.name, self.wish.function, self.wish.cls):
            text = edit.text
            if text == f"{self.wish.cls}.{self.wish.function}".encode():
                text = f"{self.wish.cls}.{self.wish.name}".encode()
            self.draft.edit(path, Edit(edit.start, edit.end, text))

    # the text

    def _write(self) -> None:
        home, data = self.home, self.home.source.data
        line, lines = newline_of(data), Lines(home)
        step = body_indent(home, self.cls.node)
        units = [unit for unit in units_of(home) if any(node in self.nodes for node in unit.statements)]
        edits = self.pending.edits.setdefault(home.path, [])
        texts, cuts = list[bytes](), list[Edit]()
        for unit, node in zip(units, self.nodes, strict=False):
            if len(unit.statements) > 1:
                where = Location(home.path, unit.line)
                raise Refused("one-line", f"{where} shares its line with another", "give it lines of its own", where)
            start, end = method_span(home, node)
            texts.append(ended(within(data, [*edits, *lines.indent(start, end, b"", step)], start, end), line))
            cut = cut_of(home, unit)
            if self.delegates:
                cut = Edit(start, end, self._delegate())
            cuts.append(cut)
        kept = [edit for edit in edits if not any(cut.start <= edit.start and edit.end <= cut.end for cut in cuts)]
        new = appended(home, self.cls.node, texts)
        beside = [edit for edit in (*kept, *cuts) if edit.start == new.start and edit.end > edit.start]
        if beside:  # the function began right below the class
            kept = [edit for edit in kept if edit not in beside]
            cuts = [edit for edit in cuts if edit not in beside]
            new = Edit(beside[0].start, beside[0].end, new.text + beside[0].text)
        self.draft.edit(home.path, *kept, *cuts, new)
        for path, found in self.pending.edits.items():
            if path != home.path:
                self.draft.edit(path, *found)

    def _delegate(self) -> bytes:
        if len(self.nodes) > 1:
            where = self.symbol.where
            raise Refused("overload", f"{where} has overloads", 'say `leave = "nothing"`', where)
        return delegate(self.home, self.main, f"{self.parameter}.{self.wish.name}", [], self.parameter)


def _by_name(use: NamedUse, item: NamedImport) -> bool:
    """Whether a use reads the name that this import binds."""
    same = use.module is item.module and isinstance(use.node, ast.Name) and use.node.id == item.bound
    return same and use.use.scope.lookup(item.bound) is item.site.scope


def _size(call: Call) -> int:
    node = call.node
    assert node is not None
    return sum(1 for _ in ast.walk(node))
