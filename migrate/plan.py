"""The plan: `migration.toml` as typed nouns, and where to find it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from migrate.model import Removal


class Table(BaseModel):
    """Base of every table in a plan: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Project(Table):
    """`[project]`: the target."""

    name: str = Field(description="What the migrated project is called in reports.")
    root: str = Field(
        default=".", description="The target's root, relative to the plan; it must lie in a git repository."
    )
    source: tuple[str, ...] = Field(default=(), description="Import roots below `root`; left out, they are inferred.")
    also: tuple[str, ...] = Field(
        default=(), description="Globs of other files that hold references: tests, docs, configuration."
    )


class GateTable(Table):
    """`[gate]`: what judges the tree after every step."""

    run: str = Field(
        default="python -m pytest -q",
        description="The command that runs the tests; a shell runs it in the project's root.",
    )
    prepare: str = Field(default="", description="A command that builds what the tests need, run before the checks.")
    checks: tuple[str, ...] = Field(
        default=("parse", "imports", "api", "cycles", "tests"), description="The checks, in order."
    )
    commands: dict[str, str] = Field(
        default_factory=dict, description="For the check `command`: name → shell command that must exit 0."
    )
    select: Literal["impacted", "all"] = Field(
        default="impacted", description="Which tests run after a step; the end of a phase runs all."
    )
    timeout: str = Field(default="15m", description="How long one command may take: `90s`, `15m`, `2h`.")
    on_red: Literal["rollback"] = Field(default="rollback", description="What becomes of a red step.")
    where: Literal["worktree", "in-place"] = Field(
        default="worktree", description="Where steps are carried out and judged."
    )


class CompatTable(Table):
    """`[compat]`: what compat modules say."""

    remove_in: str | None = Field(
        default=None, description="The version in which compat code goes; every DeprecationWarning names it."
    )


class RemovalTable(Table):
    """A declared removal."""

    name: str = Field(description="A public dotted name, a module or a test id; `*` globs.")
    reason: str = Field(min_length=1, description="Why it goes; the tracker shows it.")

    def removal(self) -> Removal:
        """The same as a noun of the model."""
        return Removal(self.name, self.reason)


class Step(Table):
    """`[[phase.step]]`: one codemod with its options. Keys that are not named here are the codemod's options."""

    model_config = ConfigDict(extra="allow", frozen=True, populate_by_name=True)

    id: str = Field(description="Names the step in commits, ledger and options; unique in the plan.")
    title: str = Field(default="", description="What a reader of the tracker sees.")
    codemod: str = Field(description="The codemod's name; `migrate codemods` lists them.")
    needs: tuple[str, ...] = Field(default=(), description="Ids of steps that must be green first.")
    when: str = Field(
        default="",
        description="A condition on the project's version, such as `version >= 0.4.0`; else the step is not due.",
    )
    claims: tuple[dict[str, object], ...] = Field(
        default=(), description="Statements about the code that must hold before the step."
    )
    checks: tuple[str, ...] = Field(default=(), description="Checks in addition to those of `[gate]`.")
    removes: tuple[RemovalTable, ...] = Field(
        default=(), description="Public names and tests that go on purpose, each with a reason."
    )
    available: bool = Field(
        default=True, description="false: the codemod does not exist yet; the step is shown and not run."
    )
    severity: Literal["critical", "high", "medium", "low", ""] = ""
    effort: str = ""
    owner: str = ""
    questions: tuple[str, ...] = ()

    @property
    def options(self) -> dict[str, object]:
        """The codemod's options as written."""
        return dict(self.model_extra or {})


class Phase(Table):
    """`[[phase]]`: ordered steps that are judged together."""

    id: int | str = Field(description="Names the phase; unique in the plan.")
    title: str = ""
    description: str = ""
    step: tuple[Step, ...] = ()
    available: bool = True
    severity: Literal["critical", "high", "medium", "low", ""] = ""
    effort: str = ""
    owner: str = ""
    questions: tuple[str, ...] = ()


class Plan(Table):
    """The whole of `migration.toml`."""

    project: Project
    gate: GateTable = GateTable()
    compat: CompatTable = CompatTable()
    analyze: dict[
        str, Annotated[object, Field(description="`exclude` (globs), or an analyzer's table of options.")]
    ] = Field(default_factory=dict)
    phase: tuple[Phase, ...] = ()
