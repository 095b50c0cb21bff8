"""Follow the moves of another project: imports, dotted uses and strings get the names that an installed package has now.

The package need not lie in the tree, and is not looked at: the tables say what is where. A plan with such a step is what
the codemod `compat` writes for the users of a library. What cannot be followed (an import that is tried, a star import of
a module from which names went, a name that means something else in a file) stays, with a note: the old name still works
as long as the package keeps it alive.
"""

from __future__ import annotations

from migrate.codemods import Codemod
from migrate.model import Outcome
from migrate.options import Field, Options
from migrate.python.edits import Unplaced
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.left.following import Follower, Moved, in_text
from migrate.workspace import Workspace


class FollowOptions(Options):
    """What is where now."""

    modules: dict[str, str] = Field(
        default_factory=dict, description='Old module or package to its new dotted name: `"pkg.old" = "pkg.new"`.'
    )
    symbols: dict[str, str] = Field(
        default_factory=dict,
        description='Old dotted name of a function, class or constant to its new one: `"pkg.old.f" = "pkg.new.g"`.',
    )
    docs: bool = Field(
        default=True, description="Whether dotted mentions follow in the plan's `also` files that are not Python."
    )


class FollowMoves(Codemod):
    """Follow moves made elsewhere."""

    Options = FollowOptions
    example = """\
codemod = "follow-moves"
modules = { "pkg.old" = "pkg.new" }
symbols = { "pkg.core.load" = "pkg.files.read" }
"""

    def run(self, workspace: Workspace) -> Outcome:
        """Every file that names something that moved."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: FollowOptions = self.options
        moved = Moved(options.modules, options.symbols)
        for path in draft.workspace.python_files():
            if not moved.may_be_in(draft.workspace.read(path)) or (module := draft.module(path)) is None:
                continue
            follower = Follower(module, moved)
            try:
                follower.follow()
            except Unplaced as error:
                draft.note(f"{path}: left as it is: {error}")
                continue
            draft.edit(path, *follower.edits)
            for line, reason in follower.left:
                draft.note(f"{path}:{line}: left as it is: {reason}")
        for path in draft.index.texts if options.docs else ():
            data = draft.workspace.read(path)
            if b"\0" not in data:
                draft.edit(path, *in_text(data, moved))
