"""Lay the tests out like the package: `tests/test_x.py` goes to `tests/core/test_x.py` where it tests `pkg.core`.

Where a test belongs is told by `map`, by a module of its name that it imports, or by the package of what it imports; a test of
several parts stays at the top. Files move as with `move-files`: paths worked out from `__file__`, imports, CI files, documents
and settings follow, and the gate knows each test under its new id. New folders become packages where the tests are one.

A test stays, with the reason in the table, where a path cannot be proven, a conftest would act otherwise, a file beside it would
not be found, or data belong to it by place. Refused are two files of one name that no package tells apart, and what `map` asks for
where the test would be another one there.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from migrate.codemods import Codemod
from migrate.model import Outcome
from migrate.options import Field, Options
from migrate.refactoring.layout.tests_moving import Reorganising
from migrate.refactoring.refused import Refused
from migrate.references.index import without_collector
from migrate.workspace import Workspace


class ReorganiseTestsOptions(Options):
    """Which tests, and where they go."""

    tests: str = Field(
        default="tests", description="The folder whose test files are laid out; those deeper in it stay."
    )
    map: dict[str, str] = Field(
        default_factory=dict, description="Test file to folder or file, where names and imports do not tell."
    )
    keep: list[str] = Field(default_factory=list, description="Globs of test files that stay where they are.")


class ReorganiseTests(Codemod):
    """Lay the tests out like the package."""

    Options = ReorganiseTestsOptions
    example = """\
codemod = "reorganise-tests"
map = { "tests/test_end_to_end.py" = "tests/integration" }
keep = ["tests/test_packaging.py"]
"""

    def run(self, workspace: Workspace) -> Outcome:
        """The moved tests with what names them, and a table of all; or the refusal."""
        options: ReorganiseTestsOptions = self.options
        tests = PurePosixPath(options.tests)
        try:
            with without_collector():
                if not workspace.is_folder(tests):
                    raise Refused("no-such-path", f"the tree has no folder {tests}", "say `tests`")
                return Reorganising(workspace, tests, options.map, tuple(options.keep), self.name()).outcome()
        except Refused as error:
            return Outcome(refusals=(error.refusal,))
