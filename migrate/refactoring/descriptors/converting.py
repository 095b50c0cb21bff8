"""A group of functions rewritten whole: every call of the old interface becomes what the table says."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from migrate.cpp.bodies import Body, Call, Use, Variable
from migrate.cpp.source import Span, span_of
from migrate.cpp.texts import last_name
from migrate.refactoring.descriptors import api as table
from migrate.refactoring.descriptors.api import fill
from migrate.refactoring.descriptors.configs import LOOSE, Configs, Filled, Value
from migrate.refactoring.descriptors.finding import Group, Owner, first_last, prototype
from migrate.refactoring.descriptors.rendering import listed, record_text, split_comments
from migrate.refactoring.descriptors.scene import Given, Scene
from migrate.refactoring.descriptors.types import Types, bare

if TYPE_CHECKING:
    from tree_sitter import Node

BODIES = frozenset(
    {
        "if_statement",
        "else_clause",
        "for_statement",
        "for_range_loop",
        "while_statement",
        "do_statement",
        "case_statement",
    }
)


@dataclass(slots=True)
class Pending:
    """What becomes of one statement: lines before it, lines after it, and whether it goes itself."""

    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    whole: bool = False


def convert(scene: Scene, group: Group, *, returns_descriptor: bool = False) -> None:
    """Rewrite the functions of a group in the scene's text. Raises Refused for what cannot be said in the new interface.

    With `returns_descriptor` its factories return the descriptor, whatever they returned with the program before.
    """
    words = {word for owner in group.owners for word in scene.words(owner.function.span)}
    scene.taken = words
    free = [name for name in scene.api.variables if name not in words]
    if not free:
        place = group.factories[0].program.declared
        scene.refuse("name-taken", f"{', '.join(scene.api.variables)}: all taken", "add another to `variables`", place)
    scene.descriptor = free[0]
    scene.taken.add(scene.descriptor)
    for owner in group.owners:
        _Conversion(scene, owner).run(returns_descriptor)


class _Conversion:
    """One function on its way."""

    def __init__(self, scene: Scene, owner: Owner) -> None:
        self.scene = scene
        self.owner = owner
        self.body: Body = owner.body
        self.file = scene.file
        self.text = scene.text
        self.layout = scene.layout
        self.api = scene.api
        self.types = Types(owner.body, scene.api.results)
        self.configs = Configs(scene, owner.body, self.types)
        self.pending: dict[Span, Pending] = {}
        self.made: dict[Span, Filled] = {}
        """What is known of config variables that have become records, by their names' spans."""

    def run(self, returns_descriptor: bool) -> None:
        work: list[tuple[int, Callable[[], None]]] = []
        variables: dict[Span, Variable] = {}
        for site in self.owner.sites:
            if site.kind == "call" and site.call is not None:
                row = self.row(site.call)
                if (variable := self.config_variable(site.call, row)) is not None:
                    variables[variable.named] = variable
                    if any(one.kind == "lambda" and one not in variable.around for one in site.use.around):
                        self.escapes(variable, site.use.span)
                work.append((site.call.span.end, self.bound(self.call, site.call, row)))
            elif site.kind in ("helper", "capture"):
                self.text.replace(site.use.span, self.scene.descriptor)
        for variable in variables.values():
            work.append((variable.declared.end, self.bound(self.declaration, variable)))
            for use in self.body.uses(variable):
                if not self.is_config_argument(use):
                    work.append((use.statement.end, self.bound(self.config_use, variable, use)))
        for _, one in sorted(work, key=lambda item: item[0]):
            one()
        for statement, pending in self.pending.items():
            self.settle(statement, pending)
        if self.owner.is_factory:
            self.ends(returns_descriptor)
        else:
            self.parameter()

    def bound(self, work: Callable[..., None], *args: object) -> Callable[[], None]:
        return lambda: work(*args)

    # --- calls --------------------------------------------------------------------------------------------------------

    def row(self, call: Call) -> table.Call:
        """The row of the table that this call is: by its number of arguments, and by their types where several fit."""
        rows = [
            row for row in self.api.named(call.name)
            if len(row.takes) - len(row.defaults) <= len(call.arguments) <= len(row.takes)
        ]  # fmt: skip
        if len(rows) == 1 and not rows[0].types:
            return rows[0]
        found, unknown = [], ""
        for row in rows:
            fits = True
            for name, wanted in row.types.items():
                position = row.takes.index(name)
                if position < len(call.arguments):
                    node = self.file.node(call.arguments[position].span)
                    type_text = self.types.of(node)
                    unknown = unknown or ("" if type_text else self.scene.plain(span_of(node)))
                    fits = fits and type_text in [bare(one) for one in wanted]
            if fits:
                found.append(row)
        if len(found) == 1:
            return found[0]
        if unknown:
            self.scene.refuse(
                "unknown-type", f"which `{call.name}` this is depends on the type of `{unknown}`",
                "declare it with its type, or add what it calls to `results`", call.span,
            )  # fmt: skip
        raise self.scene.refused(
            "unknown-call", f"no row of the table fits `{call.name}` with {len(call.arguments)} arguments",
            "add one to `calls`", call.span,
        )  # fmt: skip

    def given(self, call: Call, row: table.Call) -> dict[str, Given]:
        """The arguments by the names of the table."""
        brackets = self.file.node(call.brackets)
        return dict(zip(row.takes, self.scene.given(brackets), strict=False))

    def call(self, call: Call, row: table.Call) -> None:
        """One call of the old interface."""
        program = self.given(call, row).get("program")
        if program is None or self.scene.plain(program.span) != self.owner.program.name:
            self.scene.refuse(
                "unknown-call", "the program is another argument than in the table", "mend `takes`", call.span
            )
        if row.becomes:
            self.statement(call, row)
        else:
            self.record(call, row)

    def statement(self, call: Call, row: table.Call) -> None:
        """A call that becomes a statement by its template."""
        pending = self.at(call)
        if not pending.whole:
            self.scene.refuse("call-in-expression", f"`{call.name}` is no statement here", "make it one", call.span)
        values, hoisted, loose = self.values(call, row, self.given(call, row))
        lines = self.template_lines(row.becomes.strip("\n"), values, loose, self.indent(call.statement))
        pending.before += [*self.text.orphans(call.statement), *hoisted, *lines]

    def values(
        self, call: Call, row: table.Call, given: dict[str, Given]
    ) -> tuple[dict[str, str], list[str], set[str]]:
        """The texts of the arguments by name, statements that must come first, and the names of those with operators."""
        used = " ".join([row.becomes, row.returns, *row.fields.values(), *(
            text for element in row.elements.values() for text in element.values()
        )])  # fmt: skip
        values = {"descriptor": self.scene.descriptor, "ns": f"{call.scope}::" if call.scope else "", **row.defaults}
        hoisted, loose = [], set()
        for name, one in given.items():
            if name in ("program", "config"):
                continue
            indent = self.text.indent(one.span.start)
            text = self.layout.shifted(self.text.of(one.span), indent, self.indent(call.statement) + self.layout.unit)
            node = one.node
            if node.type == "initializer_list" and name in row.braces:
                text = fill(row.braces[name], values) + text
            repeated = used.count(f"{{{name}}}") > 1 or (name in row.once and f"{{{name}}}" in used)
            if repeated and not self.steady(node):
                fresh = self.scene.new(name)
                made = fill(row.once.get(name, "auto"), values)
                hoisted.append(f"const {made} {fresh} = {text};")
                text = fresh
            elif node.type in LOOSE:
                loose.add(name)
            values[name] = text
        return values, hoisted, loose

    def steady(self, node: Node) -> bool:
        """Whether an expression may be evaluated twice: a name, a number, a constant."""
        return node.type in (
            "identifier",
            "number_literal",
            "qualified_identifier",
            "string_literal",
            "null",
            "true",
            "false",
        ) or (node.type == "field_expression" and b"(" not in span_of(node).of(self.file.data))

    def template_lines(self, template: str, values: dict[str, str], loose: set[str], indent: str) -> list[str]:
        """A template's lines in the file's layout. New names hold in its own blocks only: others may have them, too."""
        lines = []
        for number, line in enumerate(template.split("\n")):
            words = line.lstrip(" ")
            shift = self.layout.unit * ((len(line) - len(words)) // 4)
            if words.endswith(" {") and self.layout.own_line:
                words = words.removesuffix(" {") + f"{self.layout.newline}{indent}{shift}{{"
            text = fill(words, values, self.scene.unused, loose)
            if self.layout.width and len(indent + shift + text) > self.layout.width and words.endswith(");"):
                head, tail = words[: opening_of(words)], words[opening_of(words) :]
                inner = f"{self.layout.newline}{indent}{shift}{self.layout.unit}"
                text = (
                    fill(head, values, self.scene.unused, loose) + inner + fill(tail, values, self.scene.unused, loose)
                )
            lines.append((indent + shift if number else "") + text)
        return [self.layout.newline.join(lines)]

    def record(self, call: Call, row: table.Call) -> None:
        """A call that makes a record: it is pushed, and the call's value is its index or what the table says."""
        record = self.api.records[row.record]
        pending = self.at(call)
        indent = self.indent(call.statement)
        given = self.given(call, row)
        values, hoisted, loose = self.values(call, row, given)
        ns = values["ns"]
        more = self.fields(call, row, record, given, values, loose)
        for name, element in row.elements.items():
            texts = [
                f".{one} = {self.cast(row, record, one, element[one], values, loose, given)}"
                for one in record.elements[name] if one in element
            ]  # fmt: skip
            more[name] = Value(listed(self.layout, [texts], indent + self.layout.unit, len(f".{name} = ,")))
        filled, variable = None, self.config_variable(call, row)
        if variable is None and "config" in row.takes:
            filled = self.config(call, given["config"])
            hoisted += self.configs.hoisted
            self.configs.hoisted = []
        self.scene.keep_comments(self.file.node(call.brackets))
        above = [
            words
            for name in ("program", "config")
            if name in given
            for words in (*given[name].above, *given[name].behind)
        ]
        result, suffix = self.result(call, row, record, values, more, hoisted, pending)
        push = f"{self.scene.descriptor}.{record.into}.push_back("
        if variable is not None:
            lines = []
            for name in record.fields:
                if name in more:
                    over, behind = split_comments(more[name])
                    lines += [*over, f"{variable.name}.{name} = {more[name].text};{behind}"]
            lines.append(f"{push}{variable.name});")
        else:
            lines = [record_text(self.layout, f"{push}{ns}{row.record}", record, filled, more, indent, ");")]
        if "" in more:
            lines.append(more[""].text)
        pending.before += [*above, *self.text.orphans(call.span), *hoisted]
        (pending.after if suffix else pending.before).extend(lines)
        if not pending.whole:
            place = self.value_place(call)
            self.text.replace(place, result if place == call.span else f" {result}")

    def is_one_of_several(self, call: Call) -> bool:
        """Whether other calls of the same statement push records, too, so that the last index is not this one's for long."""
        return any(
            site.kind == "call" and site.call is not None and site.call.span != call.span and site.call.statement == call.statement
            for site in self.owner.sites
        )  # fmt: skip

    def value_place(self, call: Call) -> Span:
        """The call, with the line break before it where it stands on a line of its own behind a `=`."""
        before = self.file.data[: call.span.start].rstrip()
        if before.endswith(b"=") and self.text.is_first(call.span.start):
            return Span(len(before), call.span.end)
        return call.span

    def fields(
        self,
        call: Call,
        row: table.Call,
        record: table.Record,
        given: dict[str, Given],
        values: dict[str, str],
        loose: set[str],
    ) -> dict[str, Value]:
        """The fields that the call itself gives."""
        found: dict[str, Value] = {}
        for name in record.fields:
            if name in row.fields:
                found[name] = Value(self.cast(row, record, name, row.fields[name], values, loose, given))
            elif name in given and name not in ("program", "config"):
                text = self.cast(row, record, name, f"{{{name}}}", values, loose, given)
                indent = self.indent(call.statement) + self.layout.unit  # `values` has moved its lines there
                found[name] = Value(text, given[name].above, given[name].behind, indent)
        return found

    def cast(
        self,
        row: table.Call,
        record: table.Record,
        name: str,
        template: str,
        values: dict[str, str],
        loose: set[str],
        given: dict[str, Given],
    ) -> str:
        """A template's text, cast where braces would not take it for the field's number."""
        text = fill(template, values, loose=loose)
        wanted = record.types.get(name)
        used = [one.node for key, one in given.items() if f"{{{key}}}" in template]
        if wanted is None or (used and all(self.types.fits(node, wanted) for node in used)) or text.isdigit():
            return text
        return f"static_cast<{wanted}>({text})"

    def result(
        self, call: Call, row: table.Call, record: table.Record, values: dict[str, str], more: dict[str, Value],
        hoisted: list[str], pending: Pending,
    ) -> tuple[str, bool]:  # fmt: skip
        """What the call's value becomes, and whether the record is pushed after the statement instead of before it."""
        if record.value:
            kept = {**values, **{name: value.text for name, value in more.items()}}
            for name, value in more.items():
                if f"{{{name}}}" in record.value and re.fullmatch(r"[\w.:]+", value.text) is None:
                    fresh = self.scene.new(name)
                    hoisted.append(f"const auto {fresh} = {value.text};")
                    kept[name] = fresh
                    more[name] = Value(fresh, value.above, value.behind)
            expression = fill(record.value, kept)
            if pending.whole:
                more[record.value_field] = Value(expression)
                return "", False
            holder = self.body.holder(call)
            if holder is not None and not holder.names and holder.alone:
                more[record.value_field] = Value(holder.name)
                return expression, True
            fresh = self.scene.new(f"{record.into.removesuffix('s')}_{record.value_field}")
            hoisted.append(f"const auto {fresh} = {expression};")
            more[record.value_field] = Value(fresh)
            return fresh, False
        handle, ns = f"{self.scene.descriptor}.{record.into}.size() - 1", values["ns"]
        if not pending.whole and record.handle and self.is_one_of_several(call):
            fresh = self.scene.new(f"{record.into.removesuffix('s')}_handle")
            more[""] = Value(f"const {ns}{record.handle} {fresh} = {handle};")
            handle = fresh
        if row.returns:
            return fill(row.returns, {**values, "handle": handle}), False
        if pending.whole or not record.handle or handle.isidentifier():
            return handle, False
        holder, assigned = self.body.holder(call), self.body.assigned(call)
        if (
            holder is not None
            and not holder.names
            and holder.initialiser is not None
            and holder.initialiser.form == "="
        ):
            declared = self.file.node(holder.declared).child_by_field_name("type")
            if declared is not None and declared.type == "placeholder_type_specifier":
                self.text.replace(span_of(declared), f"{ns}{record.handle}")
            return handle, False
        if assigned is not None:
            return handle, False
        return f"static_cast<{ns}{record.handle}>({handle})", False

    # --- configs ------------------------------------------------------------------------------------------------------

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
        written = bare(variable.type)
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
        indent = self.indent(variable.declared)
        text = record_text(self.layout, f"{filled.ns}{config.makes} {variable.name}", record, filled, {}, indent, ";")
        pending = self.pending.setdefault(variable.declared, Pending())
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
        pending = self.pending.setdefault(use.statement, Pending())
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
            pending = self.pending.setdefault(use.statement, Pending())
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
        pending = self.pending.setdefault(use.statement, Pending())
        pending.whole = True
        pending.before += [*self.text.orphans(use.statement), f"{text};"]

    # --- statements ---------------------------------------------------------------------------------------------------

    def at(self, call: Call) -> Pending:
        """The statement that a call stands in. Raises Refused where it is not evaluated once, first and always."""
        statement = self.file.node(call.statement)
        parent = statement.parent
        if (
            statement.type not in ("expression_statement", "declaration", "return_statement")
            or parent is None
            or parent.type not in BODIES | {"compound_statement"}
            or parent.child_by_field_name("initializer") == statement
        ):
            self.in_expression(call)
        pending = self.pending.setdefault(call.statement, Pending())
        node = self.file.node(call.span)
        if statement.type == "expression_statement" and span_of(statement.named_children[0]) == call.span:
            pending.whole = True
            return pending
        here = node.parent
        while here is not None and here != statement:
            if here.type in ("conditional_expression", "lambda_expression") or (
                here.type == "binary_expression" and re.search(r"&&|\|\|", self.scene.plain(span_of(here)))
            ):
                self.in_expression(call)
            here = here.parent
        others = [
            site.call for site in self.owner.sites
            if site.call is not None and site.call.statement == call.statement and site.call.span != call.span
            and not site.call.span.holds(call.span) and not call.span.holds(site.call.span)
        ]  # fmt: skip
        nested = [
            site for site in self.owner.sites
            if site.call is not None and site.kind == "helper" and site.call.statement == call.statement
        ]  # fmt: skip
        changes = [
            one for one in self.body.assignments
            if one.statement == call.statement and call.statement.holds(one.target) and one.value != call.span
            and not call.span.holds(one.target)
        ]  # fmt: skip
        lambdas = {one.name for one in self.body.lambdas if one.name}
        run = [one for one in self.body.within(call.statement) if one.name in lambdas and one.receiver is None]
        if nested or changes or run or not all(in_order(node, self.file.node(other.span)) for other in others):
            self.in_expression(call)
        return pending

    def in_expression(self, call: Call) -> NoReturn:
        self.scene.refuse(
            "call-in-expression", f"`{call.name}` is evaluated in the middle of something else",
            "put its value into a variable first", call.span,
        )  # fmt: skip

    def indent(self, statement: Span) -> str:
        """The indent of the statement's line; one unit more for what follows something else on its line."""
        found = self.text.indent(statement.start)
        if not self.text.is_first(statement.start):
            return found + self.layout.unit
        return found

    def settle(self, statement: Span, pending: Pending) -> None:
        """Write what becomes of one statement."""
        indent = self.indent(statement)
        own = [] if pending.whole else [self.text.of(statement)]
        lines: Sequence[str] = [*pending.before, *own, *pending.after]
        parent = self.file.node(statement).parent
        joined = f"{self.layout.newline}{indent}"
        if parent is not None and parent.type in BODIES and self.needs_block(parent, lines):
            self.block(statement, parent, lines, indent)
        elif not own:
            self.text.replace(statement, joined.join(lines))
        else:
            self.text.insert(statement.start, "".join(f"{line}{joined}" for line in pending.before))
            self.text.insert(statement.end, "".join(f"{joined}{line}" for line in pending.after))

    def needs_block(self, parent: Node, lines: Sequence[str]) -> bool:
        """Whether these lines are more than one statement; below a `case` that matters where they declare something."""
        return len(lines) > 1 and (parent.type != "case_statement" or any(line.startswith("const ") for line in lines))

    def block(self, statement: Span, parent: Node, lines: Sequence[str], indent: str) -> None:
        """Put what was one statement into a block, its brace behind what is before, if the style has it there."""
        data, start, end = self.file.data, statement.start, statement.end
        before = data[:start].rstrip()
        line = before.rsplit(b"\n", 1)[-1]
        above = self.text.is_first(start)
        if parent.type == "case_statement" or not above or self.layout.own_line or line.endswith(b"\\"):
            outer = indent
            if parent.type != "case_statement" or not above:
                outer = indent.removesuffix(self.layout.unit)
            text = self.layout.bare([self.layout.shifted(one, indent, outer) for one in lines], outer)
            moved = above and outer != indent
            self.text.replace(Span(start - len(indent) if moved else start, end), (outer if moved else "") + text)
            return
        if b"//" in line or line.endswith(b"*/"):
            self.text.replace(statement, self.layout.bare(lines, indent))
            return
        outer = indent.removesuffix(self.layout.unit)
        text = self.layout.bare([self.layout.shifted(one, indent, outer) for one in lines], outer)
        after = data[end:].lstrip()
        if after.startswith(b"else") and not after[4:5].isalnum() and data[end:].strip():
            end = len(data) - len(after)
            text += " "
        self.text.replace(Span(len(before), end), f" {text}")

    # --- the program itself -------------------------------------------------------------------------------------------

    def ends(self, returns_descriptor: bool) -> None:
        """The declaration becomes the descriptor's, and the program is made of it where it is first needed."""
        program = self.owner.program
        written = self.program_type()
        ns = written[: len(written) - len(last_name(written))]
        self.text.replace(program.declared, f"{ns}{self.api.descriptor} {self.scene.descriptor}{{}};")
        if returns_descriptor:
            for one in self.body.returns:
                if not any(around.kind == "lambda" for around in one.around):
                    self.text.replace(one.statement, f"return {self.scene.descriptor};")
            return
        made = f"{written} {program.name} = {written}({self.scene.descriptor});"
        for statement in first_last(self.scene, self.owner):
            node = self.file.node(statement)
            indent = self.indent(statement)
            if node.parent is not None and node.parent.type in BODIES:
                self.block(statement, node.parent, [made, self.text.of(statement)], indent)
            else:
                self.text.insert(statement.start, f"{made}{self.layout.newline}{indent}")

    def program_type(self) -> str:
        """The program's class as this function writes it."""
        program = self.owner.program
        if bare(program.type) != "auto":
            return program.type.replace("const ", "").strip()
        assert program.initialiser is not None
        return re.split(r"[({]", self.scene.plain(program.initialiser.span))[0]

    def parameter(self) -> None:
        """A helper takes the descriptor instead of the program, in its declarations, too."""
        function, program = self.owner.function, self.owner.program
        position = next(at for at, one in enumerate(function.parameters) if one.named == program.named)
        self.retyped(self.file.node(program.declared))
        name = last_name(function.name)
        for place in re.finditer(rb"\b%s\b" % name.encode(), self.file.data):
            node = self.file.tree.root_node.descendant_for_byte_range(*place.span())
            declarator = prototype(self.file, node) if node is not None else None
            listed = declarator.child_by_field_name("parameters") if declarator is not None else None
            if listed is not None:
                self.retyped([one for one in listed.named_children if one.type != "comment"][position])

    def retyped(self, parameter: Node) -> None:
        made = parameter.child_by_field_name("type")
        assert made is not None
        while made.type == "qualified_identifier":
            inner = made.child_by_field_name("name")
            assert inner is not None
            made = inner
        self.text.replace(span_of(made), self.api.descriptor)
        declarator = parameter.child_by_field_name("declarator")
        for child in declarator.named_children if declarator is not None else ():
            if child.type == "identifier":
                self.text.replace(span_of(child), self.scene.descriptor)
        if parameter.parent is not None:
            self.text.broken(span_of(parameter.parent), self.layout)


def opening_of(words: str) -> int:
    """The place behind the bracket that the last one of `f(…);` closes."""
    depth = 0
    for at in range(len(words) - 2, -1, -1):
        depth += (words[at] == ")") - (words[at] == "(")
        if not depth:
            return at + 1
    return 0


def in_order(one: Node, other: Node) -> bool:
    """Whether two parts of a statement are evaluated in the order of the text: elements in braces, declarators."""
    above: Node | None = one
    while above is not None and not (above.start_byte <= other.start_byte and other.end_byte <= above.end_byte):
        above = above.parent
    return above is not None and above.type in ("initializer_list", "declaration")
