"""Merge modules of configuration classes into one: equal classes become one, larger ones inherit, others get new names.

Classes of one name are held against each other field by field (name, type, default) for dataclasses, attrs classes,
NamedTuples, TypedDicts, pydantic models and classes with plain attributes; the table tells it all. A class that has every
field of its namesake inherits from it, where nobody could tell; one that shares some gets a name of its own. Another default
never wins in silence: such a pair is refused until `rename` or `defaults` decides it. All else is the work of
`merge-modules`, with its guarantees: what moves, moves verbatim, references follow, the old path keeps working.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from migrate.codemods import Codemod
from migrate.model import Outcome
from migrate.options import Field, ModuleName, Options
from migrate.refactoring.merging.several import Merged, merge_several
from migrate.refactoring.unifying.configs import ConfigWishes, merge_config
from migrate.workspace import Workspace


class MergeConfigsOptions(Options):
    """What is merged, and who decides where two classes differ."""

    from_: list[ModuleName] = Field(
        alias="from", min_length=1, description="The modules that go, merged in this order."
    )
    into: str = Field(description="The module that takes them in, dotted; it is made where it does not exist.")
    rename: dict[str, str] = Field(
        default_factory=dict,
        description='New names for classes of the `from` modules: `Old = "New"`, or `"pkg.mod.Old" = "New"`.',
    )
    defaults: Literal["refuse", "keep", "from"] = Field(
        default="refuse",
        description="Two classes that differ in defaults alone: refuse, `keep` those of `into`, or take those of `from`.",
    )
    inherit: bool = Field(
        default=True,
        description="Let a class with all the fields of its namesake inherit from it, where nobody could tell.",
    )
    leave: Literal["compat", "reexport", "nothing"] = Field(
        default="compat",
        description="At the old path: a module that warns and hands out the same objects, one that imports them silently, or no file.",
    )
    remove_in: str | None = Field(
        default=None, description="The version that the warnings name as the end of the old path."
    )


class MergeConfigs(Codemod):
    """Merge modules of configuration classes."""

    Options = MergeConfigsOptions
    example = """\
codemod = "merge-configs"
from = ["pkg.distributed.config"]
into = "pkg.core.config"
rename = { MemoryConfig = "DistributedMemoryConfig" }
"""

    def run(self, workspace: Workspace) -> Outcome:
        """The merge, one module after another; with a refusal in any of them nothing changes."""
        options: MergeConfigsOptions = self.options
        wishes = ConfigWishes(options.defaults, options.inherit, options.leave, options.remove_in)

        def merge(current: Workspace, old: str, renames: Mapping[str, str]) -> Merged:
            return merge_config(current, self.name(), old, options.into, renames, wishes)

        return merge_several(workspace, self.name(), options.from_, options.rename, merge)
