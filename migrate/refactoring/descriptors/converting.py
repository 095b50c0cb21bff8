"""A group of functions rewritten whole: every call of the old interface becomes what the table says."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrate.cpp.bodies import Body, Call, Variable
from migrate.cpp.source import Span, span_of
from migrate.cpp.texts import last_name
from migrate.refactoring.descriptors import api as table
from migrate.refactoring.descriptors.api import fill
from migrate.refactoring.descriptors.configs import LOOSE, Configs, Value
from migrate.refactoring.descriptors.finding import Group, Owner, first_last, prototype
from migrate.refactoring.descriptors.rendering import listed, record_text, split_comments
from migrate.refactoring.descriptors.scene import Given, Scene
from migrate.refactoring.descriptors.statements import BODIES, Pending, Statements
from migrate.refactoring.descriptors.types import Types, bare_type
from migrate.refactoring.descriptors.variables import ConfigVariables

if TYPE_CHECKING:
    from tree_sitter import Node


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


@dataclass(frozen=True, slots=True)
class Result:
    """What the value of a call becomes; lines that come right after the record; whether the statement comes before both."""

    value: str
    lines: Sequence[str] = ()
    first: bool = False


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
        self.statements = Statements(scene, owner)
        self.variables = ConfigVariables(scene, owner, self.configs, self.statements)

    def run(self, returns_descriptor: bool) -> None:
        work: list[tuple[int, Callable[[], None]]] = []
        variables: dict[Span, Variable] = {}
        for site in self.owner.sites:
            if site.kind == "call" and site.call is not None:
                row = self.row(site.call)
                if (variable := self.variables.config_variable(site.call, row)) is not None:
                    variables[variable.named] = variable
                    if any(one.kind == "lambda" and one not in variable.around for one in site.use.around):
                        self.variables.escapes(variable, site.use.span)
                work.append((site.call.span.end, self.bound(self.call, site.call, row)))
            elif site.kind in ("helper", "capture"):
                self.text.replace(site.use.span, self.scene.descriptor)
        for variable in variables.values():
            work.append((variable.declared.end, self.bound(self.variables.declaration, variable)))
            for use in self.body.uses(variable):
                if not self.variables.is_config_argument(use):
                    work.append((use.statement.end, self.bound(self.variables.config_use, variable, use)))
        for _, one in sorted(work, key=lambda item: item[0]):
            one()
        self.statements.write()
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
                    fits = fits and type_text in [bare_type(one) for one in wanted]
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
        pending = self.statements.at(call)
        if not pending.whole:
            self.scene.refuse("call-in-expression", f"`{call.name}` is no statement here", "make it one", call.span)
        values, hoisted, loose = self.values(call, row, self.given(call, row))
        lines = self.template_lines(row.becomes.strip("\n"), values, loose, self.statements.indent(call.statement))
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
            text = self.layout.shifted(
                self.text.of(one.span), indent, self.statements.indent(call.statement) + self.layout.unit
            )
            node = one.node
            if node.type == "initializer_list" and name in row.braces:
                text = fill(row.braces[name], values) + text
            place = f"{{{name}}}"
            in_loop = place in row.becomes.strip("\n").partition("\n")[2]
            if (used.count(place) > 1 or in_loop or (name in row.once and place in used)) and not self.steady(node):
                fresh = self.scene.new(name)
                made = fill(row.once.get(name, "auto"), values)
                if made == "auto" and node.type == "initializer_list" and name not in row.braces:
                    self.scene.refuse(
                        "unknown-type", f"what `{self.scene.plain(one.span)}` makes is not in the table",
                        "add its type to `once` or `braces` of that call", one.span,
                    )  # fmt: skip
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
        pending = self.statements.at(call)
        indent = self.statements.indent(call.statement)
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
        filled, variable = None, self.variables.config_variable(call, row)
        if variable is None and "config" in row.takes:
            filled = self.variables.config(call, given["config"])
            hoisted += self.configs.hoisted
            self.configs.hoisted = []
        self.scene.keep_comments(self.file.node(call.brackets))
        above = [
            words
            for name in ("program", "config")
            if name in given
            for words in (*given[name].above, *given[name].behind)
        ]
        result = self.result(call, row, record, values, more, hoisted, pending)
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
        pending.before += [*above, *self.text.orphans(call.span), *hoisted]
        (pending.after if result.first else pending.before).extend([*lines, *result.lines])
        if not pending.whole:
            place = self.value_place(call)
            self.text.replace(place, result.value if place == call.span else f" {result.value}")

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
                indent = self.statements.indent(call.statement) + self.layout.unit  # `values` has moved its lines there
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
    ) -> Result:  # fmt: skip
        """What the call's value becomes. It may give a field to `more`, and `hoisted` statements that come first."""
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
                return Result("")
            holder = self.body.holder(call)
            if holder is not None and not holder.names and holder.alone:
                more[record.value_field] = Value(holder.name)
                return Result(expression, first=True)
            fresh = self.scene.new(f"{record.into.removesuffix('s')}_{record.value_field}")
            hoisted.append(f"const auto {fresh} = {expression};")
            more[record.value_field] = Value(fresh)
            return Result(fresh)
        handle, ns = f"{self.scene.descriptor}.{record.into}.size() - 1", values["ns"]
        lines: list[str] = []
        if not pending.whole and record.handle and self.is_one_of_several(call):
            fresh = self.scene.new(f"{record.into.removesuffix('s')}_handle")
            lines = [f"const {ns}{record.handle} {fresh} = {handle};"]
            handle = fresh
        if row.returns:
            return Result(fill(row.returns, {**values, "handle": handle}), lines)
        if pending.whole or not record.handle or lines or self.body.assigned(call) is not None:
            return Result(handle, lines)
        holder = self.body.holder(call)
        if holder is None or holder.names or holder.initialiser is None or holder.initialiser.form != "=":
            return Result(f"static_cast<{ns}{record.handle}>({handle})")
        declared = self.file.node(holder.declared).child_by_field_name("type")
        if declared is not None and declared.type == "placeholder_type_specifier":
            self.text.replace(span_of(declared), f"{ns}{record.handle}")
        return Result(handle)

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
            indent = self.statements.indent(statement)
            if node.parent is not None and node.parent.type in BODIES:
                self.statements.block(statement, node.parent, [made, self.text.of(statement)], indent)
            else:
                self.text.insert(statement.start, f"{made}{self.layout.newline}{indent}")

    def program_type(self) -> str:
        """The program's class as this function writes it."""
        program = self.owner.program
        if bare_type(program.type) != "auto":
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
