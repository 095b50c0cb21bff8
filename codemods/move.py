"""Move functions, classes and variables to another module: their text verbatim, and every reference follows.

What moves takes along its decorators, the comments right above it, overloads and conditional definitions, and the imports
that it needs; private helpers that nothing else uses move too. The old module imports back what it still uses, and loses
imports that only this step made useless. Refuses a name that is taken, a captured builtin, a new ring of imports, module
state that both sides would share, a patch that one place could no longer make, and, with nothing left behind, a reference
that cannot be proven.
"""

from __future__ import annotations

from typing import Literal

from migrate.codemods import Codemod
from migrate.model import Outcome
from migrate.options import Field, Options
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.moving.plan import carry_out, stages_of
from migrate.refactoring.moving.stage import Policy
from migrate.workspace import Workspace


class MoveOptions(Options):
    """What moves, where to, and what is left behind."""

    symbols: list[str] = Field(
        min_length=1,
        description='Dotted names of what moves; `"pkg.mod.*"` is all that a module defines.',
    )
    into: str = Field(description="The module that takes them in, dotted; it is made where it does not exist.")
    leave: Literal["nothing", "compat", "reexport"] = Field(
        default="nothing",
        description="For the old names: nothing, an answer with a warning, or an import that hands them on in silence.",
    )
    remove_in: str | None = Field(
        default=None, description="The version that the warnings name as the end of the old names."
    )
    helpers: Literal["auto", "move", "import", "refuse"] = Field(
        default="auto",
        description="Private names that what moves needs: `auto` moves those that nothing else uses and imports the others"
        " from the old module, unless that makes a ring; `move` moves all, `import` none, `refuse` wants them listed.",
    )
    cycles: Literal["refuse", "inside-functions"] = Field(
        default="refuse",
        description="Where the two modules would import each other: refuse, or import inside the functions that use a name.",
    )


class Move(Codemod):
    """Move names to another module."""

    Options = MoveOptions
    example = """\
codemod = "move"
symbols = ["pkg.core.parse", "pkg.core.Parser"]
into = "pkg.parsing"
leave = "compat"
"""

    def run(self, workspace: Workspace) -> Outcome:
        """All of the moves, or the refusals alone."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: MoveOptions = self.options
        policy = Policy(options.leave, options.remove_in, options.helpers, options.cycles)
        carry_out(draft, stages_of(draft, options.symbols, options.into), policy)
