"""Renames module-level names: the definition, every reference, and the strings and texts that spell it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from migrate.model import Location
from migrate.python.bindings import ImportSite, Scope, Use
from migrate.python.edits import Edit, Unplaced
from migrate.python.imports import parents_of
from migrate.refactoring.imports.retarget import add_statement
from migrate.refactoring.left.modules import TABLE_MARK, table_of
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.shares import Exchange, in_shares, shares
from migrate.references.index import Index
from migrate.references.names import BUILTINS, Module
from migrate.references.plainly import Plain, is_proven, places_of, spotted
from migrate.references.proofs import Proofs

Binding = tuple[str, str]
"""A module and a name that it binds at its top level."""

PART = "a string that holds the old name as a part"
NAMED_BY_STRING = frozenset(
    {"TypeVar", "ParamSpec", "TypeVarTuple", "NewType", "namedtuple", "NamedTuple", "TypedDict"}
)
"""Calls whose first argument must say the name that they are assigned to."""


@dataclass
class Left:
    """Places that may mean the old name, each with the reason why nobody can tell."""

    places: list[tuple[Location, str]] = field(default_factory=list)

    def add(self, path: PurePosixPath, line: int, reason: str) -> None:
        self.places.append((Location(path, line), reason))


WORTH_A_PROCESS = 200_000
"""Bytes of source: parsing them takes longer than starting a process."""


@dataclass(frozen=True, slots=True)
class _Share:
    """What one process has found in its files."""

    edits: dict[PurePosixPath, list[Edit]]
    left: list[tuple[Location, str]]
    notes: list[str]
    unread: dict[PurePosixPath, str]
    proofs: dict[bytes, bytes]


class Renaming:
    """New names for some bindings, and for whatever imports them under the same name and shows them to nobody else.

    A module that re-exports the name (a package, a name in `__all__`, `X as X`) keeps its own public name: it imports
    `New as Old`. So does a file in which the new name would mean something else. In the files of `in_strings` a string
    that is just the name, or holds it after its module, follows without further proof. Raises Refused where the new name
    cannot be had.
    """

    def __init__(
        self,
        index: Index,
        wanted: Mapping[Binding, str],
        reexports: bool = False,
        in_strings: Collection[PurePosixPath] = (),
        among: Collection[PurePosixPath] | None = None,
    ) -> None:
        """`among` are the only files that need a look, where that is known beforehand."""
        self.index = index
        self.names = index.names
        self.wanted = dict(wanted)
        self.carriers = dict(wanted)
        self.reexports = reexports
        self.in_strings = frozenset(in_strings)
        self.among = among
        self.left = Left()
        self.notes: list[str] = []
        self._asked: set[str] = set()
        self._leaves: set[str] = set()
        self._reaching: set[PurePosixPath] = set()
        self._mine: Collection[PurePosixPath] | None = None
        """The files of this process, where several share the work."""
        self._only_starring: dict[PurePosixPath, frozenset[str] | None] = {}
        """The files that say none of the names, and may hand one on by a star: with the modules it may be of, if known."""
        self._found: dict[PurePosixPath, list[Edit]] | None = None
        self._spotted: dict[PurePosixPath, Mapping[str, Plain] | None] = {}
        self._proven: dict[PurePosixPath, bool] = {}
        self._proofs = Proofs.of(index.workspace)
        for binding in wanted:
            self._check_home(binding)
        if among is not None or in_strings or not self._in_shares():
            self._spread()

    def _in_shares(self) -> bool:
        """Do it all in several processes, where there is enough to do and nothing is refused."""
        size = sum(len(data) for path, data in self.writing.items() if path not in self._only_starring)
        count = shares(size, WORTH_A_PROCESS)
        if count < 2:
            return False
        by_size = sorted(self.writing, key=lambda path: (path in self._only_starring, -len(self.writing[path]), path))

        def work(number: int, exchange: Exchange) -> _Share:
            self._mine = frozenset(by_size[number::count])
            self._look_ahead()
            while True:
                known = set(self.carriers)
                self._spread()
                told = exchange({key: new for key, new in self.carriers.items() if key not in known})
                for news in told:
                    self.carriers.update(news)
                if not any(told):
                    edits = dict(self.edits())
                    return _Share(edits, self.left.places, self.notes, self.index.unread, self._proofs.fresh)

        self._proofs.load()
        found = in_shares(count, work)
        self._mine = None
        if found is None:
            self.carriers, self.left, self.notes = dict(self.wanted), Left(), []
            self._asked, self._leaves, self._reaching = set(), set(), set()
            for binding in self.wanted:
                self._check_home(binding)
            return False
        self._found = {path: edits for share in found for path, edits in share.edits.items()}
        for share in found[1:]:
            self.left.places += [place for place in share.left if place not in self.left.places]
            self.notes += [note for note in share.notes if note not in self.notes]
            self.index.unread.update(share.unread)
            self._proofs.learn(share.proofs)
        return True

    # who carries the name

    def _spread(self) -> None:
        """Find every module that gets the name by an import and hands it on under the new name."""
        known = 0
        while known != len(self.carriers):
            known = len(self.carriers)
            for path in self.files:
                if (plain := self._plainly(path)) is not None:
                    for name, new in self._renamed_plainly(plain):
                        self.carriers.setdefault((self.names.names[path], name), new)
                    continue
                module = self.read(path)
                if module is None:
                    continue
                for site, alias, binding in self._imports(module):
                    if alias.name == "*":
                        self._spread_star(module, site)
                    elif alias.asname is None and site.scope is module.bindings.module and module.name:
                        here = (module.name, alias.name)
                        if here not in self.carriers and self._follows(module, site, alias):
                            self.carriers[here] = self.carriers[binding]
            if self.among is not None and known != len(self.carriers):
                more = [f"{owner}{mark}{name}" for owner, name in list(self.carriers)[known:] for mark in ".:"]
                self.writing.update((path, self.names.data(path)) for path in self.names.files_with(*more))

    def _spot(self, path: PurePosixPath) -> Mapping[str, Plain] | None:
        if path not in self._spotted:
            closely = self.among is not None or path in self.in_strings or self.names.names.get(path, "") in self._homes
            self._spotted[path] = None if closely else spotted(self.names, path, self.spelled, self._taken)
        return self._spotted[path]

    def _plainly(self, path: PurePosixPath) -> Mapping[str, Plain] | None:
        """What the file does with the names, where that can be told without its tree."""
        found = self._spot(path)
        if found is not None and path not in self._proven:
            self._proven[path] = is_proven(self._proofs, self.names.data(path), found)
        return found if found is not None and self._proven[path] else None

    def _look_ahead(self) -> None:
        """Look at each file of this process that imports one of the names, from wherever: most of them will be asked about."""
        for path in self._mine or ():
            found = self._spot(path)
            if found and any(plain.target in self.names.paths for plain in found.values()):
                self._plainly(path)

    def _renamed_plainly(self, plain: Mapping[str, Plain]) -> list[tuple[str, str]]:
        """The names that such a file takes from where they are renamed, with the new ones."""
        found = ((name, self.carriers.get((said.target, name))) for name, said in plain.items())
        return [(name, new) for name, new in found if new]

    @cached_property
    def _homes(self) -> frozenset[str]:
        return frozenset(home for home, _ in self.wanted)

    @cached_property
    def _taken(self) -> frozenset[str]:
        return frozenset(self.wanted.values())

    def _spread_star(self, module: Module, site: ImportSite) -> None:
        for binding, new in self._through(module, site):
            here = (module.name, binding[1])
            if here in self.carriers or not module.name or self._shows(module, binding[1]):
                continue
            self._check_free(module, module.bindings.module, binding[1], new)
            self.carriers[here] = new

    def _through(self, module: Module, site: ImportSite) -> list[tuple[Binding, str]]:
        """The renamed bindings that a star import brings, if nothing else in the module binds them."""
        assert isinstance(site.node, ast.ImportFrom)
        target = module.target(site.node)
        brought = [(key, new) for key, new in self.carriers.items() if key[0] == target]
        return [
            (key, new)
            for key, new in brought
            if key[1] in self.names.star_names(target) and key[1] not in module.namespace
        ]

    def _imports(self, module: Module) -> Iterator[tuple[ImportSite, ast.alias, Binding]]:
        """The names in from-imports (or the star) that lead to a binding that is renamed."""
        modules = {key[0] for key in self.carriers}
        for site in module.bindings.imports:
            if isinstance(site.node, ast.ImportFrom):
                target = module.target(site.node)
                for alias in site.node.names:
                    if (target, alias.name) in self.carriers or (alias.name == "*" and target in modules):
                        yield site, alias, (target, alias.name)

    @cached_property
    def writing(self) -> dict[PurePosixPath, bytes]:
        """The Python files in which one of the names stands as a word, and those that may hand it on by a star."""
        wanted = {name for _, name in self.wanted}
        anywhere = not all(name.isascii() for name in wanted)  # other encodings write such a name in other bytes
        starring = self.names.starring if self.among is None else {}
        there = set(self.names.files_with(*wanted) if self.among is None else self.among)
        found = {}
        for path in sorted(there.union(starring)):
            data = self.names.data(path)
            if anywhere or (path in there and any(any(True for _ in places_of(data, name)) for name in wanted)):
                found[path] = data
            elif path in starring:
                found[path], self._only_starring[path] = data, starring[path]
        return found

    @property
    def files(self) -> list[PurePosixPath]:
        """Those of them that can get at a module which has the name, as far as that is known."""
        fresh = {module for module, _ in self.carriers} - self._asked
        self._asked |= fresh
        leaves = {module.rpartition(".")[2] for module in fresh} - self._leaves
        self._leaves |= leaves
        needles = [leaf.encode() for leaf in leaves]
        anywhere = not all(leaf.isascii() for leaf in leaves)
        for path, data in self.writing.items() if fresh else ():
            if path not in self._reaching and (self._mine is None or path in self._mine):
                stars = self._only_starring.get(path)
                if stars is not None and stars.isdisjoint(fresh):
                    continue
                name = self.names.names.get(path, "")
                if anywhere or any(map(data.__contains__, needles)) or not fresh.isdisjoint((name, *parents_of(name))):
                    self._reaching.add(path)
        return sorted(self._reaching)

    def read(self, path: PurePosixPath) -> Module | None:
        """The module in that file; None, with a reason in the index's `unread`, where it cannot be parsed or edited."""
        module = self.names.file(path)
        try:
            module.bindings  # noqa: B018 (parses it)
            module.positions  # noqa: B018 (looks at its encoding)
        except (SyntaxError, Unplaced) as error:
            self.index.unread[path] = str(getattr(error, "msg", None) or error)
            return None
        return module

    def _shows(self, module: Module, name: str) -> bool:
        """Whether the module offers a name that it imports to others under this name."""
        if self.reexports or (module.name, name) in self.wanted:
            return False
        for path in self.names.paths.get(module.name, (module.path,)):  # a stub speaks for its module
            twin = self.read(path)
            exports = twin.exports if twin else module.exports
            if name in exports.names or (exports.there and not exports.known):
                return True
            nodes = twin.namespace.get(name, []) if twin else []
            if any(isinstance(node, ast.alias) and node.asname == node.name for node in nodes):
                return True
        return module.package and not name.startswith("_")

    def _follows(self, module: Module, site: ImportSite, alias: ast.alias) -> bool:
        """Whether the uses of an imported name take the new one."""
        scope, name = site.scope, alias.name
        at_top = scope is module.bindings.module
        twins = [path for path in self.names.paths.get(module.name, ()) if path.suffix == module.path.suffix]
        if scope.kind == "class" or (at_top and (len(twins) > 1 or self._shows(module, name))):
            return False
        origins = module.origins
        new = {
            self.carriers.get(origins[node]) if isinstance(node, ast.alias) and not node.asname else None
            for node in scope.bindings.get(name, [])
        }
        if len(new) != 1 or None in new:
            return False
        try:
            self._check_free(module, scope, name, str(new.pop()))
            list(places(module, scope, name))
        except (Refused, Unplaced):
            return False
        return True

    # what stands in the way

    def _check_home(self, binding: Binding) -> None:
        module_name, name = binding
        for path in self.names.paths.get(module_name, ()):
            module = self.read(path)
            if module is None:
                raise Refused("syntax-error", f"{path} cannot be parsed", "mend the file first", Location(path))
            if module.exports.there and not module.exports.known:
                for string, _ in module.bindings.strings:
                    if string.value == name or (name in str(string.value) and _is_in_all(module, string, name)):
                        self.left.add(path, string.lineno, f"`{module_name}` has an `__all__` that cannot be read")
            if name in module.namespace:
                self._check_free(module, module.bindings.module, name, self.wanted[binding])
                for node in module.namespace[name]:
                    self._check_definition(module, node, name)

    def _check_definition(self, module: Module, node: ast.AST, name: str) -> None:
        for decorator in getattr(node, "decorator_list", []):
            text = ast.unparse(decorator)
            where = Location(module.path, decorator.lineno)
            if re.search(r"\bfixture\b", text):
                raise Refused(
                    "fixture", f"{where}: `{name}` is a fixture, which tests ask for by the name of a parameter",
                    "give it `name=` first, or rename it by hand", where,
                )  # fmt: skip
            if isinstance(decorator, ast.Call | ast.Attribute) and isinstance(node, ast.FunctionDef):
                self.notes.append(f"{where}: `@{text}` may use the name of what it decorates")

    def _check_free(self, module: Module, scope: Scope, name: str, new: str) -> None:
        """Raise Refused where the new name is bound already, or means something else at a place where the old one stands."""
        if new in scope.bindings:
            where = Location(module.path, line_of_binding(module, scope.bindings[new][0]))
            raise Refused("name-taken", f"{where}: `{new}` is bound there already", "choose another name", where)
        mangled = [text for text in (name, new) if text.startswith("__") and not text.endswith("__")]
        for use in module.bindings.uses:
            if use.name.id not in (name, new):
                continue
            home = home_of(use)
            if use.name.id == name and home is (scope if name in scope.bindings else None):
                other = use.scope.lookup(new)
                if other is not None and other is not scope and _inside(other, scope):
                    where = Location(module.path, (use.quoted or use.name).lineno)
                    raise Refused(
                        "captured", f"{where}: `{new}` is a local name there", "choose another name", where
                    )  # fmt: skip
                if mangled and any(item.kind == "class" for item in _around(use.scope)):
                    where = Location(module.path, use.name.lineno)
                    raise Refused(
                        "mangled", f"{where}: `{mangled[0]}` is mangled in a class", "choose another name", where
                    )
            if use.name.id == new and (home is None or _inside(scope, home)) and _inside(use.scope, scope):
                where = Location(module.path, (use.quoted or use.name).lineno)
                kind = "builtin" if new in BUILTINS else "name of another scope"
                raise Refused("captured", f"{where}: the {kind} `{new}` is used there", "choose another name", where)
        if scope is module.bindings.module:
            for star in module.stars:
                if new in self.names.star_names(star) and (star, name) not in self.carriers:
                    where = Location(module.path)
                    raise Refused(
                        "name-taken", f"{module.path} gets `{new}` from `{star}`", "choose another name", where
                    )  # fmt: skip

    # the edits

    def edits(self) -> Iterator[tuple[PurePosixPath, list[Edit]]]:
        """The edits of each file. What cannot be proven is in `left` afterwards."""
        if self._found is not None:
            yield from sorted(self._found.items())
            return
        for path in sorted({*self.files, *self.in_strings}):
            if (plain := self._plainly(path)) is not None:
                spans = [(span, new) for name, new in self._renamed_plainly(plain) for span in plain[name].spans]
                if spans:
                    yield path, sorted(Edit(*span, new.encode()) for span, new in spans)
                continue
            module = self.read(path)
            if module is not None:
                found = sorted(set(self._file(module)))
                if found:
                    yield path, found

    def _file(self, module: Module) -> Iterator[Edit]:
        top = module.bindings.module
        renamed: dict[tuple[Scope, str], str] = {}
        for (home, name), new in self.carriers.items():
            if home == module.name and home and (name in top.bindings or module.stars):
                renamed[top, name] = new
        for site, alias, binding in self._imports(module):
            if alias.name != "*" and not alias.asname and self._follows(module, site, alias):
                renamed[site.scope, alias.name] = self.carriers[binding]
        yield from self._import_edits(module, renamed)
        for (scope, name), new in renamed.items():
            try:
                for start, end in places(module, scope, name):
                    yield Edit(start, end, module.positions.encode(new))
            except Unplaced as error:
                raise Refused(
                    "unplaced", str(error), "rewrite that place by hand, plainly", Location(module.path)
                ) from error
        yield from self._attributes(module)
        own = {name: new for (scope, name), new in renamed.items() if scope is top}
        listed = set(module.exports.names)  # a submodule, too, that nothing else in its package names
        own |= {name: new for (home, name), new in self.carriers.items() if home == module.name and name in listed}
        yield from self._strings(module, own)

    def _import_edits(self, module: Module, renamed: Mapping[tuple[Scope, str], str]) -> Iterator[Edit]:
        at = module.positions
        for site in module.bindings.imports:
            node = site.node
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
                yield from self._kept_by_star(module, site, renamed)
                continue
            for alias in node.names:
                taken = (
                    self.carriers.get(module.origins[alias], alias.name)
                    if isinstance(node, ast.ImportFrom)
                    else alias.name
                )
                bound = alias.asname or alias.name.partition(".")[0]
                now = renamed.get((site.scope, bound), bound)
                if (taken, now) == (alias.name, bound):
                    continue
                start, end = at.checked(at.start(alias), alias.name)
                if alias.asname is None:
                    if "." in alias.name:
                        raise Refused(
                            "unplaced", f"{module.path}:{alias.lineno}: `import {alias.name}` binds the name",
                            "import it under another name first", Location(module.path, alias.lineno),
                        )  # fmt: skip
                    yield Edit(start, end, at.encode(taken if taken == now else f"{taken} as {now}"))
                elif taken == now and alias.asname != alias.name:
                    yield Edit(start, at.end(alias), at.encode(taken))
                else:
                    stop = at.end(alias)
                    yield Edit(start, end, at.encode(taken))
                    yield Edit(*at.checked(stop - len(at.encode(alias.asname)), alias.asname), at.encode(now))

    def _kept_by_star(
        self, module: Module, site: ImportSite, renamed: Mapping[tuple[Scope, str], str]
    ) -> Iterator[Edit]:
        """An import of `New as Old` after a star that brought the old name to a module that shows it to others."""
        node = site.node
        assert isinstance(node, ast.ImportFrom)
        written = "." * node.level + (node.module or "")
        for binding, new in self._through(module, site):
            if (module.bindings.module, binding[1]) in renamed:
                if new.startswith("_") and not self._exported(binding):  # a star does not bring it any more
                    yield add_statement(module, node, f"from {written} import {new}")
                continue
            if new in module.namespace and self.names.member(module.name, new) != self.names.member(*binding):
                where = Location(module.path, node.lineno)
                raise Refused("name-taken", f"{where}: the star would bring `{new}`", "choose another name", where)
            yield add_statement(module, node, f"from {written} import {new} as {binding[1]}")

    def _exported(self, binding: Binding) -> bool:
        info = self.names.module(binding[0])
        return info is not None and binding[1] in info.exports.names

    def _attributes(self, module: Module) -> Iterator[Edit]:
        """`module.name`, on whatever name the chain begins."""
        wanted = {name for _, name in self.carriers}
        told = {str(node.value) for node, _ in module.bindings.strings if "." in str(node.value)}
        fstrings = FStrings(module)
        for use in module.bindings.uses:
            for count, attribute in enumerate(use.attributes):
                if attribute.attr not in wanted:
                    continue
                owners = self._owners(module, use, count)
                new = {self.carriers.get((owner, attribute.attr)) for owner in owners}
                if not any(new):
                    if not owners - {""} and any(
                        name == attribute.attr and owner in told for owner, name in self.carriers
                    ):
                        self.left.add(
                            module.path,
                            attribute.lineno,
                            f"`{ast.unparse(attribute)}`, in a file with its module in a string",
                        )
                    continue
                if len(new) > 1:
                    self.left.add(module.path, attribute.lineno, f"`{ast.unparse(attribute)}` may mean several things")
                    continue
                try:
                    start, end = fstrings.place(use, attribute)
                except Unplaced as error:
                    raise Refused(
                        "unplaced",
                        str(error),
                        "rewrite that place by hand, plainly",
                        Location(module.path, attribute.lineno),
                    ) from error
                yield Edit(start, end, module.positions.encode(str(new.pop())))
        self._judge_loaded(module, told)

    def _judge_loaded(self, module: Module, told: Collection[str]) -> None:
        """Note `import_module("a.b").name`. `told` are the file's strings with a dot."""
        wanted = {name for _, name in self.carriers}
        ends = tuple(f".{text.lstrip('.')}" for text in told)
        homes = {key for key in self.carriers if key[0] in told or (ends and f".{key[0]}".endswith(ends))}
        for node in ast.walk(module.source.tree) if homes else ():
            if isinstance(node, ast.Attribute) and node.attr in wanted and isinstance(node.value, ast.Call):
                loaded = [str(item.value).lstrip(".") for item in node.value.args if isinstance(item, ast.Constant)]
                if any(
                    name == node.attr and f".{home}".endswith(f".{text}") for home, name in homes for text in loaded
                ):
                    self.left.add(module.path, node.lineno, f"`{ast.unparse(node)}`, of what a string names")

    def _owners(self, module: Module, use: Use, count: int) -> set[str]:
        """The modules that the first `count` attributes of a use lead to; several where the name is bound in branches, with
        "" for what is no module of the tree.
        """
        home = home_of(use)
        nodes = [node for node in home.bindings[use.name.id] if isinstance(node, ast.alias)] if home else []
        if nodes:
            meanings = {self.names.bound(module, use.name.id, node) for node in nodes}
        else:
            meanings = {self.names.of_use(module, use)}
        found = set()
        for meaning in meanings:
            for attribute in use.attributes[:count]:
                meaning = self.names.attribute(meaning, attribute.attr) if meaning else None
            if meaning and not meaning.name and self.names.is_module(meaning.module):
                found.add(meaning.module)
            elif len(nodes) > 1:
                found.add("")  # something else, of which nobody knows what it has
        return found

    def _strings(self, module: Module, own: Mapping[str, str]) -> Iterator[Edit]:
        at = module.positions
        edited: set[int] = set()
        for reference in self.index.strings_in(module.path, self.spelled):
            if reference.form in ("string", "setattr") and reference.owner and not reference.owner.name:
                new = self.carriers.get((reference.owner.module, reference.written))
            elif reference.form == "export":
                new = own.get(reference.written)
            else:
                continue
            if new:
                edited.add(id(reference.string))
                yield Edit(reference.start, reference.end, at.encode(new))
        for node in module.exports.nodes:
            if str(node.value) in own and id(node) not in edited:
                start = self._inside(module, node)
                yield Edit(start, start + len(at.encode(str(node.value))), at.encode(own[str(node.value)]))
        edited.update(map(id, module.exports.nodes))  # the others name something else
        told = {str(node.value) for node, _ in module.bindings.strings}
        table = table_of(module.source.tree) if TABLE_MARK in module.source.data else None
        if table:
            edited |= table.strings  # old names, which follow nothing
        for node, parent in module.bindings.strings:
            text = str(node.value)
            if id(node) in edited:
                continue
            if text in own and _is_own_name(node, parent, module):
                start = self._inside(module, node)
                yield Edit(start, start + len(at.encode(text)), at.encode(own[text]))
            elif module.path in self.in_strings:
                yield from self._in_string(module, node, text)
            elif not isinstance(parent, ast.Expr):
                self._judge_string(module, node, text, told)

    def _in_string(self, module: Module, node: ast.Constant, text: str) -> Iterator[Edit]:
        at = module.positions
        for (owner, name), new in self.carriers.items():
            dotted = rf"(?<![\w.]){re.escape(owner)}[.:]({re.escape(name)})(?!\w)"
            for match in re.finditer(rf"\A({re.escape(name)})\Z|{dotted}", text):
                group = 1 if match.group(1) else 2
                start = self._inside(module, node) + len(at.encode(text[: match.start(group)]))
                yield Edit(start, start + len(at.encode(name)), at.encode(new))

    def _inside(self, module: Module, node: ast.Constant) -> int:
        try:
            return module.positions.string_start(node)
        except Unplaced as error:
            where = Location(module.path, node.lineno)
            raise Refused("unplaced", str(error), "write the string in one plain piece", where) from error

    def _judge_string(self, module: Module, node: ast.Constant, text: str, told: Collection[str]) -> None:
        """Note a string that may mean the name, without proof. `told` are all strings of the file."""
        if not any(name in text for name in self.spelled):
            return
        if any(self._told(text)):
            self.left.add(module.path, node.lineno, PART)
            return
        for owner, name in self.carriers if text in self.spelled else ():
            if text == name and "__getattr__" in module.namespace and f"{owner}.".startswith(f"{module.name}."):
                self.left.add(module.path, node.lineno, f"`{module.name}` hands out names by `__getattr__`")
                return
            if text == name and "." in owner and owner in told:
                self.left.add(
                    module.path, node.lineno, f"a string beside the string {owner!r}: a table of lazy imports?"
                )
                return

    def _told(self, text: str) -> Iterator[Binding]:
        """The carriers that a text writes with their module."""
        for match in self._dotted.finditer(text):
            binding = (match.group(1), match.group(2))
            if binding in self.carriers:
                yield binding

    @cached_property
    def spelled(self) -> frozenset[str]:
        """The names that are renamed, wherever they are carried to."""
        return frozenset(name for _, name in self.wanted)

    @cached_property
    def _dotted(self) -> re.Pattern[str]:
        names = "|".join(re.escape(name) for name in sorted(self.spelled))
        return re.compile(rf"(?<![\w.])(\w+(?:\.\w+)*)[.:]({names})(?!\w)")


