"""Config objects that are variables: they become variables of the record, and whatever is done to them follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from migrate.cpp.bodies import Call, Use, Variable
from migrate.cpp.source import Span, span_of
from migrate.refactoring.descriptors import api as table
from migrate.refactoring.descriptors.api import fill
from migrate.refactoring.descriptors.configs import Configs, Filled
from migrate.refactoring.descriptors.finding import Owner
from migrate.refactoring.descriptors.rendering import record_text
from migrate.refactoring.descriptors.scene import Given, Scene
from migrate.refactoring.descriptors.statements import Statements
from migrate.refactoring.descriptors.types import bare_type

if TYPE_CHECKING:
    from tree_sitter import Node


class ConfigVariables:
    """The config variables of one function."""

    def __init__(self, scene: Scene, owner: Owner, configs: Configs, statements: Statements) -> None:
        self.scene = scene
        self.owner = owner
        self.body = owner.body
        self.file = scene.file
        self.text = scene.text
        self.layout = scene.layout
        self.api = scene.api
        self.configs = configs
        self.statements = statements
        self.made: dict[Span, Filled] = {}
        """What is known of those that have become records, by their names' spans."""

    def config_variable(self, call: Call, row: table.Call) -> Variable | None:
        """The local variable that a call's config is, where it is one."""
        if "config" not in row.takes or row.takes.index("config") >= len(call.arguments):
            return None
        argument = call.arguments[row.takes.index("config")]
        node = self.file.node(argument.span)
        if node.type != "identifier":
            return None
        variable = self.body.variable(self.scene.plain(argument.span), argument.span.start)
        if variable is None or variable.parameter or self.config_of(variable) is None:
            self.configs.unknown(argument.span, self.scene.plain(argument.span))
        return variable

    def config_of(self, variable: Variable) -> table.Config | None:
        """The table's config that a variable is made as."""
        written = bare_type(variable.type)
        if written != "auto":
            return self.api.configs.get(written)
        if variable.initialiser is None:
            return None
        call = self.body.call_at(variable.initialiser.span)
        return self.api.configs.get(self.body.chain(call)[0].name) if call is not None else None

    def config(self, call: Call, given: Given) -> Filled:
        """What the config in a call says."""
        made = self.body.call_at(given.span)
        filled = self.configs.of_call(made) if made is not None else None
        if filled is None:
            self.configs.unknown(given.span, self.scene.plain(given.span))
        return filled

    def is_config_argument(self, use: Use) -> bool:
        return any(
            use.kind == "argument" and site.call is not None and use.call is not None and site.kind == "call"
            and use.call.span == site.call.span
            for site in self.owner.sites
        )  # fmt: skip

    def declaration(self, variable: Variable) -> None:
        """A config variable becomes a variable of the record."""
        config = self.config_of(variable)
        assert config is not None
        node = self.file.node(variable.declared)
        words = self.text.old(Span(variable.declared.start, variable.named.start)).split()
        if not variable.alone or variable.reference or "static" in words or node.type != "declaration":
            self.escapes(variable, variable.declared)
        filled = self.configs.of_variable(variable, config)
        self.made[variable.named] = filled
        record = self.api.records[config.makes]
        indent = self.statements.indent(variable.declared)
        text = record_text(self.layout, f"{filled.ns}{config.makes} {variable.name}", record, filled, {}, indent, ";")
        pending = self.statements.of(variable.declared)
        pending.whole = True
        pending.before += [*self.text.orphans(variable.declared), *self.configs.hoisted, text]
        self.configs.hoisted = []

    def config_use(self, variable: Variable, use: Use) -> None:
        """A setter on a config variable, or an assignment to it or to a member of it."""
        filled = self.made[variable.named]
        if any(one.kind == "lambda" and one not in variable.around for one in use.around):
            self.escapes(variable, use.span)
        node = self.file.node(use.span)
        parent = node.parent
        if use.kind == "method" and use.call is not None:
            self.setters(variable, filled, use)
        elif use.kind == "assigned":
            pass  # `config = config.set(…)`: its other use says it
        elif parent is not None and parent.type == "field_expression" and use.kind.startswith("member"):
            self.member(variable, filled, use, parent)
        else:
            self.escapes(variable, use.span)

    def escapes(self, variable: Variable, span: Span) -> NoReturn:
        self.scene.refuse(
            "config-escapes", f"what becomes of `{variable.name}` here is not known",
            "make the config object beside the call, and change it by its setters only", span,
        )  # fmt: skip

    def setters(self, variable: Variable, filled: Filled, use: Use) -> None:
        """`config.set(…).set(…);`, alone or assigned to the same variable."""
        statement = self.file.node(use.statement)
        top = statement.named_children[0] if statement.named_children else statement
        if top.type == "assignment_expression":
            left, right = top.child_by_field_name("left"), top.child_by_field_name("right")
            if left is None or right is None or self.scene.plain(span_of(left)) != variable.name:
                self.escapes(variable, use.span)
            top = right
        last = self.body.call_at(span_of(top))
        if statement.type != "expression_statement" or last is None:
            self.escapes(variable, use.span)
        chain = self.body.chain(last)
        if chain[0].receiver != use.span:
            self.escapes(variable, use.span)
        always = use.around == variable.around
        lines = [line for call in chain for line in self.setting(variable, filled, call, always)]
        pending = self.statements.of(use.statement)
        pending.whole = True
        pending.before += [*self.text.orphans(use.statement), *lines]

    def setting(self, variable: Variable, filled: Filled, call: Call, always: bool) -> list[str]:
        """One setter as assignments to the record's fields."""
        setter, given = self.configs.setter(filled.config, call)
        values = {name: one.node for name, one in zip(setter.takes, given, strict=True)}
        comments = [words for one in given for words in (*one.above, *one.behind)]
        listed, _, name = setter.field.rpartition(".")
        text = self.configs.set_to(filled.config, setter, name, values)
        if not setter.key:
            return [*comments, f"{variable.name}.{setter.field} = {text};"]
        key = self.configs.key(values[setter.key])
        keys = filled.keys.setdefault(listed, [])
        record = self.api.records[filled.config.makes]
        if key in keys:
            return [*comments, f"{variable.name}.{listed}[{keys.index(key)}].{name} = {text};"]
        if not setter.adds or not always:
            self.configs.unmatched(key, call.span)
        keys.append(key)
        first = record.elements[listed][0]
        number = self.configs.number(record.types, first, values[setter.key])
        element = self.layout.braces(f".{first} = {number}, .{name} = {text}")
        return [*comments, f"{variable.name}.{listed}.push_back({element});"]

    def member(self, variable: Variable, filled: Filled, use: Use, access: Node) -> None:
        """`config.member`, read, changed or assigned."""
        named = access.child_by_field_name("field")
        setting = filled.config.setting(self.scene.plain(span_of(named))) if named is not None else None
        if setting is None or setting.pairs:
            self.escapes(variable, use.span)
        part_name, _, rest = setting.field.partition(".")
        path = f"{variable.name}.{part_name}"
        if rest:
            part = filled.config.parts[part_name]
            path = f"{fill(part.access, {'field': path, 'ns': filled.ns})}.{rest}"
        above = access.parent
        if above is not None and above.type == "subscript_expression" and setting.insert:
            self.insertion(variable, filled, use, above, setting, path)
        elif (
            above is not None and above.type == "assignment_expression" and above.child_by_field_name("left") == access
        ):
            value = above.child_by_field_name("right")
            if value is None or self.scene.plain(Span(access.end_byte, value.start_byte)) != "=":
                self.escapes(variable, use.span)
            text = self.configs.converted(filled, setting, value)
            pending = self.statements.of(use.statement)
            pending.before += self.configs.hoisted
            self.configs.hoisted = []
            self.text.replace(span_of(value), text)
            self.text.replace(span_of(access), path)
        elif setting.convert:
            self.escapes(variable, use.span)
        else:
            self.text.replace(span_of(access), path)

    def insertion(
        self, variable: Variable, filled: Filled, use: Use, subscript: Node, setting: table.Setting, path: str
    ) -> None:
        """`config.member[key] = value;`."""
        assignment = subscript.parent
        value = assignment.child_by_field_name("right") if assignment is not None else None
        indices = subscript.child_by_field_name("indices")
        statement = self.file.node(use.statement)
        plain_assignment = (
            assignment is not None and assignment.type == "assignment_expression" and value is not None
            and self.scene.plain(Span(subscript.end_byte, value.start_byte)) == "="
            and statement.type == "expression_statement" and statement.named_children[0] == assignment
        )  # fmt: skip
        if not plain_assignment or value is None or indices is None:
            self.escapes(variable, use.span)
        key = self.text.of(Span(indices.start_byte + 1, indices.end_byte - 1))
        text = fill(setting.insert, {"field": path, "key": key, "value": self.text.of(span_of(value)), "ns": filled.ns})
        pending = self.statements.of(use.statement)
        pending.whole = True
        pending.before += [*self.text.orphans(use.statement), f"{text};"]
