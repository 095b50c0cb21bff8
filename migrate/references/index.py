"""Who refers to a module or a name, where exactly, and how certain that is."""

from __future__ import annotations

import ast
import gc
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal

from migrate.python.bindings import ImportSite, Use
from migrate.python.edits import Unplaced
from migrate.python.imports import absolute
from migrate.references.names import FROM_STAR, Meaning, Module, Names
from migrate.references.texts import DOTTED, Mention, is_history, mentions, path_mentions, url_mentions
from migrate.workspace import Workspace

Form = Literal[
    "import", "from", "star", "imported", "name", "attribute", "export", "string", "setattr", "relative-string"
]
"""`import a.b` · the module of `from a.b import …` · the same with a star · a name in its list · a name in use · an
attribute of a module or class in use · a string in `__all__` · a string that is a dotted name · the name given to
`setattr` and its kin · the first argument of `import_module(".b", package)`."""

Certainty = Literal["resolved", "string", "unproven"]
ENTRY_POINT = re.compile(rf"[\w.-]+\s*=\s*({DOTTED.pattern.removesuffix('?')})\s*")
"""`name = pkg.mod:function`, as packaging metadata in Python has it."""
SETTERS = frozenset({"setattr", "getattr", "delattr", "hasattr", "object"})
"""Calls whose first argument is a thing and whose second names an attribute of it; `object` is `mock.patch.object`."""


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """One place that means `meaning`. `start` and `end` are bytes of the file; they enclose `written`.

    A chain such as `pkg.mod.name` gives a reference for each of its parts; `chain_start` is where the chain begins.
    `spelled` is the absolute name looked up there, before re-exports are followed.
    """

    path: PurePosixPath
    start: int
    end: int
    line: int
    written: str
    spelled: str
    meaning: Meaning
    form: Form
    certainty: Certainty
    chain_start: int
    owner: Meaning | None = None
    """For an attribute: what it is an attribute of."""
    site: ImportSite | None = None
    alias: ast.alias | None = None
    use: Use | None = None
    string: ast.Constant | None = None


