"""Put one object in the place of a group of parameters: its class, the definitions, their bodies, and every call.

The class is made as a frozen or mutable dataclass or as a plain class, above the function or in another module, or is one
that is there with the same fields. Bodies read `address.host` in place of `host`, or unpack the object at their top; calls
build it inline, or in a variable on the line above. Overrides, overloads and stubs follow. Refuses a call whose `*` or `**`
may hold a parameter of the group, a use of the function as a value, an argument that would be evaluated at another time, a
parameter that the body assigns to (unless it is unpacked), and an import that closes a ring. What the function takes now is
declared as the step's data, for the gate and for callers outside the tree.
"""

from __future__ import annotations

from typing import Literal

from migrate.codemods import Codemod
from migrate.model import Outcome
from migrate.options import Field, Options, SymbolName
from migrate.refactoring.calls.methods import sites_of
from migrate.refactoring.calls.objects import ParameterObject, Wish
from migrate.refactoring.calls.sites import find_function
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.methods.classes import is_mangled
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import is_name
from migrate.workspace import Workspace


class ParameterObjectOptions(Options):
    """The function, the group, and the object."""

    function: SymbolName = Field(description="Dotted name of a function or method, or of a class for its `__init__`.")
    parameters: list[str] = Field(min_length=1, description="The parameters that go into the object.")
    class_: str = Field(alias="class", description="Dotted name of the class: one that is there, or one to be made.")
    parameter: str = Field(description="The name of the parameter that takes the object.")
    kind: Literal["frozen", "mutable", "plain"] = Field(
        default="frozen",
        description="What is made where the class is not there: a dataclass, frozen or not, or neither.",
    )
    unpack: bool = Field(
        default=False, description="Whether the body takes the object apart at its top, and stays as it is below."
    )
    build: Literal["inline", "variable"] = Field(
        default="inline",
        description="Where calls build the object: as the argument, or on the line above where that will do.",
    )
    unproven: Literal["refuse", "leave"] = Field(
        default="refuse", description="What becomes of calls of which nobody can tell whether they are meant."
    )
    through: list[str] = Field(
        default_factory=list, description="Decorators, by their last name, that hand all arguments on."
    )


class ParameterObjects(Codemod):
    """Put an object in the place of parameters."""

    Options = ParameterObjectOptions
    example = """\
codemod = "parameter-object"
function = "pkg.net.connect"
parameters = ["host", "port"]
class = "pkg.net.Address"
parameter = "address"
"""

    def run(self, workspace: Workspace) -> Outcome:
        """All of it, or the refusals alone."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: ParameterObjectOptions = self.options
        if not is_name(options.parameter) or is_mangled(options.parameter):
            raise Refused("bad-name", f"`{options.parameter}` is no name", "give a name for a parameter")
        symbol = find_function(draft.index, options.function)
        wish = Wish(
            tuple(options.parameters), options.class_, options.parameter, options.kind, options.unpack, options.build,
            options.unproven, tuple(options.through),
        )  # fmt: skip
        ParameterObject(draft, sites_of(draft.index, symbol), wish).run()
