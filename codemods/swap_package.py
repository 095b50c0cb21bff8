"""Put one tree in the place of another: `runtime_edited` becomes `runtime`, with every name, path and string.

The tree `new` takes the path and the dotted name of the tree `place`. Imports, strings, paths in build files, documents and code,
`#include` lines and what is worked out from `__file__` follow, as with `move-files`; `words` are names that follow too and are no
paths, such as a library's, or the package's own where it stands in prose and in strings that hold code. The old tree is archived
(`to`, out of the import roots), deleted, or kept as `compat`: importable at `to`, while the old modules and names that the new tree
has not answer at their old places with a warning.

All who use the old tree are told in a table: the name, whether the new tree has it, what is nearest. Tests are only told; anybody
else who uses a name or a file that is lost is refused (`missing = "list"` tells of it instead), and so is a new tree that itself
uses the old one.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Literal

from migrate.codemods import Codemod
from migrate.errors import MigrateError
from migrate.model import Outcome, Refusal
from migrate.options import Field, Options
from migrate.python.edits import Unplaced
from migrate.refactoring.layout.swap import Swapping, Wish
from migrate.refactoring.refused import Refused
from migrate.references.index import without_collector
from migrate.workspace import Workspace


class SwapPackageOptions(Options):
    """The two trees, and what becomes of the old one."""

    new: str = Field(description="The folder that takes the place of another.")
    place: str = Field(description="The folder whose place and name it takes.")
    old: Literal["archive", "delete", "compat"] = Field(
        default="archive", description="What becomes of the tree that was there."
    )
    to: str = Field(default="", description="Where the old tree goes, for `archive` and `compat`.")
    reason: str = Field(
        default="", description="Why its names go; the tracker shows it, and the gate lets them go for it."
    )
    words: dict[str, str] = Field(
        default_factory=dict, description="Other names that change as whole words, in every file: libraries, variables."
    )
    missing: Literal["refuse", "list"] = Field(
        default="refuse", description="What becomes of a use (in no test) of something that only the old tree has."
    )
    remove_in: str | None = Field(
        default=None, description="The version that the warnings of `compat` name as the end of the old names."
    )


class SwapPackage(Codemod):
    """Put one tree in the place of another."""

    Options = SwapPackageOptions
    example = """\
codemod = "swap-package"
new = "runtime_edited"
place = "runtime"
old = "archive"
to = "archive/runtime"
words = { "libkernels_edited" = "libkernels" }
"""

    def run(self, workspace: Workspace) -> Outcome:
        """Both trees at their new places with all that names them, or the refusals."""
        options: SwapPackageOptions = self.options
        to = PurePosixPath(options.to) if options.to else None
        wish = Wish(
            PurePosixPath(options.new), PurePosixPath(options.place), options.old, to, options.reason, options.words,
            options.missing, options.remove_in,
        )  # fmt: skip
        swapping = Swapping(workspace, wish, self.name())
        try:
            with without_collector():
                return swapping.outcome()
        except Refused as error:
            refusal = error.refusal
        except Unplaced as error:
            refusal = Refusal("unplaced", str(error), "rewrite that place by hand, plainly")
        except MigrateError as error:
            refusal = Refusal("outside", error.what, error.hint)
        return Outcome(refusals=(refusal,), notes=tuple(swapping.notes), tables=tuple(swapping.tables))
