"""Who uses the tree that goes, and whether the tree that takes its place has what they use."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePosixPath

from migrate.model import Location
from migrate.references.index import Index
from migrate.references.names import Meaning, Module

FORMS = frozenset({"imported", "import", "from", "attribute", "string", "setattr"})


@dataclass(frozen=True, order=True)
class Use:
    """One name of the old tree in one file, and what the new tree has for it."""

    where: Location
    name: str
    there: str
    """`yes`, `other parameters`, `no`."""
    nearest: str = ""

    @property
    def is_lost(self) -> bool:
        """Whether the new tree has nothing of that name."""
        return self.there == "no"


class Twins:
    """Two trees of one project, of which the one takes the other's dotted names."""

    def __init__(self, index: Index, old: PurePosixPath, new: PurePosixPath) -> None:
        self.index = index
        self.names = index.names
        self.old_modules = self._modules(old)
        self.new_modules = self._modules(new)
        """Module of the tree → its file."""
        self.old_top = min(self.old_modules, key=len, default="")
        self.new_top = min(self.new_modules, key=len, default="")
        self.trees = (old, new)

    def _modules(self, folder: PurePosixPath) -> dict[str, PurePosixPath]:
        return {
            name: path
            for path, name in sorted(self.names.names.items())
            if path.is_relative_to(folder) and name and path.suffix == ".py"
        }

    def twin(self, dotted: str) -> str:
        """The name that takes the place of this one of the old tree."""
        return self.new_top + dotted[len(self.old_top) :]

    def after(self, dotted: str) -> str:
        """What a name of the new tree is called afterwards."""
        return self.old_top + dotted[len(self.new_top) :]

    def uses(self, inside: PurePosixPath | None = None) -> list[Use]:
        """Every name of the old tree that files outside of both use, or those in `inside`; one for each file and name."""
        found: dict[tuple[PurePosixPath, str], Use] = {}
        for path in self._users(inside):
            for reference in self.index.in_file(path):
                meaning = reference.meaning
                if meaning.module in self.old_modules and reference.form in FORMS:
                    key = (path, meaning.dotted)
                    if key not in found:
                        found[key] = self._use(Location(path, reference.line), meaning)
        longer = {(path, name.rpartition(".")[0]) for path, name in found}
        return sorted(use for key, use in found.items() if use.is_lost or key not in longer)

    def _users(self, inside: PurePosixPath | None) -> Iterator[PurePosixPath]:
        word = self.old_top.rpartition(".")[2]
        for path in self.names.files_with(word) if word else ():
            if inside is not None:
                if path.is_relative_to(inside):
                    yield path
            elif not any(path.is_relative_to(tree) for tree in self.trees):
                try:
                    self.names.file(path).source.tree  # noqa: B018 (does it parse?)
                except SyntaxError:
                    continue
                yield path

    def _use(self, where: Location, meaning: Meaning) -> Use:
        twin = self.names.meaning(self.twin(meaning.dotted))
        if twin is not None and self.is_there(twin):
            same = not meaning.name or self._parameters(meaning) == self._parameters(twin)
            return Use(where, meaning.dotted, "yes" if same else "other parameters")
        return Use(where, meaning.dotted, "no", self._nearest(meaning))

    def is_there(self, meaning: Meaning) -> bool:
        """Whether a module of the new tree binds the name; of a member, the class is asked by its body alone."""
        if meaning.module not in self.new_modules:
            return self.names.is_module(meaning.dotted) and not meaning.name
        module = self.names.file(self.new_modules[meaning.module])
        try:
            if not meaning.name:
                return True
            nodes = module.namespace.get(meaning.name)
        except SyntaxError:
            return False
        if not nodes or not meaning.rest:
            return bool(nodes)
        if not isinstance(nodes[-1], ast.ClassDef):
            return True
        return meaning.rest[0] in module.bindings.scope_of[nodes[-1]].bindings or bool(nodes[-1].bases)

    def _parameters(self, meaning: Meaning) -> str:
        path = self.names.path_of(meaning.module)
        if path is None:
            return ""
        try:
            nodes = self.names.file(path).namespace.get(meaning.name, [])
        except SyntaxError:
            return ""
        node = nodes[-1] if nodes else None
        if isinstance(node, ast.ClassDef):
            node = next((item for item in node.body if getattr(item, "name", "") == "__init__"), None)
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return ""
        arguments = node.args
        named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        return ",".join(item.arg for item in named if item)

    def _nearest(self, meaning: Meaning) -> str:
        """What of the new tree looks most like it, under the name that it will have."""
        known: dict[str, str] = {}
        for name, path in self.new_modules.items():
            known.setdefault(name.rpartition(".")[2], self.after(name))
            for own in self.own_names(self.names.file(path)):
                known.setdefault(own, f"{self.after(name)}.{own}")
        last = (meaning.rest or (meaning.name or meaning.module.rpartition(".")[2],))[-1]
        close = get_close_matches(last, list(known), n=1, cutoff=0.6)
        return known[close[0]] if close else ""

    @staticmethod
    def own_names(module: Module) -> list[str]:
        """The names that a module binds itself, imports and dunders left out; none of one that cannot be parsed."""
        try:
            return [
                name
                for name, nodes in module.namespace.items()
                if not name.startswith("__") and not all(isinstance(node, ast.alias) for node in nodes)
            ]
        except SyntaxError:
            return []

    def lost_modules(self) -> list[str]:
        """The modules of the old tree that the new one has not."""
        return [name for name in self.old_modules if self.twin(name) not in self.new_modules]

    def lost_names(self) -> Mapping[str, list[str]]:
        """Module that both trees have → the names that only the old one binds."""
        found: dict[str, list[str]] = {}
        for name, path in self.old_modules.items():
            twin = self.new_modules.get(self.twin(name))
            if twin is not None:
                there = self._bound(twin)
                if lost := [own for own in self.own_names(self.names.file(path)) if own not in there]:
                    found[name] = lost
        return found

    def changed_names(self) -> Iterator[str]:
        """The names of the old tree that are another kind of thing in the new one, or take or have something else."""
        for name, path in self.old_modules.items():
            twin = self.new_modules.get(self.twin(name))
            if twin is not None:
                before, after = self.names.file(path), self.names.file(twin)
                for own in set(self.own_names(before)) & set(self.own_names(after)):
                    if _shape(before.namespace[own][-1]) != _shape(after.namespace[own][-1]):
                        yield f"{name}.{own}"

    def _bound(self, path: PurePosixPath) -> Iterable[str]:
        try:
            return self.names.file(path).namespace
        except SyntaxError:
            return ()


def _shape(node: ast.AST) -> object:
    """What callers and heirs see of a definition."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return type(node).__name__, ast.unparse(node.args), [ast.unparse(item) for item in node.decorator_list]
        case ast.ClassDef():
            members = {getattr(item, "name", ""): _shape(item) for item in node.body}
            return "class", [ast.unparse(base) for base in node.bases], members
    return "value"
