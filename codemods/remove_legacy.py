"""Take legacy import paths away: modules that only stand in for others, by imports, `sys.modules`, `__getattr__` or fake objects.

Uses that work go to the real module. Those that never did are told with place and why, and their `try` becomes what its
handler did; one that no handler catches is refused. The files go, with helpers, imports, tests and packages that nothing needs
any more; not before the version that they name themselves, and not without a warning to those who use them, unless `early`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Literal

from migrate.codemods import Codemod, Suggestion
from migrate.model import Finding, Outcome
from migrate.options import Field, Options, TreePath
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.retiring.retire import Retiring
from migrate.workspace import Workspace


class RemoveLegacyOptions(Options):
    """Which modules go, and when."""

    paths: list[TreePath] = Field(min_length=1, description="The legacy modules, or folders of them.")
    reason: str = Field(
        default="a legacy import path", min_length=1, description="Why they go; the tracker and the gate are told."
    )
    early: bool = Field(
        default=False, description="Whether they go before their version has come, and where they never warned."
    )
    tests: Literal["refuse", "delete"] = Field(
        default="refuse", description="What becomes of tests that are about the legacy modules themselves."
    )


class RemoveLegacy(Codemod):
    """Take legacy import paths away."""

    Options = RemoveLegacyOptions
    resolves = ("shim-module", "shim-use", "sys-modules-trick", "fake-module")
    example = """\
codemod = "remove-legacy"
paths = ["src/pkg/legacy"]
reason = "nobody has imported from there since 2.0"
tests = "delete"
"""

    @classmethod
    def suggest(cls, findings: Sequence[Finding], workspace: Workspace) -> Iterable[Suggestion]:
        """Each shim by itself, with all that was found about it."""
        found: dict[PurePosixPath, list[Finding]] = {}
        for finding in findings:
            if finding.code == "shim-module":
                found.setdefault(finding.locations[0].path, []).append(finding)
        for path, about in found.items():
            lines = workspace.read(path).count(b"\n")
            yield Suggestion(f"Retire {path}", {"paths": [str(path)]}, tuple(about), lines)

    def run(self, workspace: Workspace) -> Outcome:
        """The tree without them and a table of their uses, or the refusals with the same table."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: RemoveLegacyOptions = self.options
        job = Retiring(draft, options.reason, options.early, options.tests)
        job.run([PurePosixPath(path) for path in options.paths])
