"""Move the metadata of setup.py and setup.cfg into pyproject.toml, and delete what held it.

The arguments of `setup()` become `[project]` (PEP 621) and `[tool.setuptools]`; a version that a module holds, or a file, becomes
dynamic. pyproject.toml keeps its comments and its layout; what it says already is compared, and told as a table. Only what is
literal moves: nothing is run. Of setup.cfg the sections of other tools stay.

Refused are extensions and commands of one's own, code that is no metadata, values that are computed, two files that say
different things, another build backend, and any place of the tree that still names setup.py, unless `mentions` lists it.
`drop_code` lets such code go.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from migrate.codemods import Codemod, Suggestion
from migrate.model import Finding, Outcome
from migrate.options import Field, Options
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.layout.packaging import Wish, remove_setup_py
from migrate.workspace import Workspace


class RemoveSetupPyOptions(Options):
    """What setup.py does not say plainly, and who may still name it."""

    version: str = Field(
        default="",
        description="The dotted name that holds the version, such as `pkg.__version__`, where it is computed.",
    )
    drop_code: bool = Field(
        default=False,
        description="Whether code in setup.py goes that is no metadata, such as a command that publishes.",
    )
    mentions: list[str] = Field(
        default_factory=list, description="Globs of files that may go on naming setup.py or setup.cfg."
    )


class RemoveSetupPy(Codemod):
    """Move the metadata into pyproject.toml."""

    Options = RemoveSetupPyOptions
    resolves = ("setup-py-beside-pyproject",)
    example = """\
codemod = "remove-setup-py"
version = "pkg.__version__"
mentions = ["docs/history/**"]
"""

    @classmethod
    def suggest(cls, findings: Sequence[Finding], workspace: Workspace) -> Iterable[Suggestion]:
        """pyproject.toml alone."""
        for finding in findings:
            if finding.locations[0].path == PurePosixPath("setup.py"):
                yield Suggestion("pyproject.toml alone says what the project is", {}, (finding,))

    def run(self, workspace: Workspace) -> Outcome:
        """pyproject.toml with the metadata and the deletions, or the refusals; with both, the table of all keys."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: RemoveSetupPyOptions = self.options
        remove_setup_py(draft, Wish(options.version, tuple(options.mentions), options.drop_code))
