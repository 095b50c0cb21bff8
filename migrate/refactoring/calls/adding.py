"""Adds a parameter to every definition of a function, and to its calls what rules say that they pass."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from migrate.model import Location
from migrate.python.bindings import Scope
from migrate.python.edits import Unplaced
from migrate.python.imports import imports_in
from migrate.python.source import last_name
from migrate.refactoring.calls.bodies import clash
from migrate.refactoring.calls.docstrings import document
from migrate.refactoring.calls.handing_on import fixed, unsure
from migrate.refactoring.calls.signatures import (
    Parameter,
    Spot,
    add_argument,
    add_parameter,
    arguments_of,
    name_argument,
    names_of,
    spot_for,
)
from migrate.refactoring.calls.sites import Call, CallSites, Definition, Trees, Value
from migrate.refactoring.draft import Draft
from migrate.refactoring.imports.adding import ImportAdding, Wanted
from migrate.refactoring.refused import Refused
from migrate.references.members.classes import called
from migrate.references.names import BUILTINS, Module
from migrate.workspace import glob_to_regex


@dataclass(frozen=True, slots=True)
class Rule:
    """What the calls pass that it fits: those in `paths`, on that `receiver`, `inside` the family or a dotted name."""

    value: str
    paths: tuple[str, ...] = ()
    receiver: str | None = None
    inside: str | None = None


class AddingParameter:
    """One parameter for one function with all its definitions and calls. Raises Refused for what cannot be said at all;
    whatever cannot be proven at a place is refused in the draft, with the place."""

    def __init__(
        self,
        draft: Draft,
        sites: CallSites,
        new: Parameter,
        rules: Sequence[Rule],
        imports: Sequence[Wanted] = (),
        through: Collection[str] = (),
        doc: str | None = None,
        unproven: Literal["refuse", "leave"] = "refuse",
    ) -> None:
        self.draft = draft
        self.sites = sites
        self.new = new
        self.rules = rules
        self.imports = imports
        self.through = through
        self.doc = doc
        self.leaves = unproven == "leave"
        self.trees = Trees()
        self.adding = ImportAdding(draft.index)
        self.family = {id(item.node): item for item in sites.definitions}
        self.main = next((item for item in sites.definitions if item.kind == "implementation"), sites.definitions[0])
        self.taking = [item for item in sites.definitions if not self._has(item) and self._takes_anything(item)]
        """Overrides that take the parameter in their `**kwargs`, and hand that on."""
        self.fresh = [item for item in sites.definitions if not self._has(item) and item not in self.taking]
        self.spots: dict[int, Spot] = {}
        self.passing: list[Call] = []

    def run(self) -> None:
        """Make the edits, and tell what they leave as it is."""
        for definition in self.fresh:
            self._define(definition)
            self.draft.redefines(definition.dotted)
        for call in self.sites.calls:
            self._call(call)
        if self.fresh:
            self._judge_values()
        if self.passing:
            self._judge_decorators()
        if self.taking:
            shown = ", ".join(str(definition.where) for definition in self.taking)
            self.draft.note(f"take `{self.new.name}` in their `**kwargs`, which they hand on: {shown}")
        for path, why in self.sites.unread.items():
            self.draft.note(f"{path}: not looked at: {why}")

    # definitions

    def _has(self, definition: Definition) -> bool:
        """Whether it has the parameter. Raises Refused where what runs has another of that name."""
        arguments, new = definition.node.args, self.new
        if new.name not in names_of(arguments):
            return False
        if not definition.runs:
            return True
        positional = [*arguments.posonlyargs, *arguments.args]
        defaults = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
        found = dict(zip((item.arg for item in positional), zip(positional, defaults, strict=True), strict=True))
        found |= {
            item.arg: (item, value) for item, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        }
        parameter, default = found.get(new.name, (None, None))
        same = (
            parameter is not None
            and (parameter in arguments.kwonlyargs) == new.keyword_only
            and _same(default, new.default)
            and (_same(parameter.annotation, new.annotation) or definition.kind == "override")
        )
        if not same:
            reason = f"{definition.where}: `{definition.node.name}` has another parameter `{new.name}`"
            raise Refused("name-taken", reason, "choose another name", definition.where)
        return True

    def _define(self, definition: Definition) -> None:
        node, module, new = definition.node, definition.module, self.new
        if self.draft.module(module.path) is None:
            return None
        place = self._place_in(definition)
        spot = spot_for(node.args, place, definition.implicit)
        if isinstance(spot, str):
            hint = "give a default, another `after`, or say `keyword_only = true`"
            return self.draft.refuse("no-place", f"{definition.where}: `{node.name}`: {spot}", hint, definition.where)
        self.spots[id(node)] = spot
        if definition.runs:
            self._check_body(definition)
            self._check_decorators(definition)
        shown = new.default
        if shown is not None and not definition.runs:
            shown = "..."
        self._check_evaluation(definition, shown)
        try:
            text = new.written(shown)
            self.draft.edit(module.path, *add_parameter(module, node, new, definition.implicit, spot, text))
            if self.doc:
                self.draft.edit(module.path, *document(module, node, spot.order, new.name, new.annotation, self.doc))
        except Refused as error:
            self.draft.refusals.append(error.refusal)
        except Unplaced as error:
            self.draft.refuse("unplaced", str(error), "write that definition plainly", definition.where)

    def _place_in(self, definition: Definition) -> Parameter:
        """The parameter with a place that this definition has: an override may call the one before it otherwise."""
        named = names_of(definition.node.args)
        if self.new.place in ("first", "last", *named) or definition is self.main:
            return self.new
        own = self.main.node.args
        order = [item.arg for item in (*own.posonlyargs, *own.args)]
        if self.new.place in order and order.index(self.new.place) < len(named):
            return replace(self.new, place=named[order.index(self.new.place)])
        return self.new

    def _takes_anything(self, definition: Definition) -> bool:
        """Whether an override hands its `**kwargs` on to another definition of the family."""
        kwarg = definition.node.args.kwarg
        return (
            definition.kind == "override"
            and kwarg is not None
            and any(
                keyword.arg is None and isinstance(keyword.value, ast.Name) and keyword.value.id == kwarg.arg
                for call in self.sites.calls
                if call.node and definition.node in call.around
                for keyword in call.node.keywords
            )
        )

    def _check_body(self, definition: Definition) -> None:
        """Refuse a name that the body uses: as its own, or for something outside."""
        found = clash(definition, self.new.name)
        if found:
            code, reason, where = found
            self.draft.refuse(code, reason, "choose another name, or rename what has it", where)

    def _check_decorators(self, definition: Definition) -> None:
        if why := fixed(definition):
            self.draft.refuse(
                "property", f"{definition.where}: {why}", "make it a plain function first", definition.where
            )

    def _check_evaluation(self, definition: Definition, default: str | None) -> None:
        """Have the names of default and annotation bound where the definition reads them."""
        module, where = definition.module, definition.where
        hint = self.new.annotation
        lazy = hint is None or _is_lazy(module) or hint[:1] in "\"'" or module.path.suffix == ".pyi"
        typing = {name for item in imports_in(module.source) if item.when == "typing" for name in item.binds}
        for text, at_once in ((default, True), (hint, not lazy)):
            for name in free_names(text):
                self._bring(module, definition.scope, name, where)
                nodes = module.namespace.get(name, [])
                lines = [getattr(node, "lineno", 1) for node in nodes if definition.scope.lookup(name) is _top(module)]
                if at_once and lines and min(lines) > definition.node.lineno and _runs_at_import(definition):
                    reason = f"{where}: `{name}` is bound only below, in line {min(lines)}"
                    self.draft.refuse("too-early", reason, "put the definition above, or quote the annotation", where)
                if at_once and name in typing and len(nodes) == 1:
                    reason = f"{where}: `{name}` is imported for type checkers only"
                    self.draft.refuse("typing-only", reason, "quote the annotation", where)

    def _bring(self, module: Module, scope: Scope, name: str, where: Location) -> None:
        """Have that name mean something there: as it is, or by one of the imports."""
        wanted = [item for item in self.imports if item.bound == name]
        if wanted:
            try:
                self.draft.edit(module.path, *self.adding.edits(module, wanted))
            except Refused as error:
                self.draft.refusals.append(error.refusal)
        elif scope.lookup(name) is None and name not in BUILTINS and not self._by_star(module, name):
            reason = f"{where}: nothing called `{name}` is known here"
            self.draft.refuse(
                "unknown-name", reason, f'say where it comes from: imports = ["from … import {name}"]', where
            )

    def _by_star(self, module: Module, name: str) -> bool:
        return any(name in self.draft.index.names.star_names(star) for star in module.stars)

    # calls

    def _call(self, call: Call) -> None:
        name = self.new.name
        if any(keyword.arg == name for keyword in call.node.keywords) if call.node else False:
            if name in call.bound.keywords and self._is_fresh(call):
                reason = f"{call.where}: passes `{name}` already, which goes into `**kwargs` so far"
                self.draft.refuse("name-taken", reason, "choose another name", call.where)
            return None
        if name in call.bound.given:
            return None
        if call.bound.misfit:
            return self.draft.note(f"{call.where}: left as it is: {call.bound.misfit}")
        rule = next((rule for rule in self.rules if self._fits(rule, call)), None)
        if call.evidence == "unknown" and (rule is None or rule.receiver is None):
            return self._unsure(call, rule)
        shifts = self._is_shifted(call)
        if rule is None:
            if self.fresh and self.new.default is None and not self._is_given_by_partial(call):
                reason = f"{call.where}: no rule says what this call passes as `{name}`"
                return self.draft.refuse("no-value", reason, "add a rule to `pass`, or give a `default`", call.where)
            if shifts:
                self._name_the_rest(call)
            return None
        if call.node is None:
            return self._cannot(call, f"a {call.form} without parentheses passes nothing")
        if self._is_forwarded(call):
            return None
        if call.bound.maps and self.main.node.args.kwarg is not None and self.fresh:
            return self._cannot(call, f"its `**` may hold `{name}` already")
        self._pass(call, rule, shifts)
        return None

    def _unsure(self, call: Call, rule: Rule | None) -> None:
        """A call that may be one of another function: nothing is done to it, if that will do."""
        passes = self.new.default is None or self._is_shifted(call)
        if (rule is not None or passes) and self.fresh and not self.leaves:
            reason = f"{call.where}: nobody can tell whether `{call.receiver}` has this `{self.sites.symbol.name}`"
            hint = f'annotate it, or give a rule for it: receiver = "{call.receiver}"'
            self.draft.refuse("unproven-call", reason, hint, call.where)

    def _cannot(self, call: Call, why: str) -> None:
        self.draft.refuse("unproven-call", f"{call.where}: {why}", "rewrite this call plainly first", call.where)

    def _fits(self, rule: Rule, call: Call) -> bool:
        if rule.paths and not any(glob_to_regex(glob).match(str(call.path)) for glob in rule.paths):
            return False
        if rule.receiver is not None and rule.receiver != call.receiver:
            return False
        if rule.inside == "family":
            return self._own(call) is not None
        if rule.inside is not None:
            dotted = ".".join((call.module.name, *(node.name for node in call.around)))
            return f"{dotted}.".startswith(f"{rule.inside}.")
        return True

    def _own(self, call: Call) -> Definition | None:
        """The definition of the family in which the call stands."""
        return next((self.family[id(node)] for node in reversed(call.around) if id(node) in self.family), None)

    def _is_forwarded(self, call: Call) -> bool:
        """Whether it stands in an override that gets the parameter in `**kwargs`, and hands those on."""
        return call.bound.maps and self._own(call) in self.taking

    def _is_fresh(self, call: Call) -> bool:
        """Whether the function that it calls gets the parameter now."""
        return any(item.node is (call.reaches or self.main.node) for item in self.fresh)

    def _is_given_by_partial(self, call: Call) -> bool:
        return call.form == "partial" or call.bound.maps

    def _spot(self, call: Call) -> Spot | None:
        """Where the function that it calls gets the parameter; None where it has it."""
        return self.spots.get(id(call.reaches or self.main.node))

    def _is_shifted(self, call: Call) -> bool:
        """Whether arguments that it passes by position would meet other parameters than before."""
        spot, parameters = self._spot(call), (call.reaches or self.main.node).args
        if spot is None or spot.index is None or spot.index >= len(parameters.posonlyargs) + len(parameters.args):
            return False
        before = spot.index - call.implicit
        return len(call.bound.positional) > before or call.bound.stars or call.form == "partial"

    def _name_the_rest(self, call: Call) -> None:
        """Give the names of their parameters to the arguments behind the new one."""
        spot, parameters = self._spot(call), (call.reaches or self.main.node).args
        assert spot
        assert spot.index is not None
        moved = call.bound.positional[spot.index - call.implicit :]
        only = {item.arg for item in parameters.posonlyargs}
        if call.bound.stars or call.bound.maps or call.form != "call" or call.node is None or only.intersection(moved):
            return self._cannot(call, "the arguments behind the new parameter cannot be given by name")
        try:
            arguments = arguments_of(call.module, call.node)
            edits = [name_argument(call.module, call.bound.given[name], name, arguments) for name in moved]
            self.draft.edit(call.path, *edits)
        except Unplaced as error:
            self._cannot(call, str(error))
        return None

    def _pass(self, call: Call, rule: Rule, shifts: bool) -> None:
        assert call.node
        own = self._own(call)
        for name in free_names(rule.value):
            if not (own and name == self.new.name):
                self._bring(call.module, call.scope, name, call.where)
            elif call.scope.lookup(name) not in (None, own.scope, _top(call.module)) and own in self.fresh:
                self._cannot(call, f"`{name}` is something else in here")
        self.passing.append(call)
        count = len(call.arguments)
        spot = self._spot(call)
        here = spot.index - call.implicit if spot and spot.index is not None else count
        by_place = shifts or bool(spot and spot.positional_only)
        if by_place and (call.bound.stars or call.form != "call" or here > len(call.bound.positional)):
            return self._cannot(call, "the new argument has no place that is certain")
        try:
            if by_place:
                index, text = here, rule.value
            else:
                index, text = self._keyword_place(call.node), f"{self.new.name}={rule.value}"
            tree = self.trees.of(call.module)
            if re.search(r"[\"'\\#]", text) and any(isinstance(item, ast.JoinedStr) for item in tree.above(call.node)):
                return self._cannot(call, f"`{text}` cannot stand in an f-string")
            if self.draft.module(call.path):
                self.draft.edit(call.path, *add_argument(call.module, call.node, index, text))
        except Unplaced as error:
            self._cannot(call, str(error))
        return None

    @staticmethod
    def _keyword_place(node: ast.Call) -> int:
        """Behind all arguments but the `**` ones at the end."""
        whole: list[ast.expr | ast.keyword] = [*node.args, *node.keywords]
        ordered = sorted(whole, key=lambda item: (item.lineno, item.col_offset))
        while ordered and isinstance(ordered[-1], ast.keyword) and ordered[-1].arg is None:
            ordered.pop()
        return len(ordered)

    # what nobody can follow

    def _judge_values(self) -> None:
        name = self.sites.shown
        values = list(self.sites.open_values)
        hard = [value for value in values if value.kind != "string" and not (value.kind == "perhaps" and self.leaves)]
        last = len(self.main.node.args.posonlyargs) + len(self.main.node.args.args)
        spot = self.spots.get(id(self.main.node))
        inside = spot is not None and spot.index is not None and spot.index < last
        if hard and (self.new.default is None or inside):
            why = "and then called with nothing for it" if self.new.default is None else "and its arguments would shift"
            for value in hard:
                reason = f"{value.where}: `{name}` {value.how}, {why}"
                hint = "give a default and put it last, or make it keyword-only"
                self.draft.refuse("value-use", reason, hint, value.where)
            return
        if values:
            self.draft.note(f"`{name}` is used in other ways than by calls that can be seen: {_listed(values)}")
        given = {id(call) for call in self.passing}
        left = [call for call in self.sites.calls if call.is_open and id(call) not in given]
        if left:
            shown = ", ".join(f"{call.where} ({_how(call)})" for call in left)
            self.draft.note(f"calls of `{name}` that may pass more than can be seen: {shown}")
        unsure = [call for call in self.sites.calls if call.evidence == "unknown"]
        if unsure:
            self.draft.note(f"calls that may be of `{name}`: {', '.join(str(call.where) for call in unsure)}")

    def _judge_decorators(self) -> None:
        """What is passed must come through the decorators of every definition that runs."""
        for definition in self.sites.definitions:
            item = unsure(self.draft.index.names, definition, self.through) if definition.runs else None
            if item is not None:
                reason = f"{definition.where}: who knows whether `@{ast.unparse(item)}` hands `{self.new.name}` on"
                hint = f'say `through = ["{last_name(called(item))}"]` if it does'
                self.draft.refuse("decorated", reason, hint, definition.where)


def free_names(text: str | None) -> list[str]:
    """The names that an expression reads from around it; those in quotes too, where the whole is quoted."""
    if text is None or text == "...":
        return []
    tree = ast.parse(text, mode="eval").body
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        return []
    inner = {part.arg for part in ast.walk(tree) if isinstance(part, ast.arg)}
    inner |= {part.id for part in ast.walk(tree) if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load)}
    found = [part.id for part in ast.walk(tree) if isinstance(part, ast.Name)]
    return [name for name in dict.fromkeys(found) if name not in inner]


def _same(node: ast.expr | None, text: str | None) -> bool:
    if node is None or text is None:
        return node is None and text is None
    return ast.dump(node) == ast.dump(ast.parse(text, mode="eval").body)


def _top(module: Module) -> Scope:
    return module.bindings.module


def _is_lazy(module: Module) -> bool:
    """Whether annotations are not evaluated."""
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and "annotations" in [a.name for a in node.names]
        for node in module.source.tree.body
    )


def _runs_at_import(definition: Definition) -> bool:
    scope: Scope | None = definition.scope
    while scope is not None:
        if scope.kind == "function":
            return False
        scope = scope.parent
    return True


def _how(call: Call) -> str:
    if call.form == "partial":
        return "partial"
    return " and ".join(text for text, there in (("*args", call.bound.stars), ("**kwargs", call.bound.maps)) if there)


def _listed(values: Iterable[Value]) -> str:
    return ", ".join(f"{value.where} ({value.how})" for value in values)


def each_rule(rules: Iterable[Rule]) -> Iterator[Rule]:
    """The rules, each checked. Raises Refused for a value that is no argument."""
    for rule in rules:
        if not is_argument(rule.value):
            raise Refused("bad-value", f"`{rule.value}` cannot be passed to a call", "write one expression")
        yield rule


def is_argument(text: str) -> bool:
    """Whether the text is one expression that can be an argument, a default or an annotation as it stands."""
    try:
        call = ast.parse(f"f(x={text})", mode="eval").body
        ast.parse(text, mode="eval")
    except SyntaxError:
        return False
    return isinstance(call, ast.Call) and len(call.keywords) == 1 and not call.args and "\n" not in text
