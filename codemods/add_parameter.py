"""Add a parameter to a function, a method or a constructor, with what its calls pass.

Overloads, stubs and overrides gain it too, and the calls that a rule of `pass` fits pass it: by file, by the text of the
receiver, by the function around them. The first rule that fits counts; a call that none fits passes nothing and gets the
default. A rule with `inside = "family"` forwards `name=name` where the function, or an override of it, calls the function.
Partials, calls with `*args` or `**kwargs`, and uses of the function as a value are told with their places; where what they
pass cannot be proven, it is refused. Refuses a name that the body uses, a default or value whose names are not known where
they are read, and an import that closes a ring.
"""

from __future__ import annotations

import ast
import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from migrate.codemods import Codemod
from migrate.model import Outcome
from migrate.options import Options, SymbolName, TreeGlob
from migrate.refactoring.calls.adding import AddingParameter, Rule, each_rule, is_argument
from migrate.refactoring.calls.methods import sites_of
from migrate.refactoring.calls.signatures import Parameter
from migrate.refactoring.calls.sites import find_function
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.imports.adding import wanted_of
from migrate.refactoring.methods.classes import is_mangled
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import is_name
from migrate.workspace import Workspace


class PassRule(BaseModel):
    """What the calls pass that it fits."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: str | None = Field(default=None, description="The expression; the parameter's name unless said otherwise.")
    paths: list[TreeGlob] = Field(default_factory=list, description="Only calls in these files.")
    receiver: str | None = Field(default=None, description="Only calls on this: `self.client` of `self.client.get()`.")
    inside: str | None = Field(
        default=None,
        description="Only calls in this function, class or module; `family`: in the function itself or an override.",
    )


class AddParameterOptions(Options):
    """The function, the parameter, and what calls pass."""

    function: SymbolName = Field(description="Dotted name of a function or method, or of a class for its `__init__`.")
    name: str = Field(description="The name of the parameter.")
    default: str | None = Field(
        default=None, description="Its default, as it is written; without one every call passes it."
    )
    annotation: str | None = Field(default=None, description="Its annotation, as it is written.")
    keyword_only: bool = Field(default=False, description="Whether it can be given by name only.")
    after: str | None = Field(
        default=None, description="The parameter that it follows, or `first` or `last`; `last` unless said otherwise."
    )
    pass_: list[PassRule] = Field(
        default_factory=list, alias="pass", description="What calls pass: the first rule that fits a call counts."
    )
    imports: list[str] = Field(
        default_factory=list,
        description="Imports for names of default, annotation and values, added where they are used.",
    )
    doc: str | None = Field(
        default=None, description="What docstrings that list their parameters say of it; without it they stay."
    )
    through: list[str] = Field(
        default_factory=list, description="Decorators, by their last name, that hand all arguments on."
    )
    unproven: Literal["refuse", "leave"] = Field(
        default="refuse", description="What becomes of places of which nobody can tell whether they are meant."
    )


class AddParameter(Codemod):
    """Add a parameter."""

    Options = AddParameterOptions
    example = """\
codemod = "add-parameter"
function = "pkg.net.fetch"
name = "timeout"
default = "None"
annotation = "float | None"
keyword_only = true
pass = [
  { inside = "family" },
  { paths = ["src/pkg/jobs/**"], value = "settings.TIMEOUT" },
]
imports = ["from pkg import settings"]
"""

    def run(self, workspace: Workspace) -> Outcome:
        """All of it, or the refusals alone."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: AddParameterOptions = self.options
        if not is_name(options.name) or is_mangled(options.name):
            raise Refused("bad-name", f"`{options.name}` is no name", "give a name for a parameter")
        for text in (options.default, options.annotation):
            if text is not None and not is_argument(text):
                raise Refused("bad-value", f"`{text}` is no expression", "write it as in a parameter list")
        if options.doc and ("\n" in options.doc or re.search(r"\\|[\"']{3}", options.doc)):
            raise Refused("bad-value", "`doc` holds a line end, a backslash or three quotes", "write one plain line")
        new = Parameter(
            options.name, options.default, options.annotation, options.keyword_only, options.after or "last"
        )
        rules = [self._rule(rule, draft.workspace) for rule in options.pass_]
        symbol = find_function(draft.index, options.function)
        forwards = any(rule.inside == "family" for rule in rules)
        sites = sites_of(draft.index, symbol, overrides=forwards)
        wanted = wanted_of(options.imports)
        AddingParameter(
            draft, sites, new, list(each_rule(rules)), wanted, options.through, options.doc, options.unproven
        ).run()

    def _rule(self, rule: PassRule, workspace: Workspace) -> Rule:
        for glob in rule.paths:
            if not workspace.glob([glob]):
                raise Refused("no-such-path", f"`{glob}` matches no file", "give a glob from the project's root")
        receiver = rule.receiver
        if receiver is not None:
            if not is_argument(receiver):
                raise Refused("bad-value", f"`{receiver}` is no expression", "write what stands before the last dot")
            receiver = ast.unparse(ast.parse(receiver, mode="eval"))
        return Rule(rule.value or self.options.name, tuple(rule.paths), receiver, rule.inside)
