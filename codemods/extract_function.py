"""Make one function of what several places have in common: runs of statements, or whole functions and methods.

The places are compared: what they share becomes the function's body, what differs its parameters; what it needs from around it
is given to it, what is asked for behind it is given back. Whole functions keep their names and signatures and call it; equal
ones become another name of it. A difference that cannot be had beforehand is given as a `lambda`. Refused, with the place, is
what cannot move: a `break` out of the run, a `yield` in it, a return that not all paths take, a name that may not be bound,
what a handler asks for after an error, whole statements that differ; and whatever saves fewer lines than `min_saving`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from migrate.codemods import Codemod, Suggestion
from migrate.model import Finding, Outcome
from migrate.options import Field, Options
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.extracting.function_places import place_of
from migrate.refactoring.extracting.function_writing import extract
from migrate.refactoring.extracting.functions import Wishes
from migrate.refactoring.suggesting import dotted_names, free_name
from migrate.references.index import Index
from migrate.workspace import Workspace


class ExtractFunctionOptions(Options):
    """What becomes a function, and where it goes."""

    places: list[str] = Field(
        min_length=2,
        description="Dotted names of functions and methods, or lines of a file with the digest of their text:"
        ' `"pkg/mod.py:10-24@3f2a91c05d77"`; without the digest the refusal tells it. Lines that have moved are found by it.',
    )
    into: str = Field(description="The dotted name of the function; its module is made where it does not exist.")
    level: Literal["exact", "plain", "renamed"] = Field(
        default="renamed", description="With `renamed` local names may differ between the places; else they are holes."
    )
    parameters: list[str] = Field(default_factory=list, description="Names for the holes, in the order of the table.")
    min_saving: int = Field(default=1, description="Refuse where fewer lines go.")
    lambdas: Literal["allow", "refuse"] = Field(
        default="allow",
        description="An expression that must be evaluated where it stands: give it as a `lambda`, or refuse.",
    )
    equal: Literal["import", "call"] = Field(
        default="import",
        description="Whole functions that are equal: have the names mean the new function, or keep functions that call it.",
    )


class ExtractFunction(Codemod):
    """Make one function of several places."""

    Options = ExtractFunctionOptions
    resolves = ("duplicate-function", "duplicate-block")
    example = """\
codemod = "extract-function"
places = ["pkg.a.read_rows", "pkg.b.Reader.rows"]
into = "pkg.reading.read_rows"
parameters = ["separator"]
min_saving = 5
"""

    @classmethod
    def suggest(cls, findings: Sequence[Finding], workspace: Workspace) -> Iterable[Suggestion]:
        """One function for the copies of a finding, in the module of the first of them."""
        index = Index(workspace)
        names = index.names
        for finding in findings:
            modules = [names.file(location.path) for location in finding.locations]
            if not all(module.name for module in modules):
                continue
            if finding.code == "duplicate-function":
                places = dotted_names(names, finding.locations)
            else:
                pairs = zip(modules, finding.locations, strict=True)
                places = [place_of(module, location.line, location.end_line) for module, location in pairs]
            leaf = finding.locations[0].symbol.rpartition(".")[2] or "block"
            into = free_name(names, modules[0].name, f"_shared_{leaf.strip('_')}")
            around = dict.fromkeys(place.symbol for place in finding.locations if place.symbol)
            shown = f"in {', '.join(list(around)[:3])}" if around else f"like {finding.locations[0]}"
            title = f"One function for {len(places)} places {shown}"
            lines = finding.metrics.get("removable_lines", 0)
            yield Suggestion(title, {"places": places, "into": into, "min_saving": 5}, (finding,), lines)

    def run(self, workspace: Workspace) -> Outcome:
        """The function and its calls, or the refusal; the holes and the lines in both cases."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: ExtractFunctionOptions = self.options
        wishes = Wishes(
            options.into,
            options.level,
            tuple(options.parameters),
            options.min_saving,
            options.lambdas,
            options.equal,
        )
        extract(draft, options.places, wishes)
