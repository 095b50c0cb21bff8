"""Put a shared root, and families below it, over exception classes, so that one `except` catches what belongs together.

Nobody who is there already can tell: each class keeps its bases and their order, so that the same handlers catch it and the
same `__init__`, `__str__` and `__reduce__` serve it; its name and module stay, so that pickles load. Root and families define
nothing. Refuses what would shadow a builtin, an order of bases that Python cannot make or that changes, bases that nobody here
knows, a handler that is there and would catch more, and a ring of imports. The table tells each class's bases before and
after. Classes outside the tree that inherit from several of these are not seen.
"""

from __future__ import annotations

from pydantic import Field, model_validator

from migrate.codemods import Codemod
from migrate.model import Outcome
from migrate.options import Options
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.unifying.exceptions import ExceptionWishes, unify_exceptions
from migrate.workspace import Workspace


class UnifyExceptionsOptions(Options):
    """The root, its families, and what belongs to them."""

    into: str = Field(
        description="The module that holds root and families, dotted; it is made where it does not exist."
    )
    root: str = Field(description="The name of the root class, `BackendError`; one that is there must define nothing.")
    families: dict[str, list[str]] = Field(
        default_factory=dict,
        description='Family to its classes, by dotted or last names: `memory = ["GpuMemoryError"]`. Its class is named by the'
        " root, `BackendMemoryError`; a family written as a class name, `StorageError`, keeps that.",
    )
    classes: list[str] = Field(default_factory=list, description="Classes that get the root alone.")
    tops: bool = Field(
        default=True, description="Give the root to the topmost exception of the tree above each of these classes too."
    )
    alias: dict[str, str] = Field(
        default_factory=dict,
        description="Exceptions that nobody uses → the equal ones that they become other names of.",
    )
    catch_more: bool = Field(
        default=False, description="Let handlers that name a root which is there catch the classes that come below it."
    )
    assume: list[str] = Field(
        default_factory=list, description="Dotted names from outside the tree that are known to be below `Exception`."
    )

    @model_validator(mode="after")
    def _has_something_to_do(self) -> UnifyExceptionsOptions:
        if not self.families and not self.classes:
            raise ValueError("name `families` or `classes`")
        return self


class UnifyExceptions(Codemod):
    """A shared root and families for exceptions."""

    Options = UnifyExceptionsOptions
    example = """\
codemod = "unify-exceptions"
into = "pkg.backends.exceptions"
root = "BackendError"
families = { memory = ["GpuMemoryError", "pkg.backends.tpu.OutOfMemory"] }
"""

    def run(self, workspace: Workspace) -> Outcome:
        """All the new bases, or the refusals alone."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: UnifyExceptionsOptions = self.options
        unify_exceptions(draft, ExceptionWishes(**dict(options)))
