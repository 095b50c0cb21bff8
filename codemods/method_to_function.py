"""Make a method a function of a module: `obj.m(1)` becomes `m(obj, 1)`.

The text comes out of the class verbatim; `self` becomes the first parameter, goes where the body does not use it, or gives way
to the attributes that are asked of it. Calls are followed through the class hierarchy, each on evidence; where nobody can
tell, `unproven` says what becomes of them. With `into` the function is moved on, as `move` does. Refuses a method that is
overridden or overrides, `super()`, names that Python mangles, properties, abstract and special methods, class methods unless
they may name their class, a method that is handed on, and access by a string.
"""

from __future__ import annotations

from typing import Literal

from migrate.codemods import Codemod
from migrate.model import Outcome
from migrate.options import Field, Options
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.methods.freeing import Freeing, Wish, is_freed
from migrate.refactoring.methods.stages import Work, in_stages, moved_first
from migrate.refactoring.moving.stage import Policy
from migrate.refactoring.symbols import find_symbol
from migrate.workspace import Workspace


class MethodToFunctionOptions(Options):
    """The method, the function, and the calls."""

    method: str = Field(description="Dotted name of a method, in the class that defines it.")
    into: str = Field(default="", description="The module that takes the function; that of the class, if not said.")
    name: str = Field(default="", description="The name of the function; that of the method, if not said.")
    given: Literal["parameter", "drop", "attributes"] = Field(
        default="parameter",
        description="What becomes of `self`: the first parameter, nothing (where it is not used), or a parameter for each"
        " attribute that the body reads of it.",
    )
    parameter: str = Field(default="", description="What `self` is called in the function; empty to keep its name.")
    of_class: Literal["refuse", "class"] = Field(
        default="refuse", description="What becomes of a class method: a refusal, or a function that names the class."
    )
    unproven: Literal["refuse", "rewrite", "leave"] = Field(
        default="refuse", description="What becomes of a call of which nobody can tell whether it calls this method."
    )
    leave: Literal["nothing", "delegate"] = Field(
        default="nothing", description="In the place of the method: nothing, or one that calls the function."
    )
    cycles: Literal["refuse", "inside-functions"] = Field(
        default="refuse",
        description="Where an import of the function would close a ring: refuse, or import it inside functions.",
    )
    through: list[str] = Field(
        default_factory=list, description="Decorators, by their last name, that give back a function."
    )


class MethodToFunction(Codemod):
    """Make a method a function."""

    Options = MethodToFunctionOptions
    example = """\
codemod = "method-to-function"
method = "pkg.shapes.Shape.area"
into = "pkg.geometry"
parameter = "shape"
"""

    def run(self, workspace: Workspace) -> Outcome:
        """All of it, or the refusals alone."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: MethodToFunctionOptions = self.options
        name = options.name or options.method.rpartition(".")[2]
        home = next((item for item in _above(options.method) if draft.index.names.paths.get(item)), "")
        into = options.into or home
        if is_freed(draft, options.method, f"{into}.{name}"):
            draft.note(f"`{into}` has its `{name}` already")
            return
        find_symbol(draft.index, options.method)
        wish = Wish(
            options.method, name, options.given, options.parameter, options.of_class, options.unproven, options.leave,
            tuple(options.through), options.cycles,
        )  # fmt: skip
        works: list[Work] = [lambda stage: Freeing(stage, wish).carry_out()]
        if into != home:
            works.append(moved_first([f"{home}.{name}"], into, Policy(cycles=options.cycles)))
        in_stages(draft, works)


def _above(dotted: str) -> list[str]:
    """The dotted names that it begins with, the longest first."""
    parts = dotted.split(".")
    return [".".join(parts[:count]) for count in range(len(parts) - 1, 0, -1)]
