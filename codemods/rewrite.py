"""Rewrite code by pattern rules that stand in the plan: `pattern = "old($A, $$$REST)"`, `to = "new($$$REST, key=$A)"`.

Python names in a rule are absolute dotted names: `os.path.join($A, $B)` matches whatever a file calls it, and nothing else
of that name; imports that `to` needs are brought, and those that it leaves unused go. `$A` is one expression, `$$$A` any
number of arguments, elements or statements, `$_` anything. Captured code is put in place as it is written. Other languages
are matched by ast-grep. docs/rewrite.md has many examples.
"""

from __future__ import annotations

import re
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from migrate.codemods import Codemod
from migrate.model import Outcome
from migrate.options import Options, TreeGlob
from migrate.refactoring.draft import drafted
from migrate.refactoring.rules import languages
from migrate.refactoring.rules.imports_needed import read_imports
from migrate.refactoring.rules.matching import Condition
from migrate.refactoring.rules.rewriting import Expected, Rewriting, Rule, rule
from migrate.workspace import Workspace

Kind = Literal[
    "constant", "string", "bytes", "number", "f-string", "name", "attribute", "call", "subscript", "list", "tuple", "dict",
    "lambda", "operation", "statement",
]  # fmt: skip
METAVARIABLE = re.compile("[A-Z_][A-Z0-9_]*")


class Table(BaseModel):
    """Base of the tables in a rule."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CaptureTable(Table):
    """What must hold of what one metavariable stands for."""

    kind: Kind | list[Kind] = Field(default_factory=list, description="What it is; for other languages see `matches`.")
    matches: str = Field(default="", description="A regular expression for its whole text.")
    resolves: str = Field(default="", description="The dotted name that it means, or whose member it is.")

    @field_validator("matches")
    @classmethod
    def _is_regex(cls, text: str) -> str:
        try:
            re.compile(text)
        except re.error as error:
            raise ValueError(f"is no regular expression: {error}") from error
        return text

    def condition(self) -> Condition:
        """The same as the matcher has it."""
        return Condition((self.kind,) if isinstance(self.kind, str) else tuple(self.kind), self.matches, self.resolves)


class WhereTable(BaseModel):
    """Where a rule holds. Every other key is a metavariable with what must hold of it: `A = { kind = "string" }`."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, CaptureTable]

    inside: str | list[str] = Field(default_factory=list, description="Globs of functions or classes around the place.")
    outside: str | list[str] = Field(default_factory=list, description="Globs of functions or classes not around it.")
    paths: list[TreeGlob] = Field(default_factory=list, description="Globs of the files, among the step's `paths`.")

    @model_validator(mode="after")
    def _are_metavariables(self) -> Self:
        for name in self.__pydantic_extra__ or {}:
            if not METAVARIABLE.fullmatch(name):
                raise ValueError(f"`{name}` is neither `inside`, `outside`, `paths` nor a metavariable")
        return self


def _anywhere() -> WhereTable:
    return WhereTable.model_validate({})


class ExpectTable(Table):
    """How many places a rule must find."""

    min: int = Field(default=0, ge=0, description="Fewer are refused; what already reads like `to` counts.")
    max: int | None = Field(default=None, ge=0, description="More are refused.")


class RuleTable(Table):
    """One rule."""

    pattern: str = Field(description="The code to look for.")
    to: str | None = Field(default=None, description="What to put there.")
    delete: bool = Field(default=False, description="Take the statement, decorator or handler away.")
    where: WhereTable = Field(default_factory=_anywhere, description="What must hold of the place.")
    expect: ExpectTable | None = Field(default=None, description="How many places there must be.")


