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
                name = reference.spelled
                if reference.form not in FORMS or not f"{name}.".startswith(f"{self.old_top}."):
                    continue
                if reference.form == "string" and "." not in name:
                    continue  # a word that is the name of a module too
                old = self._cut(name, self.old_modules)
                if (path, name) not in found and old is not None and self._is_there(old, self.old_modules):
                    found[path, name] = self._use(Location(path, reference.line), name, old)
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

    def _use(self, where: Location, name: str, old: Meaning) -> Use:
        new = self._cut(self.twin(name), self.new_modules)
        if new is None or not self._is_there(new, self.new_modules):
            return Use(where, name, "no", self._nearest(name))
        same = self._parameters(old) == self._parameters(new)
        return Use(where, name, "yes" if same else "other parameters")

    @staticmethod
    def _cut(name: str, modules: Mapping[str, PurePosixPath]) -> Meaning | None:
        """A dotted name as a module of the tree and what is asked of it."""
        parts = name.split(".")
        for count in range(len(parts), 0, -1):
            if (module := ".".join(parts[:count])) in modules:
                return Meaning(module, "".join(parts[count : count + 1]), tuple(parts[count + 1 :]))
        return None

    def _is_there(self, asked: Meaning, modules: Mapping[str, PurePosixPath]) -> bool:
        """Whether a module of one tree has the name, its own or imported; of a class, its body and bases are asked."""
        module = self.names.file(modules[asked.module])
        try:
            nodes = module.namespace.get(asked.name, [])
        except SyntaxError:
            return False
        if not asked.name or (not nodes and self.names.member(asked.module, asked.name) is not None):
            return True
        if not nodes or not asked.rest or not isinstance(nodes[-1], ast.ClassDef):
            return bool(nodes)
        return asked.rest[0] in module.bindings.scope_of[nodes[-1]].bindings or bool(nodes[-1].bases)

    def _parameters(self, asked: Meaning) -> str:
        """The parameters of a function or of a class's constructor, re-exports followed; empty for anything else."""
        meaning = self.names.meaning(asked.dotted)
        path = self.names.path_of(meaning.module) if meaning and meaning.name and not meaning.rest else None
        if path is None or meaning is None:
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

    def _nearest(self, name: str) -> str:
        """What of the new tree looks most like it, under the name that it will have."""
        known: dict[str, str] = {}
        for module, path in self.new_modules.items():
            known.setdefault(module.rpartition(".")[2], self.after(module))
            for own in self.own_names(self.names.file(path)):
                known.setdefault(own, f"{self.after(module)}.{own}")
        close = get_close_matches(name.rpartition(".")[2], list(known), n=1, cutoff=0.6)
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
