"""Give two or more classes a common base: equal members go up, near-equal ones become template methods.

What all of the classes have and say alike is pulled up verbatim, in the words of the first class. Where a member differs in a few
places, the most specific common skeleton goes up and each hole is closed: by a class attribute (literals, classes, functions) or by
a method that each class has (expressions, statements); holes that recur are one. A hook without a sensible default is abstract.
Of an `__init__`, the statements at its top that all share go up. The base stands first among the bases, as what a class had of its
own came first before; it inherits from nothing itself. What would save no lines stays.

What was compared, the holes with their values and the lines before and after are told as tables, with a refusal too. Refused are
classes that share nothing, or less than `min_saving` lines; enums, named tuples, typed dictionaries, protocols, classes that a
metaclass, a decorator or an unknown base makes (`plain_bases` names those that do not), and classes that inherit from each other.
A name that means another thing in each module is a hole; it is never bound to the base's module in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from migrate.codemods import Codemod, Suggestion
from migrate.model import Finding, Outcome
from migrate.options import Field, Options, SymbolName
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.extracting.base_class import extract
from migrate.refactoring.extracting.family import Wish
from migrate.refactoring.suggesting import common_name, common_package, dotted_names, free_name, is_class
from migrate.references.index import Index
from migrate.workspace import Workspace


class ExtractBaseClassOptions(Options):
    """The classes, and the base that they are to have."""

    classes: list[SymbolName] = Field(
        min_length=2, description="Dotted names of two or more classes, where they are defined."
    )
    into: str = Field(description="Dotted name of the base; its module is made where it does not exist.")
    level: Literal["exact", "plain", "renamed"] = Field(
        default="renamed",
        description="How alike members must be: to the letter, but for docstrings, comments and annotations, or but for the"
        " names of locals as well. The text of the first class stays.",
    )
    min_saving: int = Field(
        default=1, ge=1, description="So many lines fewer there must be in all, or the step is refused."
    )
    interface: bool = Field(
        default=False, description="Only abstract signatures of what all of them have; adds lines, and moves no code."
    )
    members: list[str] = Field(default_factory=list, description="Only these members; all if not said.")
    hooks: dict[str, str] = Field(
        default_factory=dict, description="Other names for attributes and hooks, by those that the tool proposes."
    )
    docstring: str = Field(default="", description="What the base's docstring says.")
    plain_bases: list[str] = Field(
        default_factory=list, description="Bases outside the tree, dotted, that make nothing of the body of a class."
    )
    decorators: list[str] = Field(
        default_factory=list,
        description="Decorators, by their last name, that tell nobody of the class or method that they decorate and keep nothing.",
    )


class ExtractBaseClass(Codemod):
    """Give classes a common base."""

    Options = ExtractBaseClassOptions
    resolves = ("duplicate-class", "duplicate-function")
    example = """\
codemod = "extract-base-class"
classes = ["pkg.nvidia.Memory", "pkg.amd.Memory"]
into = "pkg.base.DeviceMemory"
min_saving = 10
hooks = { _allocate_step = "_take_from_pool" }
"""

    @classmethod
    def suggest(cls, findings: Sequence[Finding], workspace: Workspace) -> Iterable[Suggestion]:
        """A base for classes that have copies of each other's methods: all of what was found in them is one step."""
        index = Index(workspace)
        names = index.names
        families: dict[tuple[str, ...], list[Finding]] = {}
        for finding in findings:
            found_in = dotted_names(names, finding.locations)
            if finding.code == "duplicate-function":
                found_in = [name.rpartition(".")[0] for name in found_in]
            classes = tuple(dict.fromkeys(found_in))
            if len(classes) > 1 and all(is_class(index, dotted) for dotted in classes):
                families.setdefault(classes, []).append(finding)
        for classes, found in families.items():
            homes = [dotted.rpartition(".")[0] for dotted in classes]
            home = homes[0] if len(set(homes)) == 1 else f"{common_package(homes)}.base".lstrip(".")
            own = [dotted.rpartition(".")[2] for dotted in classes]
            leaf = common_name(own, "").removeprefix("Test") or "Shared"  # a test runner would run `TestBase` by itself
            into = free_name(names, home, f"{leaf}Base" if home in homes or leaf in own else leaf)
            lines = sum(finding.metrics.get("removable_lines", 0) for finding in found)
            title = f"A base for {', '.join(classes)}"
            yield Suggestion(title, {"classes": list(classes), "into": into, "min_saving": 5}, tuple(found), lines)

    def run(self, workspace: Workspace) -> Outcome:
        """The classes with their base, or the refusal; in both cases with what was measured."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: ExtractBaseClassOptions = self.options
        wish = Wish(
            tuple(options.classes),
            options.into,
            options.level,
            options.min_saving,
            options.interface,
            tuple(options.members),
            options.hooks,
            options.docstring,
            tuple(options.plain_bases),
            tuple(options.decorators),
        )
        extract(draft, wish)
