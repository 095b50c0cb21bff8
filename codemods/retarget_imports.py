"""Point importers at the module that defines a name, where they have it from one that only hands it on.

`from pkg import Thing` becomes `from pkg.core import Thing`, relative where it was relative, in functions and under
`TYPE_CHECKING` too. The package itself keeps its public names; star imports and `pkg.Thing` stay as they are. An import
stays, with a note, where it would close a ring, where the name is private to another package, where a test patches what a
function looks up as it runs, or where the module in between has more to do than to show names.
"""

from __future__ import annotations

from migrate.codemods import Codemod
from migrate.errors import nearest
from migrate.model import Outcome
from migrate.options import Field, ModuleName, Options, TreeGlob
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.imports.defining import Defining
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import find_module
from migrate.workspace import Workspace


class RetargetOptions(Options):
    """Which imports are pointed elsewhere."""

    modules: list[ModuleName] = Field(
        min_length=1, description="Modules and packages that hand names on; what is imported from them is looked at."
    )
    only: list[str] = Field(
        default_factory=list,
        alias="names",
        description="Only these names, bare or with their module; left out, all that they hand on.",
    )
    paths: list[TreeGlob] = Field(
        default_factory=list, description="Only in these files; left out, in all Python files."
    )


class RetargetImports(Codemod):
    """Point imports at defining modules."""

    Options = RetargetOptions
    example = """\
codemod = "retarget-imports"
modules = ["pkg", "pkg.api"]
paths = ["src/**/*.py"]
"""

    def run(self, workspace: Workspace) -> Outcome:
        """The edited importers; each import that has to stay is a note."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: RetargetOptions = self.options
        known = [f"{name}.{bound}" for name in options.modules for bound in _bound(draft, name)]
        for name in options.only:
            if not any(item == name or item.endswith(f".{name}") for item in known):
                hint = nearest(name, [*known, *(item.rpartition(".")[2] for item in known)], "name what they hand on")
                raise Refused("no-such-name", f"none of the modules has a `{name}`", hint)
        paths = draft.workspace.glob(options.paths) if options.paths else draft.workspace.python_files()
        Defining(draft, options.modules, options.only)(frozenset(paths))


def _bound(draft: Draft, name: str) -> list[str]:
    module = find_module(draft.index, name)
    stars = [bound for star in module.stars for bound in draft.index.names.star_names(star)]
    return [*module.namespace, *stars]
