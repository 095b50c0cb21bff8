"""What goes with legacy modules: helpers, test files and packages of which nothing is left; and what names them still."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from migrate.model import Location, Removal
from migrate.refactoring.draft import Draft
from migrate.refactoring.retiring.legacy import Legacy, meant
from migrate.references.index import Index, Reference
from migrate.references.names import Module
from migrate.references.texts import PROSE


class Leftovers:
    """The files that go, in a draft in which all uses of them have been changed."""

    def __init__(self, draft: Draft, legacy: Mapping[str, Legacy], gone: set[PurePosixPath], reason: str) -> None:
        self.draft = draft
        self.names = draft.index.names
        self.legacy = legacy
        self.gone = gone
        self.reason = reason

    def delete(self) -> None:
        """Delete the files, and what only they needed; refuse what names them still."""
        for path in sorted(self.gone):
            self.draft.write(path, None)
        self._empty_tests()
        index = self._helpers()
        index = self._packages(index)
        for item in self.legacy.values():
            self.draft.removals += [Removal(item.name, self.reason), Removal(f"{item.name}.*", self.reason)]
        self._check_rest(index)

    def _empty_tests(self) -> None:
        """Take away test files of which no test is left."""
        for change in self.draft.changes():
            before, after = change.before or b"", change.after
            if after is not None and is_test(change.path) and b"def test" in before and b"def test" not in after:
                self.draft.write(change.path, None)
                self.draft.removals.append(Removal(f"{change.path}::*", f"tests of what goes: {self.reason}"))

    def _helpers(self) -> Index:
        """Take away modules beside the legacy ones that only they used; tell of others."""
        while True:
            index = Index(self.draft.after())
            found = [
                name
                for name in sorted(self._needed_by_gone())
                if (path := index.names.path_of(name)) and not _is_used(index, name, path)
            ]
            beside = [name for name in found if self._is_beside(name) and self._is_private(name)]
            for name in found:
                if name not in beside:
                    self.draft.note(f"nothing in the tree uses `{name}` any more")
            if not beside:
                return index
            for name in beside:
                path = index.names.path_of(name)
                assert path is not None
                self.gone.add(path)
                self.draft.write(path, None)
                self.draft.removals.append(Removal(name, f"only what has gone used it: {self.reason}"))

    def _needed_by_gone(self) -> set[str]:
        """The modules that the deleted files import and nothing has been handed on of."""
        real = {place for item in self.legacy.values() for place in (*item.places.values(), item.whole)}
        found: set[str] = set()
        for path in self.gone:
            module = self.names.file(path)
            for home, taken in module.origins.values():
                for name in (home, f"{home}.{taken}"):
                    if self.names.path_of(name) and name not in self.legacy:
                        found.add(name)
        return {name for name in found if not any(f"{place}.".startswith(f"{name}.") for place in real)}

    def _is_beside(self, name: str) -> bool:
        return any(name.startswith(f"{old.rpartition('.')[0]}.") for old in self.legacy if "." in old)

    def _is_private(self, name: str) -> bool:
        """Whether nobody outside can be meant to use it: its own name says so, or all beside it goes."""
        parent = name.rpartition(".")[0]
        siblings = [other for other in self.names.paths if other.rpartition(".")[0] == parent and other != name]
        return name.rpartition(".")[2].startswith("_") or all(
            path in self.gone for other in siblings for path in self.names.paths[other]
        )

    def _packages(self, index: Index) -> Index:
        """Take away packages of which only a bare `__init__.py` is left, and that nothing names."""
        folders = sorted({folder for path in self.gone for folder in path.parents if folder.parts}, reverse=True)
        for folder in folders:
            own = folder / "__init__.py"
            if index.workspace.below(folder) != (own,) or not is_bare(index.names.file(own)):
                continue
            name = index.names.names[own]
            if "." not in name:
                continue  # the project's own package is no leftover
            if _is_used(index, name, own):
                self.draft.note(f"{own}: stays, since something names the package")
                continue
            self.draft.write(own, None)
            self.draft.removals.append(Removal(name, f"nothing is left in it: {self.reason}"))
            index = Index(self.draft.after())
        return index

    def _check_rest(self, index: Index) -> None:
        """Refuse what names a deleted module still; prose is told of."""
        leaves = {name.rpartition(".")[2] for name in self.legacy}
        for path in index.names.files_with(*sorted(leaves)):
            for reference in index.in_file(path):
                if (means := meant(self.legacy, reference)) and not self._is_patch(index, reference):
                    self._refuse(
                        "still-used",
                        index.names.file(path),
                        reference.line,
                        f"names `{means[0].name}` still",
                        "change that place by hand first",
                    )
            self._check_strings(index.names.file(path))
        for item in self.legacy.values():
            for mention in index.mentions(item.name, [item.module.path]):
                where = Location(mention.path, mention.line)
                if mention.path.suffix in PROSE:
                    self.draft.note(f"{where}: still names `{mention.written}`, which is gone")
                else:
                    reason = f"{where} names `{mention.written}`"
                    self.draft.refuse("still-used", reason, "change that place first", where)

    def _check_strings(self, module: Module) -> None:
        """Refuse code in a string that imports a deleted module; tell of other strings that name one."""
        try:
            strings = module.bindings.strings
        except SyntaxError:
            return
        for node, _ in strings:
            for name in self.legacy:
                found = re.search(rf"(\b(?:from|import)\s+)?(?<![\w.]){re.escape(name)}(?![\w])", str(node.value))
                if found is None or "." not in name:
                    continue
                if found[1]:
                    why = f"code in a string imports `{name}`"
                    self._refuse("still-used", module, node.lineno, why, "change that place by hand first")
                elif found[0] != node.value:
                    self.draft.note(
                        f"{Location(module.path, node.lineno)}: a string still names `{name}`, which is gone"
                    )

    def _is_patch(self, index: Index, reference: Reference) -> bool:
        return reference.form == "setattr" and may_be_missing(index.names.file(reference.path), reference)

    def _refuse(self, code: str, module: Module, line: int, why: str, hint: str) -> None:
        where = Location(module.path, line)
        self.draft.refuse(code, f"{where}: {why}", hint, where)


def is_bare(module: Module) -> bool:
    """Whether a file holds nothing but words."""
    return all(
        (isinstance(node, ast.ImportFrom) and node.module == "__future__")
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in module.source.tree.body
    )


def _is_used(index: Index, name: str, path: PurePosixPath) -> bool:
    """Whether anything outside the module names it."""
    leaf = name.rpartition(".")[2]
    for file in index.names.files_with(leaf):
        if file != path and any(
            f"{reference.spelled}.".startswith(f"{name}.") or reference.meaning.module == name
            for reference in index.in_file(file)
        ):
            return True
    return bool(index.mentions(name, [path]))


def is_test(path: PurePosixPath) -> bool:
    """Whether a file holds tests, or what serves them."""
    return (
        path.name.startswith(("test_", "conftest"))
        or path.stem.endswith("_test")
        or not {"test", "tests"}.isdisjoint(path.parts)
    )


def may_be_missing(module: Module, reference: Reference) -> bool:
    """Whether a patch does not mind that the name is not there: `raising=False`, `create=True`."""
    call = module.parents.get(reference.string) if reference.string is not None else None
    return isinstance(call, ast.Call) and any(
        (item.arg, getattr(item.value, "value", None)) in (("raising", False), ("create", True))
        for item in call.keywords
    )
