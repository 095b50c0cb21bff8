"""Convert program factories from calls that build a program to a descriptor that is filled and then made a program.

Which call becomes which field stands in the plan's table (`api`), as interfaces differ. A factory is converted whole, with the
helpers that it shares with others of its file, or left alone with the reason. With `target = "program"` everything stays where
it is: handles hold indices, callbacks work on. docs/program-descriptor.md explains the table.
"""

from __future__ import annotations

import tomllib
from pathlib import PurePosixPath
from typing import Literal

from pydantic import Field, ValidationError

from migrate.codemods import Codemod
from migrate.model import Location, Outcome
from migrate.options import Options, TreeGlob, TreePath
from migrate.refactoring.descriptors.api import Api
from migrate.refactoring.descriptors.tree import convert_tree
from migrate.refactoring.refused import Refused
from migrate.workspace import Workspace


class ProgramDescriptorOptions(Options):
    """Which files, the table, and how far to go."""

    api: TreePath | Api = Field(
        description="The table of both interfaces, or a TOML file of the project that holds it."
    )
    paths: list[TreeGlob] = Field(default=["**/*.cpp"], description="Globs of the files whose factories are converted.")
    target: Literal["program", "create-descriptor"] = Field(
        default="program",
        description="`program`: the function ends in a program made of the descriptor. `create-descriptor`: it returns the "
        "descriptor, and shared variables and the override go where that only patched addresses.",
    )
    by_hand: dict[str, str] = Field(
        default_factory=dict,
        description="Factories (globs of qualified names) that are left to a person, each with the reason.",
    )


class ProgramDescriptor(Codemod):
    """Convert every factory of some files, or say why not."""

    Options = ProgramDescriptorOptions
    resolves = ("program-factory",)
    example = 'codemod = "program-descriptor"\npaths   = ["ops/eltwise/**/*.cpp"]\napi     = "host_api.toml"'

    def run(self, workspace: Workspace) -> Outcome:
        options: ProgramDescriptorOptions = self.options
        try:
            api = options.api if isinstance(options.api, Api) else read_table(workspace, PurePosixPath(options.api))
        except Refused as error:
            return Outcome(refusals=(error.refusal,))
        return convert_tree(workspace, options.paths, api, options.target, options.by_hand, self.name())


def read_table(workspace: Workspace, path: PurePosixPath) -> Api:
    """The table in a file of the tree. Raises Refused for one that is none."""
    shown = "docs/program-descriptor.md shows one and explains it"
    if not workspace.exists(path):
        raise Refused("api-table", f"{path}, the table of the step's `api`, is not there", shown, Location(path))
    try:
        return Api.model_validate(tomllib.loads(workspace.read(path).decode()))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise Refused("api-table", f"{path}: {key}: {first['msg']}", shown, Location(path)) from error
    except ValueError as error:
        raise Refused("api-table", f"{path} is not TOML: {error}", f"mend the file; {shown}", Location(path)) from error