class FStrings:
    """Where names stand that Python before 3.12 places wrongly: inside f-strings."""

    def __init__(self, module: Module) -> None:
        self.module = module

    @cached_property
    def strings(self) -> dict[int, ast.JoinedStr]:
        """For each name and attribute inside an f-string, the outermost one. Empty where Python places them rightly."""
        found: dict[int, ast.JoinedStr] = {}
        for node in self.module.bindings.fstrings if sys.version_info < (3, 12) else ():
            if id(node) not in found:
                for inner in ast.walk(node):
                    found.setdefault(id(inner), node)
        return found

    def place(self, use: Use, node: ast.Name | ast.Attribute) -> tuple[int, int]:
        """The span of that name. Raises Unplaced where it cannot be told."""
        at = self.module.positions
        if use.quoted is not None:
            return _place_quoted(self.module, use, node)
        outer = self.strings.get(id(node))
        if outer is None:
            return at.name_span(node) if isinstance(node, ast.Name) else at.attribute_span(node)
        name = _last(node)
        nodes = [item for item in ast.walk(outer) if isinstance(item, ast.Name | ast.Attribute) and _last(item) == name]
        start, end = at.start(outer), at.end(outer)
        words = list(re.finditer(rb"(?<![\w])" + re.escape(at.encode(name)) + rb"(?!\w)", at.data[start:end]))
        if len(words) != len(nodes):
            raise Unplaced(
                f"{self.module.path}:{outer.lineno}: `{name}` stands in an f-string with other words like it"
            )
        nodes.sort(key=lambda item: _order(outer, item))
        found = words[next(count for count, item in enumerate(nodes) if item is node)]
        return start + found.start(), start + found.end()


