"""Split a class along the clusters of its call graph and its attributes, as mixins or as collaborators.

Each part grows from a seed, an attribute or a method: it takes all that is tied to that. What ties several parts together stays
in the class; the class keeps its import path and all of its methods. What was measured is told as tables, with a refusal too.

`mixins`: the methods stand verbatim in classes from which the class inherits first. Dunders, abstract and unknown-decorated
methods stay, and those that `super()`, the body of the class or a mangled name ties to it. `collaborators`: the methods move with
their attributes into an object that `__init__` makes; the class hands its calls on, and an attribute that others read stays as
a property. Only a part that closes moves so: one that others write, override or patch, or that asks the class for something,
is refused with the table of places.

Refused are classes that a metaclass, a decorator or an unknown base makes (`plain_bases` names those that do not), classes that
somebody looks into, seeds that cannot be told apart, and parts that are too small or too entangled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from migrate.codemods import Codemod, Suggestion
from migrate.model import Finding, Outcome
from migrate.options import Field, Options, SymbolName
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.splitting.splitting import Wish, split
from migrate.refactoring.suggesting import camel_case, dotted_names
from migrate.references.index import Index
from migrate.workspace import Workspace


class SplitClassOptions(Options):
    """The class, its parts, and where they go."""

    class_: SymbolName = Field(alias="class", description="Dotted name of a class, where it is defined.")
    parts: dict[str, str | list[str]] = Field(
        min_length=1,
        description="Name of each part, with the attribute or method (or several) of the class that it grows from.",
    )
    as_: Literal["mixins", "collaborators"] = Field(
        default="mixins",
        alias="as",
        description="Whether the parts are classes that the class inherits from, or objects that it holds.",
    )
    into: str = Field(
        default="", description="The module that takes the parts; if not said, they stand beside the class, in its own."
    )
    least: int = Field(default=2, ge=1, description="A part of fewer methods is refused.")
    between: float = Field(
        default=1 / 3, ge=0, le=1, description="The share of methods that may hold the parts together and so stay."
    )
    decorators: list[str] = Field(
        default_factory=list,
        description="Decorators, by their last name, that only wrap a method, or make nothing of a class.",
    )
    plain_bases: list[str] = Field(
        default_factory=list, description="Bases outside the tree, dotted, that make nothing of the body of a class."
    )
    cycles: Literal["refuse", "inside-functions"] = Field(
        default="refuse",
        description="Where `into` and the module of the class would import each other: refuse, or import inside functions.",
    )


class SplitClass(Codemod):
    """Split a class."""

    Options = SplitClassOptions
    resolves = ("god-class",)
    example = """\
codemod = "split-class"
class = "pkg.core.Manager"
parts = { ManagerCache = "_entries", ManagerStatistics = "record" }
as = "mixins"
into = "pkg.core_parts"
"""

    @classmethod
    def suggest(cls, findings: Sequence[Finding], workspace: Workspace) -> Iterable[Suggestion]:
        """A mixin for each cluster of methods, along the seams that the analyzer saw."""
        names = Index(workspace).names
        for finding in findings:
            clusters = [one for one in finding.metrics.get("clusters", ()) if len(one["methods"]) > 1]
            dotted = dotted_names(names, finding.locations)
            if len(clusters) > 1 and dotted:
                name = dotted[0].rpartition(".")[2]
                seeds = [one["attributes"][0] if one["attributes"] else one["methods"][0] for one in clusters]
                parts = {f"{name}{camel_case(seed)}": seed for seed in seeds}
                yield Suggestion(
                    f"Split {dotted[0]} into {len(parts)}", {"class": dotted[0], "parts": parts}, (finding,)
                )

    def run(self, workspace: Workspace) -> Outcome:
        """The class and its parts, or the refusal; in both cases with what was measured."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: SplitClassOptions = self.options
        parts = {part: [seed] if isinstance(seed, str) else seed for part, seed in options.parts.items()}
        split(
            draft,
            Wish(
                options.class_,
                parts,
                options.as_,
                options.into,
                options.least,
                options.between,
                tuple(options.decorators),
                tuple(options.plain_bases),
                options.cycles,
            ),
        )