class RewriteOptions(Options):
    """The rules; a single one may stand in the step itself."""

    pattern: str = Field(default="", description="The code to look for, with `$A`, `$$$ARGS` and `$_`.")
    to: str | None = Field(default=None, description="What to put there, with the same metavariables.")
    delete: bool = Field(default=False, description="Instead of `to`: take the statement, decorator or handler away.")
    where: WhereTable = Field(
        default_factory=_anywhere,
        description="`{ A = { kind, matches, resolves }, inside = globs, outside = globs, paths = globs }`.",
    )
    expect: ExpectTable | None = Field(
        default=None, description="`{ min, max }` places; zero places are refused with `min = 1`."
    )
    rules: list[RuleTable] = Field(
        default_factory=list, description="Several rules, each with `pattern`, `to` or `delete`, `where`, `expect`."
    )
    naming: Literal["resolved", "text"] = Field(
        default="resolved",
        alias="names",
        description="Whether names in the rules are absolute dotted names, or only text.",
    )
    imports: list[str] = Field(
        default_factory=list, description='Import statements that say what names in `to` are: `["import numpy as np"]`.'
    )
    import_style: Literal["from", "module"] = Field(
        default="from", description="How a file that lacks a name gets it: `from m import f`, or `import m`."
    )
    paths: list[TreeGlob] = Field(default_factory=lambda: ["**"], description="Globs of the files to change.")
    unfit: Literal["refuse", "leave"] = Field(
        default="refuse", description="What becomes of the step where a place matches that cannot be rewritten."
    )
    language: str = Field(
        default="python", description="`python`, or a language of ast-grep: `c`, `cpp`, `javascript`, `rust`, `go` …"
    )

    @model_validator(mode="after")
    def _can_be_meant(self) -> Self:
        if bool(self.pattern) == bool(self.rules):
            raise ValueError("must have either `pattern` or `rules`")
        self.prepared()
        return self

    def tables(self) -> list[RuleTable]:
        """The rules, wherever they stand."""
        alone = RuleTable(pattern=self.pattern, to=self.to, delete=self.delete, where=self.where, expect=self.expect)
        return list(self.rules) or [alone]

    def prepared(self) -> list[Any]:
        """The rules as they are carried out. Raises ValueError with what is wrong, and MigrateError without ast-grep."""
        found = []
        for table in self.tables():
            if (table.to is None) != table.delete:
                raise ValueError(f"`{table.pattern}` needs either `to` or `delete = true`")
            try:
                found.append(self._foreign(table) if self.language != "python" else self._python(table))
            except ValueError as error:
                raise ValueError(f"`{table.pattern}`: {error}") from error
        return found

    def _python(self, table: RuleTable) -> Rule:
        where = table.where
        conditions = {name: item.condition() for name, item in (where.__pydantic_extra__ or {}).items()}
        return rule(
            table.pattern,
            table.to,
            self.naming,
            conditions,
            read_imports(self.imports),
            inside=_listed(where.inside),
            outside=_listed(where.outside),
            paths=tuple(where.paths),
            style=self.import_style,
            expected=Expected(table.expect.min, table.expect.max) if table.expect else None,
        )

    def _foreign(self, table: RuleTable) -> languages.ForeignRule:
        where = table.where
        if self.imports or where.inside or where.outside:
            raise ValueError("`imports`, `inside` and `outside` are for Python")
        conditions = {}
        for name, item in (where.__pydantic_extra__ or {}).items():
            if item.kind or item.resolves:
                raise ValueError(f"`{name}`: `kind` and `resolves` are for Python; say `matches`")
            conditions[name] = item.matches
        expected = Expected(table.expect.min, table.expect.max) if table.expect else None
        return languages.ForeignRule(
            table.pattern, table.to, self.language, conditions, tuple(where.paths), expected
        ).checked()


def _listed(text: str | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


class Rewrite(Codemod):
    """Rewrite by patterns."""

    Options = RewriteOptions
    example = """\
codemod = "rewrite"
pattern = "os.path.join($A, $B)"
to = "pathlib.Path($A) / $B"
where = { B = { kind = "string" }, paths = ["src/**"] }
"""

    def run(self, workspace: Workspace) -> Outcome:
        """The rewritten files, or the refusals alone."""
        options: RewriteOptions = self.options
        rules = options.prepared()
        if options.language != "python":
            return drafted(workspace, self.name(), lambda draft: languages.rewrite(draft, rules, options.paths))
        return drafted(
            workspace, self.name(), lambda draft: Rewriting(draft, rules, options.paths, options.unfit).run()
        )
