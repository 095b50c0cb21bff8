"""Merge modules into one: definitions move verbatim, every reference follows, and the old paths keep working.

Refuses rather than guesses: two different bodies of one name, state that both modules keep, an order in which a name
would be used before it is defined, a builtin that would be captured, an import cycle that the merge would make, a
submodule that importing its package would no longer load.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from migrate.codemods import Codemod, Suggestion
from migrate.model import Finding, Outcome
from migrate.options import Field, ModuleName, Options
from migrate.refactoring.merging.merge import Merge, Wishes
from migrate.refactoring.merging.several import Merged, merge_several
from migrate.references.index import Index
from migrate.workspace import Workspace

NEARLY = 0.9
"""Share of a module's lines that another one must have for a merge to be suggested."""


class MergeOptions(Options):
    """What is merged, and what is left behind."""

    from_: list[ModuleName] = Field(
        alias="from", min_length=1, description="The modules that go, merged in this order."
    )
    into: str = Field(description="The module that takes them in, dotted; it is made where it does not exist.")
    rename: dict[str, str] = Field(
        default_factory=dict,
        description='New names for symbols of the `from` modules: `Old = "New"`, or `"pkg.mod.Old" = "New"` for one of several.',
    )
    merge_enums: list[str] = Field(
        default_factory=list,
        description="Enums of one name that become one with the members of both, where nobody could notice.",
    )
    leave: Literal["compat", "reexport", "nothing"] = Field(
        default="compat",
        description="At the old path: a module that warns and hands out the same objects, one that imports them silently, or no file.",
    )
    remove_in: str | None = Field(
        default=None, description="The version that the warnings name as the end of the old path."
    )
    on_collision: Literal["refuse", "rename-private"] = Field(
        default="refuse",
        description="Two different definitions of one name: refuse, or give a private one (`_x`) the old module's name as a prefix.",
    )
    main_block: Literal["refuse", "drop"] = Field(
        default="refuse", description='What becomes of an `if __name__ == "__main__"` block of a `from` module.'
    )


class MergeModules(Codemod):
    """Merge modules into one."""

    Options = MergeOptions
    resolves = ("similar-module", "duplicate-function", "duplicate-class")
    example = """\
codemod = "merge-modules"
from = ["pkg.next_gen.precision"]
into = "pkg.precision"
rename = { Allocator = "ModelAllocator" }
merge_enums = ["PrecisionFormat"]
leave = "compat"
"""

    @classmethod
    def suggest(cls, findings: Sequence[Finding], workspace: Workspace) -> Iterable[Suggestion]:
        """Merge the smaller of two modules into the one that has nearly all of it."""
        names = Index(workspace).names
        for finding in findings:
            if finding.code == "similar-module" and finding.metrics.get("similarity", 0) >= NEARLY:
                into, *others = sorted(finding.locations, key=lambda place: (place.line - place.end_line, place.path))
                old = [names.file(place.path).name for place in others]
                options = {"from": old, "into": names.file(into.path).name, "leave": "compat"}
                expected = sum(place.end_line - place.line + 1 for place in others)
                yield Suggestion(f"Merge {', '.join(old)} into {options['into']}", options, (finding,), expected)

    def run(self, workspace: Workspace) -> Outcome:
        """The merge, one module after another; with a refusal in any of them nothing changes."""
        options: MergeOptions = self.options

        def merge(current: Workspace, old: str, renames: Mapping[str, str]) -> Merged:
            wishes = Wishes(
                renames,
                tuple(options.merge_enums),
                options.leave,
                options.remove_in,
                options.on_collision == "rename-private",
                options.main_block == "drop",
            )
            work = Merge(Index(current), old, options.into, wishes)
            return Merged(work.outcome(), work.renamed, work.done_before)

        return merge_several(workspace, self.name(), options.from_, options.rename, merge)