class Index:
    """The reference index of one workspace. Only files whose bytes hold a name in question are parsed."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.names = Names(workspace)
        self._references: dict[PurePosixPath, tuple[Reference, ...]] = {}
        self._about: dict[Meaning, list[PurePosixPath]] = {}
        self._spelled: dict[Meaning, set[str]] = {}
        """The names under which files can have a thing, beside those that they give to it themselves."""
        self.unread: dict[PurePosixPath, str] = {}
        """Files that were asked about and cannot be read, with the reason."""

    def references(self, dotted: str) -> list[Reference]:
        """Every place in Python files that means this module, name or member, or a part of it, sorted by place."""
        meaning = self.names.meaning(dotted)
        if meaning is None:
            return []
        paths = self.files_about(meaning)
        if meaning.name:
            about = frozenset(self._spelled[meaning])
            wanted = [reference for path in paths for reference in self._read(path, about)]
        else:
            wanted = [reference for path in paths for reference in self.in_file(path)]
        return [reference for reference in wanted if reference.meaning.within(meaning)]

    def files_about(self, meaning: Meaning) -> list[PurePosixPath]:
        """The Python files that can refer to the thing: those that write its name, or a name it was imported as, and
        write the name of a module that they can have it from. Module names are common words; to parse every file with
        the word `base` would cost most of the time.
        """
        if meaning not in self._about:
            self._about[meaning] = self._find_files_about(meaning)
        return self._about[meaning]

    def _find_files_about(self, meaning: Meaning) -> list[PurePosixPath]:
        home, _, leaf = meaning.dotted.rpartition(".")
        found: dict[PurePosixPath, None] = {}
        if meaning.name or not home:
            waiting: dict[str, set[str]] = {}
            found.update(dict.fromkeys(self._files_with_word(leaf) if meaning.name else self.names.files_with(leaf)))
        else:
            waiting = {leaf: {home}}
        asked: set[tuple[str, str]] = set()
        unread = self._giving_another_name(leaf, found) if meaning.name else list(found)
        while waiting or unread:
            for name, homes in waiting.items():
                asked |= {(name, module) for module in homes}
                unread += [path for path in self._files_that_reach(name, homes, home) if path not in found]
                found.update(dict.fromkeys(unread))
            waiting = {}
            about = frozenset({leaf, *(name for name, _ in asked)}) if meaning.name else frozenset()
            for path in unread:
                for name in self._hands_on(path, meaning, about):
                    if (name, self.names.names[path]) not in asked:
                        waiting.setdefault(name, set()).add(self.names.names[path])
            unread = []
        self._spelled[meaning] = {leaf, *(name for name, _ in asked)}
        return sorted(found)

    def _files_with_word(self, name: str) -> Iterator[PurePosixPath]:
        """The files that write a name of which nothing else is a part."""
        word = re.compile(rb"(?<!\w)" + re.escape(name.encode()) + rb"(?!\w)")
        for path in self.names.files_with(name):
            if not name.isascii() or path in self.names.folded or word.search(self.names.data(path)):
                yield path

    def _giving_another_name(self, name: str, paths: Iterable[PurePosixPath]) -> list[PurePosixPath]:
        """Those of the files, all of which write the name, that may import it under another one."""
        renamed = re.compile(re.escape(name.encode()) + rb"(?:[\s\\]|#[^\r\n]*[\r\n])+as\b")
        unsure = self.names.folded if name.isascii() else set(paths)
        return [path for path in paths if path in unsure or renamed.search(self.names.data(path))]

    def _hands_on(self, path: PurePosixPath, meaning: Meaning, about: frozenset[str]) -> Iterator[str]:
        """The names under which other modules can take the thing from this one."""
        for reference in self._read(path, about) if about else self.in_file(path):
            alias, site = reference.alias, reference.site
            imported = alias and site and reference.form in ("imported", "import") and site.scope.kind == "module"
            if alias and imported and reference.meaning.within(meaning):
                yield alias.asname or reference.written.rpartition(".")[2]

    def _files_that_reach(self, name: str, homes: Collection[str], first: str) -> Iterator[PurePosixPath]:
        """The files that write this name, and can have it from one of these modules or from a star import of one."""
        modules = self.through_stars(homes)
        words = {module.rpartition(".")[2] for module in modules}
        if first in homes:
            words |= self._aliases(first.rpartition(".")[2])
        anyhow = set() if all(word.isascii() for word in [name, *words]) else set(self.names.names)
        anyhow |= self.names.folded
        listed = "|".join(re.escape(word) for word in sorted(words))
        there = re.compile(rf"(?<!\w)(?:{listed})(?!\w)(?!\s*\.\s*(?!{re.escape(name)}\b)\w)".encode())
        below = tuple(f"{module}." for module in modules)
        for path in self.names.files_with(name):
            if (
                path in anyhow
                or f"{self.names.names[path]}.".startswith(below)
                or there.search(self.workspace.read(path))
            ):
                yield path

    def through_stars(self, modules: Collection[str]) -> set[str]:
        """These modules, and those that have names of them by star imports, over any number of modules."""
        found, waiting = set(modules), list(modules)
        while waiting:
            more = self._starring.get(waiting.pop(), set()) - found
            found |= more
            waiting += more
        return found

    @cached_property
    def _starring(self) -> dict[str, set[str]]:
        """Module → the modules that star-import it, as the text of their imports says."""
        found: dict[str, set[str]] = {}
        for path in self.names.files_with("import *", "import  *", "import\t*", "import*"):
            name, package = self.names.names[path], path.stem == "__init__"
            for written in FROM_STAR.findall(self.workspace.read(path)):
                text = written.decode(errors="replace")
                bare = text.lstrip(".")
                found.setdefault(absolute(bare, len(text) - len(bare), name, package), set()).add(name)
        return found

    def _aliases(self, word: str) -> set[str]:
        """The names that imports give to anything of that name."""
        renamed = re.compile(rf"{re.escape(word)}\s+as\s+(\w+)".encode())
        files = self.names.files_with(word)
        return {name.decode(errors="replace") for path in files for name in renamed.findall(self.workspace.read(path))}

    def star_importers(self, module: str) -> list[Reference]:
        """Every `from module import *`."""
        users = [self.names.path_of(name) for name in sorted(self._starring.get(module, ()))]
        references = [reference for path in users if path for reference in self.in_file(path)]
        return [item for item in references if item.form == "star" and item.spelled == module]

    def in_file(self, path: PurePosixPath) -> tuple[Reference, ...]:
        """Every reference of one file to anything in the tree. A file that cannot be parsed gives none: see `unread`."""
        if path not in self._references:
            self._references[path] = self._read(path)
        return self._references[path]

    def _read(self, path: PurePosixPath, about: frozenset[str] = frozenset()) -> tuple[Reference, ...]:
        """The references of one file; with `about`, at least those to what modules offer under these names."""
        if path in self._references:
            return self._references[path]
        try:
            reader = _Reader(self.names, self.names.file(path), tuple(about) or ("",), about)
            return tuple(sorted(reader.read(), key=lambda r: (r.start, r.end)))
        except (SyntaxError, Unplaced) as error:
            self.unread[path] = str(getattr(error, "msg", None) or error)
            return ()

    def strings_in(self, path: PurePosixPath, words: Collection[str] = ("",)) -> list[Reference]:
        """The references of one file that are strings and hold one of these words, `__all__` among them, and all relative
        names. A dotted name holds a word as one of its parts. Its other imports are not followed for that.
        """
        return list(_Reader(self.names, self.names.file(path), tuple(words)).strings())

    def mentions(self, dotted: str, paths: Iterable[PurePosixPath] = ()) -> list[Mention]:
        """Where the layout's `also` files that are not Python name the module: by dotted name, or by one of these paths."""
        paths = tuple(paths)
        return [
            mention
            for file, data in self._texts_read()
            for mention in mentions(file, data, dotted, paths, self.names.roots, self._taken)
        ]

    def path_mentions(self, paths: Iterable[PurePosixPath]) -> list[Mention]:
        """Where the `also` files, or strings in Python code, name one of these files and folders by its path."""
        paths = tuple(paths)
        found = [
            mention
            for file, data in self._texts_read()
            for mention in path_mentions(file, data, paths, self.names.roots, self._taken)
        ]
        for file in self.names.files_with(*{path.name for path in paths}) if paths else ():
            written = path_mentions(file, self.workspace.read(file), paths, self.names.roots, self._taken)
            if written:
                found += self._in_strings(file, written)
        return found

    def ends_in_strings(self, paths: Collection[PurePosixPath]) -> Iterator[Mention]:
        """Where a string in Python code is as much of the end of one of these paths as no other file's path ends with:
        `b/c.js` or `c.js` for a/b/c.js, from some folder above it. A name without a dot is a word.
        """
        ends = {end for path in paths for end in _ends_of(path)}
        ends -= {end for path in self.workspace.files if path not in paths for end in _ends_of(path)} if ends else set()
        for file in self.names.files_with(*{path.name for path in paths}) if ends else ():
            module = self.names.file(file)
            try:
                found = [node for node, _ in module.bindings.strings if node.value in ends]
                spans = [(module.positions.start(node), module.positions.end(node)) for node in found]
            except (SyntaxError, Unplaced):
                continue
            for node, (start, end) in zip(found, spans, strict=True):
                yield Mention(file, node.lineno, start, end, str(node.value), "path")

    def urls(self, paths: Iterable[PurePosixPath]) -> list[Mention]:
        """Where the `also` files hold the address of one of these files and folders in a repository on the web."""
        paths = tuple(paths)
        return [mention for file, data in self._texts_read() for mention in url_mentions(file, data, paths)]

    def _texts_read(self) -> Iterator[tuple[PurePosixPath, bytes]]:
        for file in self.texts:
            data = self.workspace.read(file)
            if b"\0" not in data:  # a picture, a database, a pickle: whatever it holds, it is no text to edit
                yield file, data

    def _taken(self, path: PurePosixPath) -> bool:
        return self.workspace.exists(path) or self.workspace.is_folder(path)

    def _in_strings(self, file: PurePosixPath, written: list[Mention]) -> list[Mention]:
        """Those that lie in a string of the code: not in a comment, not in a docstring."""
        module = self.names.file(file)
        try:
            strings = [node for node, _ in module.bindings.strings]
            spans = [(module.positions.start(node), module.positions.end(node)) for node in strings]
        except (SyntaxError, Unplaced):
            return written
        return [item for item in written if any(start <= item.start < end for start, end in spans)]

    @cached_property
    def texts(self) -> tuple[PurePosixPath, ...]:
        """The files other than Python that the layout's `also` names: neither plans, trackers nor what tells of the past."""
        also = self.workspace.glob(self.workspace.layout.also) if self.workspace.layout.also else ()
        return tuple(path for path in also if path.suffix not in (".py", ".pyi") and not is_history(path))


