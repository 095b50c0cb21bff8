"""Put functions of a module into a class as static methods; whoever called `f()` calls `Name.f()`.

The text goes verbatim, with decorators, docstrings and comments, indented anew where no string is in the way; the class is
made in the place of the first function, or is one that is there. Imports bring the class in the place of the function,
`mod.f` becomes `mod.Name.f`, in strings and patches too; a module that shows an imported function to others goes on showing
it. Names of another module are moved to the class's first, as `move` does. Refuses a name that Python would mangle, a member
that is there, a function that is needed while the class is made or on import above it, and `global` of what goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from migrate.codemods import Codemod
from migrate.model import Outcome
from migrate.options import Field, Options
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.methods.stages import Work, in_stages, moved_first
from migrate.refactoring.methods.wrapping import Wish, Wrapping, is_wrapped
from migrate.refactoring.moving.stage import Policy
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import find_symbol
from migrate.workspace import Workspace

LEFT: Mapping[str, Literal["nothing", "compat", "reexport"]] = {
    "nothing": "nothing", "alias": "reexport", "compat": "compat",
}  # fmt: skip
"""What stays in a module from which the functions are moved first."""


class WrapInClassOptions(Options):
    """The functions and the class."""

    functions: list[str] = Field(min_length=1, description="Dotted names of module-level functions.")
    constants: list[str] = Field(
        default_factory=list, description="Dotted names of module-level constants that become attributes of the class."
    )
    class_: str = Field(alias="class", description="The class: a name, or a dotted one to say its module.")
    leave: Literal["nothing", "alias", "compat"] = Field(
        default="nothing",
        description="For the old names: nothing, the same function (`f = Name.f`), or a function that warns and hands on.",
    )
    remove_in: str | None = Field(
        default=None, description="The version that the warnings name as the end of the old names."
    )
    cycles: Literal["refuse", "inside-functions"] = Field(
        default="refuse",
        description="Where moving the function to the module of the class would close a ring of imports: refuse, or import"
        " inside functions.",
    )


class WrapInClass(Codemod):
    """Put functions into a class."""

    Options = WrapInClassOptions
    example = """\
codemod = "wrap-in-class"
functions = ["pkg.text.strip", "pkg.text.fold"]
class = "Text"
"""

    def run(self, workspace: Workspace) -> Outcome:
        """All of it, or the refusals alone."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: WrapInClassOptions = self.options
        everything = [*options.functions, *options.constants]
        homes = [name.rpartition(".")[0] for name in everything]
        home, _, cls = options.class_.rpartition(".")
        home = home or homes[0]
        todo = [name for name in everything if not is_wrapped(draft, name, f"{home}.{cls}")]
        for name in everything:
            if name not in todo:
                draft.note(f"`{name}` is in `{cls}` already")
        if not todo:
            return
        for name in todo:
            symbol = find_symbol(draft.index, name)
            if name in options.functions and not symbol.functions:
                raise Refused("no-function", f"`{name}` is no function", "name a function", symbol.where)
        works: list[Work] = []
        leave = options.leave
        if away := [name for name in todo if name.rpartition(".")[0] != home]:
            policy = Policy(LEFT[leave], options.remove_in, cycles=options.cycles)
            works.append(moved_first(away, home, policy))
            leave = "nothing" if leave == "nothing" else "alias"
        functions = tuple(name.rpartition(".")[2] for name in options.functions if name in todo)
        constants = tuple(name.rpartition(".")[2] for name in options.constants if name in todo)
        wish = Wish(functions, constants, home, cls, leave, options.remove_in)
        works.append(lambda stage: Wrapping(stage, wish).carry_out())
        in_stages(draft, works)
