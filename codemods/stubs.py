"""Tell of functions that are still to be written, make them say so when they are called, or link them to an issue.

Sites are dotted names as the analyzer `stubs` reports them, or globs of these. A stub that raises keeps its docstring and its
comments; one that something in the tree calls is refused, since the caller would fail from then on. Abstract functions,
protocols, overloads, stub files and functions with a decorator that gives them their meaning are left alone.
"""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from migrate.codemods import Codemod
from migrate.model import Outcome
from migrate.options import Options, TreeGlob
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.unfinished import Unfinished, Wishes
from migrate.workspace import Workspace


class StubOptions(Options):
    """Where, and what becomes of which site."""

    paths: list[TreeGlob] = Field(
        default_factory=lambda: ["**/*.py"], description="Globs of the Python files to look at."
    )
    report: list[str] = Field(default_factory=list, description="Sites that are only told, whatever else fits them.")
    raises: dict[str, str] = Field(
        default_factory=dict,
        alias="raise",
        description='Site to the message of its `NotImplementedError`: `"pkg.mod.Class.*" = "comes with 2.0"`; empty for one '
        "that names the function.",
    )
    link: dict[str, str] = Field(
        default_factory=dict, description='Site to the issue that its comment names: `"pkg.mod.f" = "#123"`.'
    )
    callers: bool = Field(default=False, description="Whether stubs that something calls may raise from now on.")

    @model_validator(mode="after")
    def _are_issues(self) -> Self:
        for site, issue in self.link.items():
            if not issue.strip() or any(char in issue for char in "()\r\n"):
                raise ValueError(f"`{site}` must be linked to an issue such as `#123`, not {issue!r}")
        return self


class Stubs(Codemod):
    """What becomes of functions that are still to be written."""

    Options = StubOptions
    resolves = ("stub",)
    example = """\
codemod = "stubs"
paths = ["src/**/*.py"]
raise = { "pkg.backends.*" = "", "pkg.lower.to_ptx" = "PTX comes with 2.0" }
link = { "pkg.lower.to_ptx" = "#123" }
"""

    def run(self, workspace: Workspace) -> Outcome:
        """The changed files and a table of all stubs."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: StubOptions = self.options
        wishes = Wishes(options.report, options.raises, options.link, options.callers)
        Unfinished(draft, wishes).run(draft.workspace.glob(options.paths))