def _ends_of(path: PurePosixPath) -> Iterator[str]:
    if path.suffix:
        yield from ("/".join(path.parts[start:]) for start in range(len(path.parts)))


@contextmanager
def without_collector() -> Iterator[None]:
    """Python's garbage collector off for a while: trees hold no garbage, and looking for some doubles the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.freeze()  # else the next collection would look at all trees at once
            gc.enable()


class _Reader:
    """Reads the references of one file."""

    def __init__(
        self, names: Names, module: Module, words: tuple[str, ...] = ("",), about: frozenset[str] = frozenset()
    ) -> None:
        self.names = names
        self.module = module
        self.words = words
        """Strings without any of them are passed over, but for relative names."""
        self.about = about
        """If given: imports and chains of names without any of them are passed over."""
        self.at = module.positions
        self.setters: set[int] = set()
        self.spelled: dict[tuple[int, str], str] = {}

    def read(self) -> Iterator[Reference]:
        sites, uses = self.module.bindings.imports, self.module.bindings.uses
        if about := self.about:
            sites = [site for site in sites if any(alias.name in about for alias in site.node.names)]
            known = about | {alias.asname for site in sites for alias in site.node.names if alias.name in about}
            uses = [
                use
                for use in uses
                if use.name.id in known or (use.attributes and any(item.attr in about for item in use.attributes))
            ]
        for site in sites:
            yield from self._import(site)
        for use in uses:
            yield from self._use(use)
        yield from self.strings()

    def strings(self) -> Iterator[Reference]:
        """Those that are strings."""
        yield from self._exports()
        yield from self._strings()

    def _import(self, site: ImportSite) -> Iterator[Reference]:
        node = site.node
        if isinstance(node, ast.Import):
            for alias in node.names:
                if self.names.is_ours(alias.name):
                    start, end = self.at.checked(self.at.start(alias), alias.name)
                    parts = alias.name.split(".")
                    for count in range(1, len(parts) + 1):
                        prefix = ".".join(parts[:count])
                        stop = start + len(self.at.encode(prefix))
                        if count == len(parts) or self.names.is_module(prefix):
                            yield self._make(
                                start, stop, prefix, prefix, Meaning(prefix), "import", start, site=site, alias=alias
                            )
            return
        target = self.module.target(node)
        if not target or not self.names.is_ours(target):
            return
        start, end = self.at.from_span(node)
        written = "." * node.level + (node.module or "")
        star = node.names[0].name == "*"
        yield self._make(start, end, written, target, Meaning(target), "star" if star else "from", start, site=site)
        if node.level == 0:
            parts = target.split(".")
            for count in range(1, len(parts)):
                prefix = ".".join(parts[:count])
                stop = start + len(self.at.encode(prefix))
                yield self._make(start, stop, prefix, prefix, Meaning(prefix), "from", start, site=site)
        if star:
            return
        for alias in node.names:
            meaning = self.names.member(target, alias.name) or Meaning(target, alias.name)
            start, end = self.at.checked(self.at.start(alias), alias.name)
            spelled = f"{target}.{alias.name}"
            yield self._make(start, end, alias.name, spelled, meaning, "imported", start, site=site, alias=alias)

    def _use(self, use: Use) -> Iterator[Reference]:
        meaning = self.names.of_use(self.module, use)
        if meaning is None or not self.names.is_ours(meaning.module):
            return
        try:
            shift = 0
            if use.quoted is not None:
                if "\n" in use.text:
                    raise Unplaced("an annotation of several lines")
                shift = self.at.string_start(use.quoted)
                start = shift + len(self.at.encode(use.text.encode()[: use.name.col_offset].decode()))
                start, end = self.at.checked(start, use.name.id)
            else:
                start, end = self.at.name_span(use.name)
        except Unplaced:
            return
        spelled = self._spelled(use)
        yield self._make(start, end, use.name.id, spelled, meaning, "name", start, use=use)
        for attribute in use.attributes:
            owner, meaning = meaning, self.names.attribute(meaning, attribute.attr)
            if meaning is None or not self.names.is_ours(meaning.module):
                if owner.name or not self.names.is_module(owner.module):
                    return
                meaning = Meaning(owner.module, attribute.attr)
            spelled = f"{spelled}.{attribute.attr}"
            try:
                if use.quoted is not None:
                    text = use.text.encode()[: attribute.end_col_offset].decode()
                    stop = shift + len(self.at.encode(text))
                    first, end = self.at.checked(stop - len(self.at.encode(attribute.attr)), attribute.attr)
                else:
                    first, end = self.at.attribute_span(attribute)
            except Unplaced:
                return
            yield self._make(first, end, attribute.attr, spelled, meaning, "attribute", start, owner=owner, use=use)

    def _spelled(self, use: Use) -> str:
        home = use.looked_up_in.lookup(use.name.id)
        key = id(home), use.name.id
        if key not in self.spelled:
            self.spelled[key] = self._as_bound(use, home.bindings[use.name.id] if home else ())
        return self.spelled[key]

    def _as_bound(self, use: Use, nodes: Sequence[ast.AST]) -> str:
        for node in nodes:
            if isinstance(node, ast.alias):
                module, taken = self.module.origins[node]
                return f"{module}.{taken}" if taken else module if node.asname else module.partition(".")[0]
        return f"{self.module.name}.{use.name.id}"

    def _exports(self) -> Iterator[Reference]:
        for node in self.module.exports.nodes:
            name = str(node.value)
            if not any(word in name for word in self.words):
                continue
            meaning = self.names.member(self.module.name, name)
            if meaning and self.names.is_ours(meaning.module):
                try:
                    start = self.at.string_start(node)
                except Unplaced:
                    continue
                end = start + len(self.at.encode(name))
                yield self._make(start, end, name, f"{self.module.name}.{name}", meaning, "export", start, string=node)

    def _strings(self) -> Iterator[Reference]:
        exported = {id(node) for node in self.module.exports.nodes}
        for node, parent in self.module.bindings.strings:
            value = str(node.value)
            if id(node) in exported:
                continue
            if value.startswith(".") and isinstance(parent, ast.Call):
                yield from self._relative(node, parent)
            if not any(word in value for word in self.words):
                continue
            if isinstance(parent, ast.Call):
                yield from self._setter(node, parent)
            loaded = (
                isinstance(parent, ast.Call)
                and parent.args[:1] == [node]
                and _called(parent) in ("import_module", "__import__", "run_module")
            )
            if ("." in value or loaded) and DOTTED.fullmatch(value):
                yield from self._dotted(node, value)
            elif entry := ENTRY_POINT.fullmatch(value):
                yield from self._dotted(node, entry.group(1), entry.start(1))

    def _dotted(self, node: ast.Constant, value: str, skip: int = 0) -> Iterator[Reference]:
        parts = value.replace(":", ".").split(".")
        if not self.names.is_ours(parts[0]) or ("" not in self.words and not any(word in parts for word in self.words)):
            return
        count = len(parts)
        while count and not self.names.is_module(".".join(parts[:count])):
            count -= 1
        try:
            start = self.at.string_start(node) + skip
        except Unplaced:
            return
        whole = self.names.meaning(".".join(parts))
        certainty: Certainty = "string" if whole else "unproven"
        meaning: Meaning | None = None
        offset = start
        for position, part in enumerate(parts, 1):
            end = offset + len(self.at.encode(part))
            spelled = ".".join(parts[:position])
            owner = meaning
            meaning = (
                Meaning(spelled) if position <= count else self.names.attribute(meaning, part) if meaning else None
            )
            if meaning is None:
                return
            if self.names.is_ours(meaning.module):
                yield self._make(
                    offset, end, part, spelled, meaning, "string", start, certainty, owner=owner, string=node
                )
            offset = end + 1

    def _setter(self, node: ast.Constant, call: ast.Call) -> Iterator[Reference]:
        if (
            _called(call) not in SETTERS
            or len(call.args) < 2
            or call.args[1] is not node
            or not str(node.value).isidentifier()
        ):
            return
        owner = self._value(call.args[0])
        meaning = self.names.attribute(owner, str(node.value)) if owner else None
        if owner and meaning and self.names.is_ours(meaning.module):
            try:
                start = self.at.string_start(node)
            except Unplaced:
                return
            end = start + len(self.at.encode(str(node.value)))
            spelled = f"{owner.dotted}.{node.value!s}"
            yield self._make(
                start, end, str(node.value), spelled, meaning, "setattr", start, "string", owner=owner, string=node
            )

    def _value(self, node: ast.expr) -> Meaning | None:
        """What an expression of names and attributes means."""
        chain: list[str] = []
        while isinstance(node, ast.Attribute):
            chain.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return None
        use = self._by_name.get(id(node))
        meaning = self.names.of_use(self.module, use) if use else None
        for part in reversed(chain):
            meaning = self.names.attribute(meaning, part) if meaning else None
        return meaning

    @cached_property
    def _by_name(self) -> dict[int, Use]:
        return {id(use.name): use for use in self.module.bindings.uses}

    def _relative(self, node: ast.Constant, call: ast.Call) -> Iterator[Reference]:
        """`import_module(".b", "a")`, with the package as a string, `__package__` or (in a package) `__name__`."""
        if _called(call) != "import_module" or call.args[:1] != [node]:
            return
        package: ast.expr | None = (
            call.args[1] if len(call.args) > 1 else next((k.value for k in call.keywords if k.arg == "package"), None)
        )
        here = self.module.name if self.module.package else self.module.name.rpartition(".")[0]
        match package:
            case ast.Constant(value=str(base)):
                pass
            case ast.Name(id="__package__"):
                base = here
            case ast.Name(id="__name__") if self.module.package:
                base = here
            case _:
                return
        value = str(node.value)
        dots = len(value) - len(value.lstrip("."))
        parts = base.split(".")
        kept = parts[: len(parts) - dots + 1]
        spelled = ".".join([*kept, *(part for part in value.lstrip(".").split(".") if part)])
        if kept and self.names.is_module(spelled):
            try:
                start = self.at.string_start(node)
            except Unplaced:
                return
            end = start + len(self.at.encode(value))
            yield self._make(
                start,
                end,
                value,
                spelled,
                Meaning(spelled),
                "relative-string",
                start,
                "string",
                owner=Meaning(base),
                string=node,
            )

    def _make(
        self,
        start: int,
        end: int,
        written: str,
        spelled: str,
        meaning: Meaning,
        form: Form,
        chain: int,
        certainty: Certainty = "resolved",
        *,
        owner: Meaning | None = None,
        site: ImportSite | None = None,
        alias: ast.alias | None = None,
        use: Use | None = None,
        string: ast.Constant | None = None,
    ) -> Reference:
        return Reference(
            self.module.path, start, end, self.at.line_of(start), written, spelled, meaning, form, certainty, chain,
            owner, site, alias, use, string,
        )  # fmt: skip


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
