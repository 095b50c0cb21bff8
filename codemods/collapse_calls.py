"""Collapse a run of `x = f(x)` calls of old passes into one call of the new pipeline.

Statements that follow each other and hand one thing through the passes of the table become one call; nested calls count as
several, comments between go to the entries, imports are brought and cleaned. Names are resolved, whatever a file calls them.
Every other use of the passes (alone, in another order, with other arguments, as a value) is listed, or refused.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from migrate.codemods import Codemod
from migrate.model import Outcome
from migrate.options import Options, SymbolName, TreeGlob
from migrate.refactoring.calls.collapsing import Collapsing
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.templates import BadTemplate, Template
from migrate.workspace import Workspace


class CollapseOptions(Options):
    """The old passes and the new call."""

    passes: dict[SymbolName, str] = Field(
        min_length=1,
        description='Old pass to what stands for it in `$passes`: `"pkg.passes.Fold()"`, with `$level` for its parameter '
        "`level`; empty for nothing.",
    )
    to: str = Field(
        description="The new call: `pkg.pipeline.run($x, [$passes])`; `$x` is what the passes work on. Without `$passes` it "
        "stands for all passes in the table's order."
    )
    paths: list[TreeGlob] = Field(default_factory=lambda: ["**/*.py"], description="Globs of the files to change.")
    min: int = Field(default=2, ge=1, description="Runs of fewer calls stay.")
    order: Literal["any", "listed"] = Field(
        default="any", description="Whether runs in another order than the table's are collapsed too."
    )
    stragglers: Literal["list", "refuse"] = Field(
        default="list", description="What becomes of the step where other uses of the passes stay in `paths`."
    )

    @field_validator("to")
    @classmethod
    def _is_call(cls, text: str) -> str:
        template = Template(text, "")
        list(template.dotted())
        if not template.is_call or not {"x"} <= template.arguments <= {"x", "passes"}:
            raise BadTemplate(f"`{text}` is no call with `$x` and perhaps `$passes`")
        return text

    @field_validator("passes")
    @classmethod
    def _are_entries(cls, passes: dict[str, str]) -> dict[str, str]:
        for text in passes.values():
            if text:
                list(Template(text, "").dotted())
        return passes


class CollapseCalls(Codemod):
    """Collapse runs of calls."""

    Options = CollapseOptions
    example = """\
codemod = "collapse-calls"
to = "pkg.pipeline.run_pipeline($x, [$passes])"
paths = ["src/**"]
[phase.step.passes]
"pkg.legacy.fold_constants" = "pkg.passes.FoldConstants()"
"pkg.legacy.tile" = "pkg.passes.Tile(size=$size)"
"pkg.legacy.check" = ""
"""

    def run(self, workspace: Workspace) -> Outcome:
        """The files with their runs collapsed, and a table of what stays."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: CollapseOptions = self.options
        job = Collapsing(draft, options.passes, Template(options.to, ""), options.min, options.order == "listed")
        job.run(frozenset(draft.workspace.glob(options.paths)), options.stragglers == "refuse")
