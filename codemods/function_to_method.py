"""Make a function a method of the class of one of its parameters: `area(s, 2)` becomes `s.area(2)`.

The text goes into the class verbatim, and the parameter is called `self` in it. Calls are rewritten where their receiver is
known to be of the class; where nobody can tell, `unproven` says what becomes of them. A function that is handed on becomes
`Shape.area`. A function of another module is moved to the class's first, as `move` does. Refuses a receiver of another class,
a call that would work its arguments out in another order, a member that is there, a name that Python would mangle, and a
decorator of which nobody knows what it makes of a method.
"""

from __future__ import annotations

from typing import Literal

from migrate.codemods import Codemod
from migrate.model import Outcome
from migrate.options import Field, Options, SymbolName
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.methods.receiving import Receiving, Wish, is_received
from migrate.refactoring.methods.stages import Work, in_stages, moved_first
from migrate.refactoring.moving.stage import Policy
from migrate.refactoring.symbols import find_symbol
from migrate.workspace import Workspace


class FunctionToMethodOptions(Options):
    """The function, the class, and the calls."""

    function: str = Field(description="Dotted name of a module-level function.")
    class_: SymbolName = Field(alias="class", description="Dotted name of the class that gets the method.")
    parameter: str = Field(default="", description="The parameter that becomes the receiver; the first, if not said.")
    name: str = Field(default="", description="The name of the method; that of the function, if not said.")
    receiver: str = Field(
        default="self", description="What the parameter is called in the method; empty to keep its name."
    )
    unproven: Literal["refuse", "rewrite", "leave"] = Field(
        default="refuse",
        description="What becomes of a call of which nobody can tell whether its receiver is of the class: `leave` makes it"
        " `Shape.area(x)`, or leaves it alone where the function stays.",
    )
    leave: Literal["nothing", "delegate"] = Field(
        default="nothing", description="In the place of the function: nothing, or one that calls the method."
    )
    cycles: Literal["refuse", "inside-functions"] = Field(
        default="refuse",
        description="Where moving the function to the module of the class would close a ring of imports: refuse, or import"
        " inside functions.",
    )
    through: list[str] = Field(
        default_factory=list, description="Decorators, by their last name, that give back a function."
    )


class FunctionToMethod(Codemod):
    """Make a function a method."""

    Options = FunctionToMethodOptions
    example = """\
codemod = "function-to-method"
function = "pkg.geometry.area"
class = "pkg.shapes.Shape"
parameter = "shape"
"""

    def run(self, workspace: Workspace) -> Outcome:
        """All of it, or the refusals alone."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: FunctionToMethodOptions = self.options
        module, _, function = options.function.rpartition(".")
        name = options.name or function
        if is_received(draft, options.function, options.class_, name):
            draft.note(f"`{options.class_}` has its `{name}` already")
            return
        owner = find_symbol(draft.index, options.class_)
        find_symbol(draft.index, options.function)
        home = owner.module.name
        works: list[Work] = []
        if module != home:
            policy = Policy("reexport" if options.leave == "delegate" else "nothing", cycles=options.cycles)
            works.append(moved_first([options.function], home, policy))
        wish = Wish(
            home, function, ".".join(owner.path), name, options.parameter, options.receiver, options.unproven,
            options.leave, tuple(options.through),
        )  # fmt: skip
        works.append(lambda stage: Receiving(stage, wish).carry_out())
        in_stages(draft, works)
