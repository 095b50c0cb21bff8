"""Split a module into several: groups of its names go to other modules in one step, every reference follows.

Made of moves, with the same guarantees (see `move`), but judged as a whole: the new modules may need each other in any order
that loads. What no group names stays where it is. Where a group goes below the module itself (`pkg.big.shapes`), that
becomes a package of its name; with `leave = "reexport"` it hands everything out as before.
"""

from __future__ import annotations

from typing import Literal

from migrate.codemods import Codemod
from migrate.model import Outcome
from migrate.options import Field, ModuleName, Options
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.moving.plan import carry_out, split_stages
from migrate.refactoring.moving.stage import Policy
from migrate.workspace import Workspace


class SplitOptions(Options):
    """Which names go where, and what is left behind."""

    module: ModuleName = Field(description="The module that is split.")
    into: dict[str, list[str]] = Field(
        min_length=1,
        description='Module to the names that go there: `"pkg.shapes" = ["Circle", "area"]`; `["*"]` is all that no other takes.',
    )
    leave: Literal["nothing", "compat", "reexport"] = Field(
        default="nothing",
        description="For the old names: nothing, an answer with a warning, or an import that hands them on in silence.",
    )
    remove_in: str | None = Field(
        default=None, description="The version that the warnings name as the end of the old names."
    )
    helpers: Literal["auto", "move", "import", "refuse"] = Field(
        default="auto",
        description="Private names that a group needs and no group names: as in `move`.",
    )
    cycles: Literal["refuse", "inside-functions"] = Field(
        default="refuse",
        description="Where modules would import each other: refuse, or import inside the functions that use a name.",
    )


class SplitModule(Codemod):
    """Split a module into several."""

    Options = SplitOptions
    example = """\
codemod = "split-module"
module = "pkg.models"
into = { "pkg.users" = ["User", "Group"], "pkg.orders" = ["Order"] }
leave = "reexport"
"""

    def run(self, workspace: Workspace) -> Outcome:
        """The split, or the refusals alone."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: SplitOptions = self.options
        policy = Policy(options.leave, options.remove_in, options.helpers, options.cycles)
        carry_out(draft, split_stages(draft, options.module, options.into), policy)
