"""Keep one of several classes: the others' text goes, and every reference to them means the kept one.

First the classes are compared, member by member, and the table is told. They must be equal at a level (comments and
docstrings aside, say), with all that they read meaning the same in both modules; the kept one may have further members that
Python does not ask for by itself. With `superset = true` it may have any, if every public member of a dropped class is there
and takes what that took, the constructor too; bodies that differ need `bodies = "kept"`. Refused are a base that would be
lost to `except` and `isinstance`, a subclass whose members the kept class would meet, state that two classes had two of, a
`try` that tells the two apart, and a class that something was told of. What the old names answer says `leave`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from migrate.codemods import Codemod, Suggestion
from migrate.model import Finding, Outcome
from migrate.options import Field, Options, SymbolName
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.suggesting import dotted_names, is_class
from migrate.refactoring.unifying.class_proof import Terms
from migrate.refactoring.unifying.classes import Wishes, unify
from migrate.references.index import Index
from migrate.workspace import Workspace


class UnifyClassOptions(Options):
    """Which class stays, which go, and how alike they must be."""

    keep: SymbolName = Field(description="The dotted name of the class that stays.")
    drop: list[str] = Field(min_length=1, description="The dotted names of the classes that it stands for from now on.")
    level: Literal["exact", "plain", "renamed"] = Field(
        default="plain",
        description="What counts as equal: `exact` the text but for its indentation, `plain` the code but for comments, docstrings"
        " and the annotations of functions, `renamed` also but for the names of local variables.",
    )
    superset: bool = Field(
        default=False,
        description="The kept class may have more than a dropped one: bases, special methods, other bodies.",
    )
    bodies: Literal["equal", "kept"] = Field(
        default="equal",
        description="With `superset`, where a member has two bodies: refuse, or let the kept class's count.",
    )
    state: Literal["refuse", "shared"] = Field(
        default="refuse", description="A class attribute that is written: refuse, or let there be one instead of two."
    )
    leave: Literal["compat", "reexport", "nothing"] = Field(
        default="compat",
        description="For the old names: an answer with a warning, an import that hands the kept class on in silence, or nothing.",
    )
    remove_in: str | None = Field(
        default=None, description="The version that the warnings name as the end of the old names."
    )
    helpers: Literal["equal", "keep"] = Field(
        default="equal",
        description="Private definitions that only a dropped class used: `equal` drops those that the kept one's module has too.",
    )
    cycles: Literal["refuse", "inside-functions"] = Field(
        default="refuse",
        description="Where the two modules would import each other: refuse, or import inside the functions that use the class.",
    )


class UnifyClass(Codemod):
    """Keep one of several classes."""

    Options = UnifyClassOptions
    resolves = ("duplicate-class", "same-name-class")
    example = """\
codemod = "unify-class"
keep = "pkg.core.lru_cache.LRUCache"
drop = ["pkg.utils.cache.LRUCache"]
leave = "compat"
"""

    @classmethod
    def suggest(cls, findings: Sequence[Finding], workspace: Workspace) -> Iterable[Suggestion]:
        """Keep the longest of the copies; where classes only share a name, if it has every member of the others."""
        index = Index(workspace)
        for finding in findings:
            superset = finding.code == "same-name-class"
            if superset and any(one["equal"] < 1 for one in finding.metrics.get("classes", ())):
                continue
            places = sorted(finding.locations, key=lambda place: (place.line - place.end_line, place.path))
            dotted = dotted_names(index.names, places)
            if len(dotted) == len(places) and all(is_class(index, name) for name in dotted):
                options = {"keep": dotted[0], "drop": dotted[1:]} | ({"superset": True} if superset else {})
                lines = sum(place.end_line - place.line + 1 for place in places[1:])
                yield Suggestion(f"Keep {dotted[0]} for {', '.join(dotted[1:])}", options, (finding,), lines)

    def run(self, workspace: Workspace) -> Outcome:
        """The tree without the dropped classes, or the refusals; the comparison in both cases."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: UnifyClassOptions = self.options
        terms = Terms(options.level, options.superset, options.bodies, options.state)
        wishes = Wishes(options.leave, options.remove_in, options.helpers, options.cycles)
        unify(draft, options.keep, options.drop, terms, wishes)
