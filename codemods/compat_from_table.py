"""Write a compat module from a table in the plan: what each old name becomes, said to its callers by a DeprecationWarning.

A row is one of: a redirect to a new name (the same object), a call or a sequence of calls of the new API with the old
parameters, a no-op that returns its argument, or a removed name whose call says what to use. Rows are added to a module that
is there; a row that says something else than the one that is there is refused. With `remove` rows, or the whole module, go
again, and are refused while somebody uses them.
"""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from migrate.codemods import Codemod
from migrate.model import Outcome
from migrate.options import Options
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.left.table import Row
from migrate.refactoring.left.table_ending import TableEnding
from migrate.refactoring.left.table_merging import Merging
from migrate.refactoring.left.table_signatures import Signature
from migrate.refactoring.templates import BadTemplate, Template
from migrate.workspace import Workspace


def _check_call(text: str) -> None:
    template = Template(text, "name")
    list(template.dotted())
    if not template.is_call:
        raise BadTemplate(f"`{text}` is no call")


class RowTable(BaseModel):
    """What one old name becomes: exactly one of `to`, `call`, `calls`, `noop`, `removed`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    to: str = Field(
        default="", description="The dotted name that it is now: the same object, handed out with a warning."
    )
    call: str = Field(
        default="",
        description='The call that does the same: `pkg.pipeline.run($graph, passes=["$0"])`. `$name` is a parameter of the old '
        "function, `$*` all its arguments, `$0` the old name.",
    )
    calls: list[str] = Field(
        default_factory=list,
        description="Several calls, in order; `$_` is what the one before gave. The last one's result counts.",
    )
    noop: bool | str = Field(
        default=False,
        description="It does nothing any more and returns its first argument, or the parameter named here.",
    )
    removed: str = Field(
        default="", description="It is gone: what to use instead. Calling it raises an error that says so."
    )
    before: str = Field(default="", description="A call that runs before; instead of the step's `before`.")
    signature: str = Field(
        default="", description="What the old function took: `(graph, level=1)`. Left out, its old definition says it."
    )

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        said = [
            name for name in ("to", "call", "calls", "noop", "removed") if getattr(self, name) not in ("", [], False)
        ]
        if len(said) != 1:
            raise ValueError(f"must have exactly one of `to`, `call`, `calls`, `noop`, `removed`, not {len(said)}")
        for text in (self.call, *self.calls, self.before):
            if text:
                _check_call(text)
        if self.signature:
            Signature.read(self.signature)
        return self

    def row(self, old: str) -> Row:
        """The same as the refactoring has it."""
        calls = tuple(self.calls) or ((self.call,) if self.call else ())
        noop = None if self.noop is False else "" if self.noop is True else self.noop
        return Row(old, self.to, calls, noop, self.removed, self.before, self.signature)


class TableOptions(Options):
    """The module that answers for the old names, and the table."""

    module: str = Field(
        min_length=1, description="The dotted name of the compat module; it is made where it is not there."
    )
    rows: dict[str, str | RowTable] = Field(
        default_factory=dict,
        description='Old name (or `Class.method`) to what becomes of it. Text alone is a redirect: `fold = "pkg.passes.fold"`.',
    )
    before: str = Field(
        default="", description='A call that runs before each row but the removed: `pkg.telemetry.used("$0")`.'
    )
    reexport: list[str] = Field(
        default_factory=list, description="Packages that hand the old names on: their users are warned just the same."
    )
    definitions: list[str] = Field(
        default_factory=list,
        description="Modules and packages where the old functions still are: what they took is looked up there too.",
    )
    replace: bool = Field(
        default=False,
        description="Put a row in the place of what the module still binds to its name, a definition or an import.",
    )
    remove: bool | list[str] = Field(
        default=False, description="Instead of `rows`: take the module away (`true`), or these rows."
    )
    remove_in: str | None = Field(
        default=None, description="The version that the warnings name as the end of the old names."
    )

    @field_validator("before")
    @classmethod
    def _is_call(cls, text: str) -> str:
        if text:
            _check_call(text)
        return text

    @model_validator(mode="after")
    def _can_be_meant(self) -> Self:
        if bool(self.rows) == bool(self.remove):
            raise ValueError("must have either `rows` or `remove`")
        if empty := [old for old, value in self.rows.items() if value == ""]:
            raise ValueError(f"`{empty[0]}` must be redirected to a dotted name")
        return self

    def table(self) -> list[Row]:
        """The rows in the plan's order."""
        return [Row(old, value) if isinstance(value, str) else value.row(old) for old, value in self.rows.items()]


class CompatFromTable(Codemod):
    """Write a compat module from a table."""

    Options = TableOptions
    example = """\
codemod = "compat-from-table"
module = "pkg.compat"
remove_in = "2.0"
[phase.step.rows]
fold_constants = "pkg.passes.fold"
lower_ops = { call = 'pkg.pipeline.run($graph, passes=["$0"])', signature = "(graph, level=1)" }
clean = { calls = ["pkg.passes.dce($graph)", "pkg.passes.cse($_)"], signature = "(graph)" }
verify = { noop = true, signature = "(graph)" }
emit_all = { removed = "use pkg.emit.plan" }
"""

    def run(self, workspace: Workspace) -> Outcome:
        """The module with the rows, or without them; with a refusal nothing changes."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: TableOptions = self.options
        if options.remove:
            names = None if options.remove is True else options.remove
            TableEnding(draft, options.module, options.reexport).end(names)
        else:
            merging = Merging(
                draft,
                options.module,
                options.before,
                options.remove_in,
                options.replace,
                (*options.definitions, *options.reexport),
            )
            merging.write(options.table(), options.reexport)
