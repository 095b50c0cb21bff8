"""Replace one piece of text in one file. The plans here break things with it on purpose, to see the gate notice."""

from __future__ import annotations

from pathlib import PurePosixPath

from pydantic import Field

from migrate.codemods import Codemod
from migrate.model import Outcome, Refusal
from migrate.options import Options, TreePath
from migrate.workspace import Workspace


class EditOptions(Options):
    """Where, and what for what."""

    path: TreePath = Field(description="The file.")
    old: str = Field(min_length=1, description="What stands there now, exactly once.")
    new: str = Field(description="What stands there afterwards.")


class EditText(Codemod):
    """A search and replace, as people do it by hand."""

    Options = EditOptions
    example = """\
codemod = "edit-text"
path = "src/pkg/core.py"
old = "age > limit"
new = "age >= limit"
"""

    def run(self, workspace: Workspace) -> Outcome:
        """The edited file; a refusal where the text is not there once."""
        options: EditOptions = self.options
        path = PurePosixPath(options.path)
        data = workspace.read(path)
        if data.count(options.old.encode()) != 1:
            why = f"{path} does not hold the text exactly once"
            return Outcome(refusals=(Refusal("no-such-text", why, "give more of the text around it"),))
        after = data.replace(options.old.encode(), options.new.encode())
        return Outcome((workspace.change(path, after, self.name()),))
