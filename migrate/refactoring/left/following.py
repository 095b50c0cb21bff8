"""Follows moves that were made elsewhere: imports and dotted uses of another project's modules get the new names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from migrate.python.bindings import ImportSite, Scope, Use
from migrate.python.edits import Edit, Unplaced, newline_of
from migrate.python.imports import catches_import_error
from migrate.refactoring.imports.retarget import add_statement, spell
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.bindings import FStrings
from migrate.references.index import SETTERS
from migrate.references.names import Module
from migrate.references.texts import DOTTED

WIDTH = 88
LOADERS = frozenset({"import_module", "__import__", "run_module"})


@dataclass(frozen=True)
class Moved:
    """Where the dotted names of another project are now. Raises Refused for a table that leads in a circle."""

    modules: Mapping[str, str]
    names: Mapping[str, str]

    def __post_init__(self) -> None:
        for old, new in {**self.modules, **self.names}.items():
            for part in (old, new):
                if not DOTTED.fullmatch(part) or ":" in part:
                    raise Refused("bad-name", f"`{part}` is no dotted name", "write names as in `pkg.module.name`")
            if self.place(new) != new:
                hint = f'say `"{old}" = "{self.place(new)}"`'
                raise Refused("not-final", f"`{old}` is said to be `{new}`, and that to be somewhere else", hint)

    def key(self, dotted: str) -> str:
        """The longest old name that this is, or is a part of; empty where nothing moved."""
        name = dotted
        while name:
            if name in self.names or name in self.modules:
                return name
            name = name.rpartition(".")[0]
        return ""

    def place(self, dotted: str) -> str:
        """The dotted name as it is now."""
        key = self.key(dotted)
        return (self.names.get(key) or self.modules[key]) + dotted[len(key) :] if key else dotted

    def may_be_in(self, data: bytes) -> bool:
        """Whether every part of one of the old names stands in that file as a word: an import or a string needs them all."""
        return any(all(part.search(data) for part in parts) for parts in self._words)

    @cached_property
    def _words(self) -> list[list[re.Pattern[bytes]]]:
        olds = [old.split(".")[::-1] for old in (*self.modules, *self.names)]
        return [[re.compile(rb"(?<!\w)" + re.escape(part.encode()) + rb"(?!\w)") for part in old] for old in olds]

    def homes(self) -> set[str]:
        """Modules from which single names went."""
        return {old.rpartition(".")[0] for old in self.names}


@dataclass(frozen=True, eq=False)
class _Bound:
    """A name that an import binds: what it meant, and what it means once the import follows."""

    site: ImportSite
    alias: ast.alias
    old: str
    new: str
    local: str
    """The name in this file, as it is before."""


class Follower:
    """The rewriting of one file. What cannot be followed is in `left`: (line, reason).

    `inside` says that what moved is of this very project: then relative imports follow, and imports that are tried.
    """

    def __init__(self, module: Module, moved: Moved, inside: bool = False) -> None:
        self.module = module
        self.moved = moved
        self.inside = inside
        self.at = module.positions
        self.edits: set[Edit] = set()
        self.left: list[tuple[int, str]] = []
        self.spans = FStrings(module)
        self.wanted: dict[tuple[int, str], tuple[ast.stmt, str]] = {}
        self.kept: set[ast.alias] = set()
        """Imports that stay as they are, since a use of them cannot follow."""
        self.done: set[int] = set()
        """Strings that were looked at with the call around them."""

    def follow(self) -> None:
        """Find every edit."""
        for use in self.module.bindings.uses:
            self._use(use)
        for string, parent in self.module.bindings.strings:
            self._string(string, parent)
        imported: dict[Scope, set[str]] = {}
        for site in self.module.bindings.imports:
            if site.node not in self.guarded:
                if isinstance(site.node, ast.Import):
                    self._plain(site, site.node, imported.setdefault(site.scope, set()))
                elif self.inside or not site.node.level:
                    self._from(site, site.node)
            elif self._is_about(site.node):
                self.left.append((site.node.lineno, "an import that is tried"))
        for (scope, name), (statement, text) in self.wanted.items():
            if not any(id(known) == scope and name in names for known, names in imported.items()):
                self.edits.add(add_statement(self.module, statement, text))

    # what names mean

    @cached_property
    def guarded(self) -> frozenset[ast.AST]:
        """Imports that are tried, and those that stand in for them: they say what serves which version."""
        if self.inside:
            return frozenset()
        return frozenset(
            inner
            for node in ast.walk(self.module.source.tree)
            if isinstance(node, ast.Try) and any(catches_import_error(handler.type) for handler in node.handlers)
            for inner in ast.walk(node)
            if isinstance(inner, ast.Import | ast.ImportFrom)
        )

    def _is_about(self, node: ast.Import | ast.ImportFrom) -> bool:
        base = f"{self.module.target(node)}." if isinstance(node, ast.ImportFrom) else ""
        return any(self.moved.key(base + alias.name) for alias in node.names)

    @cached_property
    def bound(self) -> dict[ast.alias, _Bound]:
        """Everything that an import at hand binds."""
        found = {}
        for site in self.module.bindings.imports:
            relative = isinstance(site.node, ast.ImportFrom) and site.node.level
            if (relative and not self.inside) or site.node in self.guarded:
                continue
            for alias in site.node.names:
                home, taken = self.module.origins[alias]
                if taken == "*":
                    continue
                old = f"{home}.{taken}" if taken else home
                if isinstance(site.node, ast.Import) and not alias.asname:
                    top = old.partition(".")[0]
                    found[alias] = _Bound(site, alias, top, top, top)
                else:
                    found[alias] = _Bound(site, alias, old, self.moved.place(old), alias.asname or alias.name)
        return found

    def _meant(self, use: Use) -> list[_Bound]:
        """The imports that bind the name in use; none where anything else may, or where they mean different things."""
        home = use.scope.lookup(use.name.id)
        nodes = home.bindings[use.name.id] if home else []
        found = [self.bound[node] for node in nodes if isinstance(node, ast.alias) and node in self.bound]
        return found if len(found) == len(nodes) and len({item.old for item in found}) == 1 else []

    # uses

    def _use(self, use: Use) -> None:
        bound = self._meant(use)
        if not bound:
            return
        base, now = bound[0].old, bound[0].new
        names = [attribute.attr for attribute in use.attributes]
        key = self.moved.key(".".join([base, *names]))
        count = key.count(".") - base.count(".")
        if not key or count < 0 or (count == 0 and not self._is_plain(bound)):
            return
        if ".".join([now, *names[:count]]) == self.moved.place(key):
            return
        try:
            self._rewrite(use, bound, key, count)
        except Unplaced as error:
            self.left.append((use.quoted.lineno if use.quoted else use.name.lineno, str(error)))
            self.kept |= {item.alias for item in bound}

    def _is_plain(self, bound: list[_Bound]) -> bool:
        return any(isinstance(item.site.node, ast.Import) and not item.alias.asname for item in bound)

    def _rewrite(self, use: Use, bound: list[_Bound], key: str, count: int) -> None:
        place = self.moved.place(key)
        before = ".".join([bound[0].new, *(attribute.attr for attribute in use.attributes[: count - 1])])
        if count and place.rpartition(".")[0] == before:
            start, end = self.spans.place(use, use.attributes[count - 1])
            self.edits.add(Edit(start, end, self.at.encode(place.rpartition(".")[2])))
            return
        start, end = self.spans.place(use, use.name)
        if count:
            end = self.spans.place(use, use.attributes[count - 1])[1]
        written = ".".join([use.name.id, *(attribute.attr for attribute in use.attributes[:count])])
        self.at.checked(start, written)
        home = place if key in self.moved.modules else place.rpartition(".")[0]
        if not home:
            raise Unplaced(f"`{place}` has no module to import it from")
        self._check_free(use, home, {id(item.alias) for item in bound})
        self.edits.add(Edit(start, end, self.at.encode(place)))
        scope, statement = bound[0].site.scope, bound[-1].site.node
        self.wanted.setdefault((id(scope), home), (statement, f"import {home}"))

    def _check_free(self, use: Use, home: str, ours: set[int]) -> None:
        """Raise Unplaced where the top of that module's name means something else in this place."""
        top = home.partition(".")[0]
        there = use.scope.lookup(top)
        for node in there.bindings[top] if there else ():
            plain = node in self.bound and self.bound[node].local == self.bound[node].old == top
            if not plain and id(node) not in ours:
                raise Unplaced(f"`{top}` means something else here")

    # imports

    def _plain(self, site: ImportSite, node: ast.Import, imported: set[str]) -> None:
        for alias in node.names:
            place = self.moved.place(alias.name)
            if place == alias.name or self.moved.key(alias.name) in self.moved.names or alias in self.kept:
                imported.add("" if alias.asname else alias.name)
                continue
            start, end = self.at.checked(self.at.start(alias), alias.name)
            text = place
            if not alias.asname:
                imported.add(place)
                top = alias.name.partition(".")[0]
                if place.partition(".")[0] != top and self._still_used(site, top, alias.name):
                    text = f"{place}, {top}"
            self.edits.add(Edit(start, end, self.at.encode(text)))

    def _still_used(self, site: ImportSite, top: str, old: str) -> bool:
        """Whether the file uses the old top package otherwise than on the way to what moved."""
        return any(
            use.name.id == top
            and use.scope.lookup(top) is site.scope
            and not self.moved.key(".".join([top, *(attribute.attr for attribute in use.attributes)]))
            for use in self.module.bindings.uses
        )

    def _from(self, site: ImportSite, node: ast.ImportFrom) -> None:
        target = self.module.target(node)
        relative = node.level > 0
        if node.names[0].name == "*":
            if target in self.moved.homes():
                self.left.append((node.lineno, f"a star import of `{target}`, from which names went elsewhere"))
            elif self.moved.key(target) in self.moved.modules:
                start, end = self.at.from_span(node)
                self.edits.add(Edit(start, end, self.at.encode(spell(self.module, self.moved.place(target), relative))))
            return
        places = {alias: self.moved.place(f"{target}.{alias.name}").rpartition(".") for alias in node.names}
        if all((home, name) == (target, alias.name) for alias, (home, _, name) in places.items()):
            return
        homes = list(dict.fromkeys(home for home, _, _ in places.values()))
        if len(homes) == 1 and homes[0]:
            start, end = self.at.from_span(node)
            if homes[0] != target:
                self.edits.add(Edit(start, end, self.at.encode(spell(self.module, homes[0], relative))))
            for alias, (_, _, name) in places.items():
                if name != alias.name:
                    start, end = self.at.checked(self.at.start(alias), alias.name)
                    self.edits.add(Edit(start, end, self.at.encode(self._named(site, alias, name))))
            return
        self._split(site, node, places, homes)

    def _split(
        self, site: ImportSite, node: ast.ImportFrom, places: Mapping[ast.alias, tuple[str, str, str]], homes: list[str]
    ) -> None:
        """One statement for each of several modules."""
        start, end = self.at.start(node), self.at.end(node)
        line = self.at.data[self.at.line_start(node.lineno) : start]
        if b"#" in self.at.data[start:end]:
            raise Unplaced(f"{self.module.path}:{node.lineno}: a comment inside an import that comes apart")
        texts = []
        for home in homes:
            names = [
                f"{self._named(site, alias, name)} as {alias.asname}"
                if alias.asname
                else self._named(site, alias, name)
                for alias, (place, _, name) in places.items()
                if place == home
            ]
            written = spell(self.module, home, node.level > 0)
            texts.append(self._statement(written, names, self.at.decode(line) if not line.strip() else ""))
        if line.strip():
            text = "; ".join(texts)
        else:
            text = (newline_of(self.at.data) + line).join(map(self.at.encode, texts)).decode()
        self.edits.add(Edit(start, end, self.at.encode(text)))

    def _statement(self, home: str, names: list[str], indent: str) -> str:
        if not home:
            return "; ".join(f"import {name}" for name in names)
        text = f"from {home} import {', '.join(names)}"
        if len(indent) + len(text) <= WIDTH:
            return text
        line = newline_of(self.at.data).decode()
        return f"from {home} import ({line}" + "".join(f"{indent}    {name},{line}" for name in names) + f"{indent})"

    def _named(self, site: ImportSite, alias: ast.alias, name: str) -> str:
        """The new name in an import list: the uses follow, or it is imported as the old one."""
        if alias.asname or name == alias.name:
            return name
        uses = [
            use
            for use in self.module.bindings.uses
            if use.name.id == alias.name and use.scope.lookup(alias.name) is site.scope
        ]
        taken = any(name in use.scope.bindings or use.name.id == name for use in self.module.bindings.uses)
        public = site.scope.kind == "module" and (self.module.package or alias.name in self.module.exports.names)
        if (
            site.scope.kind == "class"
            or site.scope.bindings[alias.name] != [alias]
            or taken
            or public
            or name in self.module.namespace
            or not all(isinstance(use.name.ctx, ast.Load) for use in uses)
        ):
            return f"{name} as {alias.name}"
        try:
            spans = [self.spans.place(use, use.name) for use in uses]
        except Unplaced:
            return f"{name} as {alias.name}"
        self.edits |= {Edit(start, end, self.at.encode(name)) for start, end in spans}
        return name

    # strings

    def _string(self, node: ast.Constant, parent: ast.AST | None) -> None:
        value = str(node.value)
        if isinstance(parent, ast.JoinedStr) or not DOTTED.fullmatch(value):
            return
        if isinstance(parent, ast.Call) and value.isidentifier():
            self._named_by_string(node, parent, value)
            return
        dotted = value.replace(":", ".")
        place = self.moved.place(dotted)
        if place == dotted or "." not in dotted:
            return
        if ":" in value:
            after = value.partition(":")[2].count(".") + 1
            parts = place.split(".")
            place = ".".join(parts[:-after]) + ":" + ".".join(parts[-after:])
        self._set(node, value, place)

    def _named_by_string(self, node: ast.Constant, call: ast.Call, value: str) -> None:
        """`import_module("old")`, and `setattr(module, "name", …)` and its kin."""
        called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if called in LOADERS and call.args[:1] == [node] and value in self.moved.modules:
            self._set(node, value, self.moved.modules[value])
        if called not in SETTERS or len(call.args) < 2 or call.args[1] is not node:
            return
        owner = self._dotted(call.args[0])
        key = f"{owner}.{value}"
        if owner and key in self.moved.names:
            home, _, name = self.moved.names[key].rpartition(".")
            if home == self.moved.place(owner):
                self._set(node, value, name)
            else:
                self.left.append((node.lineno, f"`{key}` by its name in a string"))

    def _dotted(self, node: ast.expr) -> str:
        for use in self.module.bindings.uses:
            if (use.attributes[-1] if use.attributes else use.name) is node and (bound := self._meant(use)):
                return ".".join([bound[0].old, *(attribute.attr for attribute in use.attributes)])
        return ""

    def _set(self, node: ast.Constant, old: str, new: str) -> None:
        try:
            start = self.at.string_start(node)
        except Unplaced as error:
            self.left.append((node.lineno, str(error)))
            return
        self.edits.add(Edit(start, start + len(self.at.encode(old)), self.at.encode(new)))


def in_text(data: bytes, moved: Moved) -> Iterator[Edit]:
    """Where a text that is not Python writes an old dotted name of several parts, or something below one."""
    for match in re.compile(rb"(?<![\w./@-])[^\W\d]\w*(?:\.[^\W\d]\w*)+(?:(:)[^\W\d]\w*(?:\.\w+)*)?(?![\w-])").finditer(
        data
    ):
        written = match.group().decode(errors="replace")
        dotted = written.replace(":", ".")
        key = moved.key(dotted)
        if "." not in key or moved.place(dotted) == dotted:
            continue
        place = moved.place(dotted)
        if match.group(1):
            parts = place.split(".")
            after = written.partition(":")[2].count(".") + 1
            place = ".".join(parts[:-after]) + ":" + ".".join(parts[-after:])
        yield Edit(*match.span(), place.encode())
