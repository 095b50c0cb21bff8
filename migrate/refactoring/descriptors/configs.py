"""What a config object says, in the fields of the record that it becomes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from migrate.cpp.bodies import Body, Call, Variable
from migrate.cpp.source import Span, span_of
from migrate.cpp.texts import last_name
from migrate.refactoring.descriptors.api import Config, Setter, Setting, fill
from migrate.refactoring.descriptors.scene import Given, Scene
from migrate.refactoring.descriptors.types import Types, bare_type

if TYPE_CHECKING:
    from tree_sitter import Node

CAST = re.compile(r"^(?:static_cast<\w+>\((.*)\)|u?int\d+_t[({](.*)[)}])$")
LOOSE = frozenset({"binary_expression", "conditional_expression", "assignment_expression", "comma_expression"})
"""Expressions that an operator beside them would tear apart."""


@dataclass(slots=True)
class Value:
    """What a field is set to, the comments that go with it, and the indent that its further lines had."""

    text: str
    above: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    indent: str | None = None


@dataclass(slots=True)
class Filled:
    """The fields of a record: `values` by path (`config.math_fidelity`), `elements` of its lists, each with its `key`."""

    config: Config
    ns: str
    values: dict[str, Value] = field(default_factory=dict)
    elements: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    keys: dict[str, list[str]] = field(default_factory=dict)
    comments: dict[str, Value] = field(default_factory=dict)


class Configs:
    """Reads the config objects of one function."""

    def __init__(self, scene: Scene, body: Body, types: Types) -> None:
        self.scene = scene
        self.body = body
        self.types = types
        self.hoisted: list[str] = []
        """Statements that must stand before what is being converted."""

    def of_call(self, call: Call) -> Filled | None:
        """What `Config(…).set(…)…` says; None where that is not a config of the table."""
        base, *setters = self.body.chain(call)
        config = self.scene.api.configs.get(base.name)
        if config is None or base.receiver is not None:
            return None
        filled = Filled(config, f"{base.scope}::" if base.scope else "")
        brackets = self.scene.file.node(base.brackets)
        self.construct(filled, self.scene.given(brackets), base.span)
        self.scene.keep_comments(brackets)
        for setter in setters:
            self.chained(filled, setter)
        return filled

    def of_variable(self, variable: Variable, config: Config) -> Filled:
        """What the declaration of a config variable says."""
        scope = variable.type.split("<")[0].replace("const ", "").strip()
        ns = scope[: len(scope) - len(last_name(scope))] if bare_type(variable.type) != "auto" else ""
        filled = Filled(config, ns)
        if variable.initialiser is None:
            return filled
        if variable.initialiser.form == "=":
            value = self.scene.file.node(variable.initialiser.span)
            if value.type == "initializer_list":
                self.construct(filled, self.scene.given(value), variable.declared)
                self.scene.keep_comments(value)
                return filled
            call = self.body.call_at(span_of(value))
            found = self.of_call(call) if call is not None else None
            if found is None or found.config is not config:
                self.unknown(variable.declared, variable.name)
            return found
        brackets = self.scene.file.node(variable.initialiser.span)
        self.construct(filled, self.scene.given(brackets), variable.declared)
        self.scene.keep_comments(brackets)
        return filled

    def unknown(self, span: Span, name: str) -> NoReturn:
        """Refuse a config object that cannot be read."""
        self.scene.refuse(
            "unknown-config",
            f"`{name}` is no config that the table knows",
            "add the class to `configs` of the table, or make the object by its constructor beside the call",
            span,
        )

    def construct(self, filled: Filled, given: list[Given], span: Span) -> None:
        """Read the arguments of a constructor, or the members of a braced list."""
        takes = filled.config.takes
        if len(given) > len(takes) and not all(one.name for one in given):
            self.scene.refuse(
                "unknown-config", f"{len(given)} arguments, and the table knows {len(takes)}", "complete `takes`", span
            )
        for position, one in enumerate(given):
            name = one.name or takes[position]
            setting = filled.config.setting(name)
            if setting is None:
                self.scene.refuse(
                    "unknown-config", f"`{name}` is not in the table", "add it to `settings` of that config", one.span
                )
            if setting.pairs:
                self.pairs(filled, setting, one)
            else:
                text = self.converted(filled, setting, one.node)
                filled.values[setting.field] = Value(
                    text, one.above, one.behind, self.scene.text.indent(one.span.start)
                )

    def pairs(self, filled: Filled, setting: Setting, given: Given) -> None:
        """`{{key, value}, …}`, or a variable that was made of it and not changed since."""
        node = given.node
        if node.type in ("identifier", "type_identifier"):
            node = self.format_map(node)
        if node.type != "initializer_list":
            self.scene.refuse(
                "format-map",
                f"`{self.scene.plain(given.span)}` is no list in braces",
                "write the formats beside the call",
                given.span,
            )
        record = self.scene.api.records[filled.config.makes]
        names = record.elements[setting.pairs]
        listed = filled.elements.setdefault(setting.pairs, [])
        keys = filled.keys.setdefault(setting.pairs, [])
        for pair in (child for child in node.named_children if child.type != "comment"):
            parts = [child for child in pair.named_children if child.type != "comment"]
            if pair.type != "initializer_list" or len(parts) != 2:
                self.scene.refuse(
                    "format-map", "a format that is no pair in braces", "write the formats as pairs", span_of(pair)
                )
            self.pure(pair)
            key = self.key(parts[0])
            if key in keys:
                self.scene.refuse(
                    "repeated-key", f"`{key}` stands twice in the formats", "keep the first", span_of(pair)
                )
            keys.append(key)
            listed.append(
                {name: self.number(record.types, name, part) for name, part in zip(names, parts, strict=False)}
            )
        filled.comments[setting.pairs] = Value("", given.above, given.behind)

    def format_map(self, node: Node) -> Node:
        """The braces with which a variable was made, where they still say what it holds. The variable's declaration goes."""
        name = self.scene.plain(span_of(node))
        variable = self.body.variable(name, node.start_byte)
        if variable is None or variable.initialiser is None or variable.parameter or not variable.alone:
            return node
        value = self.scene.file.node(variable.initialiser.span)
        uses = self.body.uses(variable)
        constant = all(
            self.body.variable(word, value.start_byte) is None or not self.assigned(word) for word in self.words(value)
        )
        only_here = all(
            use.kind == "argument" and use.call is not None and use.call.name in self.scene.api.configs for use in uses
        )
        if value.type != "initializer_list" or not constant or not only_here:
            self.scene.refuse(
                "format-map",
                f"`{name}` is changed or used elsewhere",
                "write the formats beside the call",
                span_of(node),
            )
        self.scene.text.replace(self.scene.text.line_of(variable.declared), "")
        return value

    def words(self, node: Node) -> set[str]:
        """The identifiers in this subtree."""
        found, waiting = set(), [node]
        while waiting:
            here = waiting.pop()
            if here.type == "identifier":
                found.add(self.scene.plain(span_of(here)))
            waiting += here.named_children
        return found

    def assigned(self, name: str) -> bool:
        """Whether anything in the function assigns to a variable of that name, or to a part of it."""
        return any(re.match(rf"{re.escape(name)}\b", self.scene.plain(one.target)) for one in self.body.assignments)

    def chained(self, filled: Filled, call: Call) -> None:
        """One setter of a chain, on what the config says so far."""
        setter, given = self.setter(filled.config, call)
        values = {name: one.node for name, one in zip(setter.takes, given, strict=True)}
        listed, _, name = setter.field.rpartition(".")
        if not setter.key:
            comments = [words for one in given for words in (*one.above, *one.behind)]
            filled.values[setter.field] = Value(self.set_to(filled.config, setter, name, values), [], comments)
            return
        key = self.key(values[setter.key])
        keys = filled.keys.setdefault(listed, [])
        elements = filled.elements.setdefault(listed, [])
        if key not in keys:
            if not setter.adds:
                self.unmatched(key, call.span)
            record = self.scene.api.records[filled.config.makes]
            first = record.elements[listed][0]
            keys.append(key)
            elements.append({first: self.number(record.types, first, values[setter.key])})
        elements[keys.index(key)][name] = self.set_to(filled.config, setter, name, values)
        filled.comments.setdefault(listed, Value("")).behind.extend(
            words for one in given for words in (*one.above, *one.behind)
        )

    def setter(self, config: Config, call: Call) -> tuple[Setter, list[Given]]:
        """The table's setter for this call, with the arguments."""
        setter = config.setters.get(call.name)
        brackets = self.scene.file.node(call.brackets)
        given = self.scene.given(brackets)
        if setter is None or len(given) != len(setter.takes):
            self.scene.refuse(
                "unknown-config", f"`{call.name}` with {len(given)} arguments is not in the table",
                "add it to `setters` of that config", call.span,
            )  # fmt: skip
        self.scene.keep_comments(brackets)
        self.pure(brackets)
        return setter, given

    def set_to(self, config: Config, setter: Setter, name: str, values: dict[str, Node]) -> str:
        """The text of what a setter sets."""
        record = self.scene.api.records[config.makes]
        texts = {
            one: self.number(record.types, name, node) for one, node in values.items() if f"{{{one}}}" in setter.value
        }
        loose = {one for one, node in values.items() if node.type in LOOSE}
        return fill(setter.value, texts, loose=loose).replace("&*", "")

    def unmatched(self, key: str, span: Span) -> NoReturn:
        """Refuse a setter for an element that nobody has seen."""
        self.scene.refuse(
            "format-unmatched", f"no format of this buffer has the index `{key}`, letter by letter",
            "write the same index in both places", span,
        )  # fmt: skip

    def key(self, node: Node) -> str:
        """The key of an element in one form."""
        self.pure(node)
        text = self.scene.plain(span_of(node))
        match = CAST.match(text)
        if node.type == "identifier" and self.assigned(text):
            self.scene.refuse(
                "side-effect", f"`{text}` changes", "give each buffer a constant of its own", span_of(node)
            )
        return (match[1] or match[2]) if match else text

    def converted(self, filled: Filled, setting: Setting, node: Node) -> str:
        """The text of a member's value, in the type that the field has."""
        types = self.scene.api.records[filled.config.makes].types
        text = self.number(types, setting.field, node)
        if not setting.convert or node.type == "initializer_list":
            if setting.convert:
                self.unrepeated(node)
            return text
        if setting.convert.count("{value}") > 1 and node.type not in ("identifier", "type_identifier"):
            name = self.scene.new(setting.field)
            self.hoisted.append(f"const auto {name} = {text};")
            text = name
        return fill(setting.convert, {"value": text, "ns": filled.ns})

    def unrepeated(self, node: Node) -> None:
        """Refuse `{{"A", "1"}, {"A", "2"}}`: a map keeps the first, a list both."""
        keys = [
            self.scene.plain(span_of(pair.named_children[0])) for pair in node.named_children if pair.named_children
        ]
        if len(set(keys)) != len(keys):
            self.scene.refuse("repeated-key", "a key stands twice in this list", "keep the first", span_of(node))

    def number(self, types: dict[str, str], name: str, node: Node) -> str:
        """The expression's text, cast where braces would not take it for that number."""
        text = self.scene.text.of(span_of(node))
        wanted = types.get(name)
        if wanted is None or self.types.fits(node, wanted):
            return text
        return f"static_cast<{wanted}>({text})"

    def pure(self, node: Node) -> None:
        """Refuse what changes something while it is evaluated."""
        span = span_of(node)
        if any(span.holds(one.target) for one in self.body.assignments):
            self.scene.refuse(
                "side-effect", f"`{self.scene.plain(span)}` changes something", "do that in a statement before it", span
            )