def places(module: Module, scope: Scope, name: str) -> Iterator[tuple[int, int]]:
    """Every span where the name stands for what this scope binds, imports apart. Raises Unplaced."""
    at, fstrings = module.positions, FStrings(module)
    bound = name in scope.bindings
    for use in module.bindings.uses:
        if use.name.id == name and home_of(use) is (scope if bound else None):
            yield fstrings.place(use, use.name)
    for node in scope.bindings.get(name, ()):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield at.definition_span(node)
            case ast.Name() | ast.alias():
                pass
            case ast.arg():
                yield at.checked(at.start(node), name)
            case ast.MatchAs() | ast.MatchStar():
                yield at.checked(at.end(node) - len(at.encode(name)), name)
            case ast.ExceptHandler():
                match = re.compile(rb"except\b[^\n]*?\bas\s+").match(at.data, at.start(node))
                if match is None:
                    raise Unplaced(f"{module.path}:{node.lineno}: no `as {name}` there")
                yield at.checked(match.end(), name)
            case _:
                line = line_of_binding(module, node)
                raise Unplaced(f"{module.path}:{line}: `{name}` is bound in a way that cannot be placed")
    for node, inner in module.bindings.declarations:
        if name in node.names and inner.lookup(name) is scope:
            start = at.start(node)
            match = re.compile(rb"(?<!\w)" + re.escape(at.encode(name)) + rb"(?!\w)").search(
                at.data, start, at.end(node)
            )
            if match is None:
                raise Unplaced(f"{module.path}:{node.lineno}: `{name}` is not where it is declared")
            yield match.span()


