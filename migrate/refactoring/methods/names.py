"""Who names a module-level definition, and which of them follow when it becomes a member of a class.

A module that shows an imported name to others keeps that name; every other module has no use for it but its own.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from migrate.model import Location
from migrate.python.bindings import ImportSite, Scope, Use
from migrate.python.edits import Edit, Unplaced
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.bindings import FStrings, home_of
from migrate.refactoring.symbols import Symbol
from migrate.references.index import Index, Reference
from migrate.references.names import BUILTINS, Meaning, Module
from migrate.references.texts import mentions

FENCE = re.compile(rb"^[ \t]*(?:```|~~~)", re.MULTILINE)
APART = re.compile(rb"\n[ \t]*\n(?=\S)(?!>>>)")


@dataclass(frozen=True, eq=False)
class NamedUse:
    """One expression that means the definition: a name, or an attribute of a module."""

    module: Module
    use: Use
    node: ast.Name | ast.Attribute
    binding: str
    """The dotted name that is asked: where the definition is, or a module that imports it."""

    @property
    def where(self) -> Location:
        """Its place."""
        return Location(self.module.path, (self.use.quoted or self.node).lineno)


@dataclass(frozen=True, eq=False)
class NamedImport:
    """One name in a `from … import`, or its star, that brings the definition."""

    module: Module
    site: ImportSite
    alias: ast.alias
    binding: str
    """The dotted name that it takes."""
    bound: str
    """The name that it binds."""

    @property
    def node(self) -> ast.ImportFrom:
        """The statement."""
        assert isinstance(self.site.node, ast.ImportFrom)
        return self.site.node

    @property
    def is_star(self) -> bool:
        """Whether it is `from … import *`."""
        return self.alias.name == "*"

    @property
    def where(self) -> Location:
        """Its place."""
        return Location(self.module.path, self.alias.lineno)


class Named:
    """Everything in the tree that names one module-level definition."""

    def __init__(self, index: Index, symbol: Symbol) -> None:
        self.index = index
        self.names = index.names
        self.symbol = symbol
        self.name = symbol.name
        self.home = symbol.module
        self.meaning = Meaning(symbol.module.name, symbol.name)
        self.uses: list[NamedUse] = []
        self.imports: list[NamedImport] = []
        waiting = [symbol.module.path, *index.files_about(self.meaning)]
        carriers = index.through_stars([self.home.name, *(index.names.names[path] for path in waiting)])
        # a star carries what its file does not write
        waiting += filter(None, map(index.names.path_of, sorted(carriers)))
        for path in dict.fromkeys(waiting):
            module = index.names.file(path)
            try:
                module.bindings  # noqa: B018 (parses it)
                module.positions  # noqa: B018 (looks at its encoding)
            except (SyntaxError, Unplaced) as error:
                index.unread[path] = str(getattr(error, "msg", None) or error)
                continue
            self.imports += self._imports(module)
            self.uses += self._uses(module)
        self._decide()

    @cached_property
    def files(self) -> list[PurePosixPath]:
        """The files that name it, sorted."""
        found = {item.module.path for item in self.uses} | {item.module.path for item in self.imports}
        return sorted(found | {self.home.path})

    def _imports(self, module: Module) -> Iterator[NamedImport]:
        for site in module.bindings.imports:
            if not isinstance(site.node, ast.ImportFrom):
                continue
            target = module.target(site.node)
            for alias in site.node.names:
                name = self.name if alias.name == "*" else alias.name
                if alias.name == "*" and (name in module.namespace or name not in self.names.star_names(target)):
                    continue
                if target and self.names.member(target, name) == self.meaning:
                    yield NamedImport(module, site, alias, f"{target}.{name}", alias.asname or name)

    def _uses(self, module: Module) -> Iterator[NamedUse]:
        own = module is self.home
        for use in module.bindings.uses:
            found = self.names.of_use(module, use)
            if own and use.name.id == self.name and home_of(use) is module.bindings.module:
                found = self.meaning
            if found == self.meaning:
                if own or use.name.id != self.name or home_of(use) is not None or module.stars:
                    yield NamedUse(module, use, use.name, self._binding(module, use))
                continue
            for attribute in use.attributes:
                owner = found
                found = self.names.attribute(owner, attribute.attr) if owner else None
                if owner and found == self.meaning:
                    yield NamedUse(module, use, attribute, f"{owner.module}.{attribute.attr}")
                    break

    def _binding(self, module: Module, use: Use) -> str:
        home = home_of(use)
        for node in home.bindings[use.name.id] if home else ():
            if isinstance(node, ast.alias):
                return ".".join(module.origins[node])
        if home is None:
            star = next((s for s in module.stars if self.names.member(s, use.name.id) == self.meaning), module.name)
            return f"{star}.{use.name.id}"
        return f"{module.name}.{use.name.id}"

    # who follows

    def _decide(self) -> None:
        """Part the imports into those that follow and those whose module shows the name to others."""
        self.following: list[NamedImport] = []
        self.keeping: list[NamedImport] = []
        self.carriers = {self.meaning.dotted}
        waiting = list(self.imports)
        while ready := [item for item in waiting if item.binding in self.carriers]:
            for item in ready:
                waiting.remove(item)
                if self._shows(item):
                    self.keeping.append(item)
                else:
                    self.following.append(item)
                    if item.site.scope is item.module.bindings.module:
                        self.carriers.add(f"{item.module.name}.{item.bound}")
        self._kept = {(item.site.scope, item.bound) for item in self.keeping}

    def follows(self, item: NamedUse) -> bool:
        """Whether that use leads straight to the definition, and not to a name that some module keeps for it."""
        if item.binding not in self.carriers:
            return False
        if not isinstance(item.node, ast.Name):
            return True
        home = home_of(item.use) or item.module.bindings.module
        return (home, item.use.name.id) not in self._kept

    def _shows(self, item: NamedImport) -> bool:
        module, scope = item.module, item.site.scope
        if scope.kind == "class":
            return True
        if scope is module.bindings.module:
            exports = module.exports
            if item.bound in exports.names or (exports.there and not exports.known):
                return True
            if not item.is_star and item.alias.asname == item.alias.name:
                return True
            if module.package and not item.bound.startswith("_"):
                return True
            if any(declared is not scope and item.bound in declared.globals for declared in _scopes(module)):
                return True
        nodes = scope.bindings.get(item.bound, [])
        return any(
            not isinstance(node, ast.alias) or self.names.bound(module, item.bound, node) != self.meaning
            for node in nodes
        )

    @cached_property
    def strings(self) -> list[Reference]:
        """The strings that name it whole: `"pkg.mod.name"`, `setattr(mod, "name", …)`, `__all__`."""
        found = []
        for path in self.index.files_about(self.meaning):
            if path not in self.index.unread:
                found += [item for item in self.index.strings_in(path, (self.name,)) if item.meaning == self.meaning]
        return found

    def parts_of_strings(self) -> Iterator[Location]:
        """Strings that hold its dotted name beside other text."""
        whole = {id(item.string) for item in self.strings}
        dotted = re.compile(rf"(?<![\w.]){re.escape(self.home.name)}[.:]{re.escape(self.name)}(?!\w)")
        for path in self.names.files_with(self.name):
            if self.home.name.encode() not in self.names.data(path) or path in self.index.unread:
                continue
            module = self.names.file(path)
            try:
                strings = module.bindings.strings
            except SyntaxError:
                continue
            for node, parent in strings:
                if id(node) not in whole and not isinstance(parent, ast.Expr) and dotted.search(str(node.value)):
                    yield Location(path, node.lineno)


def _scopes(module: Module) -> Collection[Scope]:
    return module.bindings.scope_of.values()


class Places:
    """Where names stand in files, those in f-strings and quotes too."""

    def __init__(self) -> None:
        self._fstrings: dict[PurePosixPath, FStrings] = {}

    def of(self, item: NamedUse) -> tuple[int, int]:
        """The span of the last name. Raises Refused where it cannot be told."""
        fstrings = self._fstrings.setdefault(item.module.path, FStrings(item.module))
        try:
            return fstrings.place(item.use, item.node)
        except Unplaced as error:
            hint = "rewrite that place by hand, plainly"
            raise Refused("unplaced", str(error), hint, item.where) from error


def check_reach(index: Index, item: NamedUse, name: str, meaning: Meaning, new: Scope | None) -> None:
    """Raise Refused where `name` would not mean that at this place; `new` is the scope that gets it by an import, if any."""
    home = item.use.scope.lookup(name)
    inner: Scope | None = item.use.scope
    while inner is not None and inner is not new and inner is not home:
        inner = inner.parent
    if new is not None and inner is new:
        return  # the import is nearer than any other binding
    if home is not None and home.kind != "class":
        if index.names.of_name(item.module, name, item.use.scope) == meaning:
            return
        if item.module.name == meaning.module and home is item.module.bindings.module:
            return
    if home is None and item.module.name == meaning.module:
        return
    if home is None and index.names.of_name(item.module, name, item.use.scope) == meaning:
        return
    what = f"`{name}` is something else here" if home is not None else f"`{name}` is not known here"
    raise Refused("captured", f"{item.where}: {what}", "choose another name, or rename what is in the way", item.where)


def check_free(index: Index, module: Module, scope: Scope, name: str, meaning: Meaning | None) -> None:
    """Raise Refused where the scope cannot have that name anew: it binds another thing by it, or uses one from outside."""
    for node in scope.bindings.get(name, ()):
        if index.names.bound(module, name, node) != meaning or meaning is None:
            where = Location(module.path, getattr(node, "lineno", 1))
            raise Refused("name-taken", f"{where}: `{name}` is bound there already", "choose another name", where)
    if name in scope.bindings:
        return
    for star in module.stars if scope is module.bindings.module else ():
        if name in index.names.star_names(star) and index.names.member(star, name) != meaning:
            where = Location(module.path)
            raise Refused("name-taken", f"{where} gets a `{name}` from `{star}`", "choose another name", where)
    if scope is module.bindings.module and module.package and index.names.is_module(f"{module.name}.{name}"):
        where = Location(module.path)
        raise Refused("name-taken", f"`{module.name}.{name}` is a module", "choose another name", where)
    for use in module.bindings.uses:
        if use.name.id != name or not _is_in(use.scope, scope):
            continue
        home = home_of(use)
        if home is None and index.names.of_name(module, name, use.scope) == meaning and meaning is not None:
            continue
        if home is None or not _is_in(home, scope):
            where = Location(module.path, (use.quoted or use.name).lineno)
            kind = "builtin" if name in BUILTINS else "name from outside"
            raise Refused("captured", f"{where}: the {kind} `{name}` is used there", "choose another name", where)


def _is_in(scope: Scope | None, outer: Scope) -> bool:
    while scope is not None:
        if scope is outer:
            return True
        scope = scope.parent
    return False


def in_texts(index: Index, home: str, name: str, owner: str) -> Iterator[tuple[PurePosixPath, Edit]]:
    """In documents `home.name` becomes `home.owner.name`; where `name` is imported, `owner` is, and `name(` follows."""
    for path in index.texts:
        data = index.workspace.read(path)
        if name.encode() not in data or home.encode() not in data:
            continue
        for mention in mentions(path, data, home, (), (), lambda _: False):
            if mention.member != name:
                continue
            start, stop = mention.member_start, mention.member_start + len(name.encode())
            if data[mention.end : mention.end + 1] in (b".", b":") and start == mention.end + 1:
                yield path, Edit(start, stop, f"{owner}.{name}".encode())
                continue
            yield path, Edit(start, stop, owner.encode())
            if mention.bare:
                fenced = len(FENCE.findall(data, 0, stop)) % 2
                end = (FENCE if fenced else APART).search(data, stop)
                word = re.compile(rb"(?<![\w.])" + re.escape(name.encode()) + rb"(?=\()")
                for match in word.finditer(data, stop, end.start() if end else len(data)):
                    yield path, Edit(*match.span(), f"{owner}.{name}".encode())


def in_doctests(module: Module, name: str, owner: str) -> Iterator[Edit]:
    """Where doctests of the module call `name(`, which becomes `owner.name(`."""
    at, data = module.positions, module.source.data
    word = re.compile(rb"(?<![\w.])" + re.escape(at.encode(name)) + rb"(?=\()")
    if b">>>" not in data:
        return
    for node in ast.walk(module.source.tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            for number in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                start, end = at.line_start(number), at.line_start(number + 1)
                if data[start:end].lstrip(b" \t\"'rR").startswith((b">>>", b"...")):
                    for match in word.finditer(data, start, end):
                        yield Edit(*match.span(), at.encode(f"{owner}.{name}"))
