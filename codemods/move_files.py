"""Move files and folders of any kind, with every reference to them.

A module takes its imports with it, as `rename` does. Of all files follow: the paths in documents, configuration, CI files,
Dockerfiles, Makefiles and strings of Python; links in Markdown and reStructuredText, to the file and in it; `#include`
lines; and paths that code works out from its own place (`Path(__file__).parents[1] / "data"`). Modes and bytes stay.
Refuses what would leave the tree, a place that is taken, symlinks, files that tools find by their name (unless `force`),
and a path or an import that cannot be proven. Tales of the past (a changelog) keep the old paths.
"""

from __future__ import annotations

from migrate.codemods import Codemod
from migrate.model import Outcome, Refusal
from migrate.options import Field, Options
from migrate.python.edits import Unplaced
from migrate.refactoring.files.moving import MovingFiles
from migrate.refactoring.refused import Refused
from migrate.references.index import without_collector
from migrate.workspace import Workspace


class MoveOptions(Options):
    """What goes where."""

    move: dict[str, str] = Field(
        min_length=1,
        description="Old path to new, below the root. A folder goes with all in it; a glob's files go into the folder that is "
        "named, and so does a single file where that ends with a slash or is there already.",
    )
    force: bool = Field(
        default=False, description="Whether files move too that tools find by their name, such as conftest.py."
    )


class MoveFiles(Codemod):
    """Move files and folders."""

    Options = MoveOptions
    example = """\
codemod = "move-files"
move = { "scripts/gen.py" = "tools/gen.py", "docs/*.md" = "docs/guide", "src/pkg/old" = "src/pkg/new/place" }
"""

    def run(self, workspace: Workspace) -> Outcome:
        """The moved and edited files, with a move for each module; or the refusals."""
        options: MoveOptions = self.options
        moving = MovingFiles(workspace, options.move, options.force, self.name())
        try:
            with without_collector():
                return moving.outcome()
        except Refused as error:
            return Outcome(refusals=(error.refusal,), notes=tuple(moving.notes))
        except Unplaced as error:
            refusal = Refusal("unplaced", str(error), "rewrite that place by hand, plainly")
            return Outcome(refusals=(refusal,), notes=tuple(moving.notes))