def home_of(use: Use) -> Scope | None:
    """The scope whose binding a use means. A class body that binds the name further down still reads the one outside."""
    return use.looked_up_in.lookup(use.name.id)


def line_of_binding(module: Module, node: ast.AST) -> int:
    """The line of what binds a name."""
    return getattr(node, "lineno", 1)


def _place_quoted(module: Module, use: Use, node: ast.Name | ast.Attribute) -> tuple[int, int]:
    at = module.positions
    assert use.quoted is not None
    if "\n" in use.text:
        raise Unplaced(f"{module.path}:{use.quoted.lineno}: an annotation of several lines")
    name = _last(node)
    stop = len(use.text.encode()[: node.end_col_offset or 0].decode())
    before = use.text[: stop - len(name)]
    return at.checked(at.string_start(use.quoted) + len(at.encode(before)), name)


def _is_in_all(module: Module, string: ast.Constant, name: str) -> bool:
    """Whether a string with the name as a word stands in a statement that makes `__all__`."""
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", str(string.value))) and any(
        statement.lineno <= string.lineno <= (statement.end_lineno or 0)
        and any(isinstance(node, ast.Name) and node.id == "__all__" for node in ast.walk(statement))
        for statement in module.source.tree.body
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
    )


def _is_own_name(node: ast.Constant, parent: ast.AST | None, module: Module) -> bool:
    """Whether a string must say what its own module calls the thing: `globals()["x"]`, `x = TypeVar("x")`."""
    match parent:
        case ast.Subscript(value=ast.Call(func=ast.Name(id="globals"), args=[])):
            return True
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called), args=[first, *_]) if first is node:
            return called in NAMED_BY_STRING and any(
                isinstance(statement, ast.Assign)
                and statement.value is parent
                and any(isinstance(item, ast.Name) and item.id == node.value for item in statement.targets)
                for statement in module.source.tree.body
            )
    return False


def _order(outer: ast.AST, wanted: ast.AST) -> int:
    """The place of a node in the order in which an f-string is read."""
    count, waiting = 0, [outer]
    while waiting:
        node = waiting.pop()
        if node is wanted:
            return count
        count += 1
        inner = list(ast.iter_child_nodes(node))
        if isinstance(node, ast.Attribute):
            inner = [node.value]
        waiting += reversed(inner)
    return count


def _last(node: ast.Name | ast.Attribute) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr


def _around(scope: Scope | None) -> Iterator[Scope]:
    while scope:
        yield scope
        scope = scope.parent


def _inside(scope: Scope, outer: Scope) -> bool:
    """Whether one scope is the other or lies in it."""
    return any(item is outer for item in _around(scope))
