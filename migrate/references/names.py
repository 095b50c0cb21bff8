"""What a dotted name means: the modules of a tree, what each binds, and where imports lead."""

from __future__ import annotations

import ast
import builtins
import re
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from migrate.python.bindings import Bindings, Scope, Use
from migrate.python.edits import Positions
from migrate.python.imports import absolute
from migrate.python.source import Source, module_name, source_roots
from migrate.references.parents import Parents
from migrate.workspace import Workspace

FOLDED = re.compile(
    rb"\xc2[\xaa\xba]|\xc4[\xb2\xb3\xbf]|\xc5[\x80\x89\xbf]|\xc7[\x84-\x8c\xb1-\xb3]|\xca[\xb0-\xb8]|\xcb[\xa0-\xa4]"
    rb"|\xe1[\xb4-\xb6][\x80-\xbf]|\xe2\x81[\xb1\xbf]|\xe2\x82[\x90-\x9c]|\xe2\x84[\x80-\xbf]|\xe2\x85[\x80-\xbf]"
    rb"|\xe2\xb1[\xbc\xbd]|\xef\xac[\x80-\x86]|\xef\xbc[\x90-\x99\xa1-\xba\xbf]|\xef\xbd[\x81-\x9a]|\xf0\x9d[\x90-\x9f]"
)
"""In UTF-8, the letters and digits that Python takes for ASCII ones in a name: `ﬁ`, `ｆ`, `𝑓`."""
STAR = re.compile(rb"import[\s\\]*\*")
FROM_STAR = re.compile(rb"from[ \t]*([.\w]+)[ \t]*import[ \t]*\*")
AT_ONCE = 4
"""So many needles are looked for one after another in all files at once: with more, file by file is faster."""
BUILTINS = frozenset(dir(builtins))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a dotted name leads to: a module, a name that the module binds itself, or members below that.

    For a module outside the tree `name` is empty and `module` holds the whole dotted name.
    """

    module: str
    name: str = ""
    rest: tuple[str, ...] = ()

    @property
    def dotted(self) -> str:
        """The canonical dotted name."""
        return ".".join(part for part in (self.module, self.name, *self.rest) if part)

    def within(self, other: Meaning) -> bool:
        """Whether this is the other thing or a part of it."""
        return self == other or f"{self.dotted}.".startswith(f"{other.dotted}.")


@dataclass(frozen=True, slots=True)
class Exports:
    """What `__all__` says: the strings in it, or that it cannot be read. `known` is false for a module without one."""

    names: tuple[str, ...] = ()
    nodes: tuple[ast.Constant, ...] = ()
    known: bool = True
    there: bool = False
    display: ast.List | ast.Tuple | None = None
    """The first literal that can be added to."""


class Module:
    """One parsed file with its scopes. Raises SyntaxError on the first question where it cannot be parsed."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.path = source.path
        self.name = source.module
        self.package = source.package
        self.meant: dict[tuple[int, str], Meaning | None] = {}
        """What a name bound in a scope of its tree (by its id) means: asked once for each, not for each use."""

    @cached_property
    def positions(self) -> Positions:
        """Byte offsets for the nodes of its tree. Raises Unplaced for encodings that do not allow them."""
        return Positions(self.source)

    @cached_property
    def bindings(self) -> Bindings:
        """Its scopes and uses."""
        return Bindings(self.source.tree)

    @cached_property
    def parents(self) -> Parents:
        """Node → the node that holds it."""
        return Parents(self.source.tree)

    @property
    def namespace(self) -> dict[str, list[ast.AST]]:
        """The names that it binds at module level (in branches and through `global` too), with the binding nodes."""
        return self.bindings.module.bindings

    @cached_property
    def origins(self) -> dict[ast.alias, tuple[str, str]]:
        """For every imported name: the absolute module, and the name taken from it (empty for a plain `import`)."""
        found: dict[ast.alias, tuple[str, str]] = {}
        for site in self.bindings.imports:
            for alias in site.node.names:
                if isinstance(site.node, ast.Import):
                    found[alias] = (alias.name, "")
                else:
                    found[alias] = (self.target(site.node), alias.name)
        return found

    def target(self, node: ast.ImportFrom) -> str:
        """The absolute module of a `from … import`; empty where it climbs above the import root."""
        return absolute(node.module or "", node.level, self.name, self.package)

    @cached_property
    def stars(self) -> tuple[str, ...]:
        """The modules that it star-imports at module level."""
        return tuple(
            self.target(site.node)
            for site in self.bindings.imports
            if isinstance(site.node, ast.ImportFrom) and site.node.names[0].name == "*"
        )

    @cached_property
    def exports(self) -> Exports:
        """What its `__all__` says."""
        if b"__all__" not in self.source.data:
            return Exports()
        lines = [number for number, line in enumerate(self.source.data.splitlines(), 1) if b"__all__" in line]
        return read_exports(self.source.tree, lines)

    def again(self) -> Module:
        """The same file seen from another tree: what its bytes alone say is not worked out anew."""
        other = Module(self.source)
        other.__dict__.update({name: value for name, value in self.__dict__.items() if name != "meant"})
        return other

    def free(self, node: ast.AST) -> set[str]:
        """The module-level names and builtins that this part of its tree reads (quoted annotations included)."""
        inside = {id(part) for part in ast.walk(node)}
        return {
            use.name.id
            for use in self.bindings.uses
            if id(use.quoted or use.name) in inside
            and (home := use.scope.lookup(use.name.id)) in (None, self.bindings.module)
            and (isinstance(use.name.ctx, ast.Load) or (home is self.bindings.module and use.scope is not home))
        }


def _is_folded(data: bytes) -> bool:
    """Whether the text holds any of FOLDED: looked for without the ASCII between, in a seventh of the time."""
    return FOLDED.search(data.translate(None, bytes(range(128)))) is not None


def read_exports(tree: ast.Module, lines: Sequence[int]) -> Exports:
    """`__all__` in its usual spellings: a literal, sums of literals, `+=`, `.append`, `.extend`, an annotated one.

    `lines` are those in which it is written.
    """
    parts: list[ast.expr] = []
    there = False
    for statement in tree.body:
        first, last = statement.lineno, statement.end_lineno or statement.lineno
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and statement.decorator_list:
            first = statement.decorator_list[0].lineno
        if bisect_left(lines, first) == bisect_right(lines, last):
            continue
        match statement:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                parts = [value]
            case ast.AnnAssign(target=ast.Name(id="__all__"), value=ast.expr() as value):
                parts = [value]
            case ast.AugAssign(target=ast.Name(id="__all__"), op=ast.Add(), value=value):
                parts.append(value)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="__all__"), attr=verb), args=[value])):
                parts.append(ast.List([value], ast.Load()) if verb == "append" else value)
                if verb not in ("append", "extend"):
                    return Exports(known=False, there=True)
            case _:
                if not _only_reads_all(statement):
                    return Exports(known=False, there=True)
                continue
        there = True
    if not there:
        return Exports()
    nodes: list[ast.Constant] = []
    display: ast.List | ast.Tuple | None = None
    while parts:
        match parts.pop(0):
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                parts[:0] = [left, right]
            case ast.List(elts=items) | ast.Tuple(elts=items) as literal:
                if display is None and hasattr(literal, "lineno"):
                    display = literal
                for item in items:
                    if not (isinstance(item, ast.Constant) and isinstance(item.value, str)):
                        return Exports(known=False, there=True)
                    nodes.append(item)
            case _:
                return Exports(known=False, there=True)
    names = tuple(str(node.value) for node in nodes)
    return Exports(names, tuple(nodes), True, True, display)


def _only_reads_all(statement: ast.stmt) -> bool:
    """Whether `__all__` is only looked at there, as a lazy `__getattr__` or a `__dir__` does it."""
    mentions = sum(isinstance(node, ast.Name) and node.id == "__all__" for node in ast.walk(statement))
    for node in ast.walk(statement):
        looked: list[ast.expr | None] = []
        match node:
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=others):
                looked = list(others)
            case ast.For(iter=value) | ast.comprehension(iter=value) | ast.Starred(value=value, ctx=ast.Load()):
                looked = [value]
            case ast.Return(value=value):
                looked = [value]
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                looked = [left, right]
            case ast.Call(func=ast.Name(id="sorted" | "list" | "tuple" | "set" | "frozenset"), args=[value, *_]):
                looked = [value]
        mentions -= sum(isinstance(one, ast.Name) and one.id == "__all__" for one in looked)
    return not mentions


class Kept:
    """The modules that were read last, for the next tree with the same files. Holds up to `limit` bytes of source."""

    def __init__(self, limit: int = 4_000_000) -> None:
        self.limit = limit
        self.size = 0
        self.modules: OrderedDict[PurePosixPath, Module] = OrderedDict()

    def module(self, source: Source) -> Module:
        """The module of this source: one with what was worked out of these very bytes before, or a new one."""
        there = self.modules.pop(source.path, None)
        if there:
            self.size -= len(there.source.data)
        same = there is not None and (there.source.data, there.source.module) == (source.data, source.module)
        found = there.again() if there and same else Module(source)
        self.modules[source.path] = found
        self.size += len(source.data)
        while self.size > self.limit:
            _, dropped = self.modules.popitem(last=False)
            self.size -= len(dropped.source.data)
        return found


@dataclass(frozen=True, slots=True)
class Filed:
    """Which module each file is; the same for all trees of the same files."""

    files: tuple[PurePosixPath, ...]
    source: tuple[str, ...]
    roots: tuple[str, ...]
    paths: dict[str, list[PurePosixPath]]
    names: dict[PurePosixPath, str]
    folders: set[str]


def filed(workspace: Workspace) -> Filed:
    """Which module each Python file of the tree is. What was found out for a tree with the same files before serves again."""
    files, source = workspace.python_files(), workspace.layout.source
    known: Filed | None = workspace.memory.get("filed")
    if known is not None and (known.files, known.source) == (files, source):
        return known
    roots = source_roots(workspace)
    names = {path: module_name(path, roots) for path in files}
    paths: dict[str, list[PurePosixPath]] = {}
    for path, name in names.items():
        if name:
            paths.setdefault(name, []).append(path)
    folders = {name.rpartition(".")[0] for name in paths if "." in name}
    for folder in list(folders):
        while "." in folder:
            folder = folder.rpartition(".")[0]
            folders.add(folder)
    known = workspace.memory["filed"] = Filed(files, source, roots, paths, names, folders)
    return known


class OnDisk:
    """The bytes of files as they lie on the disk, for the next tree of the same walk. Holds up to `limit` bytes."""

    def __init__(self, limit: int = 256_000_000) -> None:
        self.left = limit
        self.read: dict[str, tuple[tuple[int, ...], bytes]] = {}

    def data(self, workspace: Workspace, path: PurePosixPath) -> bytes:
        """The file's bytes, pending edits included: read anew where its stamp is not the one it was read with."""
        name = str(path)
        entry = None if path in workspace.overlay else workspace.listed.get(name)
        if entry is None or not entry.stamp:
            return workspace.read(path)
        stamp, data = self.read.get(name, ((), b""))
        if stamp != entry.stamp:
            self.left += len(data)
            data = workspace.read(path)
            self.left -= len(data)
            self.read[name] = (entry.stamp, data)
            if self.left < 0:
                self.left += len(data)
                del self.read[name]
        return data


class Names:
    """The modules of one workspace, parsed when first asked about, and the meaning of dotted names among them."""

    def __init__(self, workspace: Workspace) -> None:
        """Files that an earlier tree of the same walk held with the same bytes are not parsed anew."""
        self.workspace = workspace
        self._kept: Kept = workspace.memory.setdefault("modules", Kept())
        self._on_disk: OnDisk = workspace.memory.setdefault("on disk", OnDisk())
        known = filed(workspace)
        self.roots, self.paths, self.names, self.folders = known.roots, known.paths, known.names, known.folders
        self._modules: dict[PurePosixPath, Module] = {}
        self._data: dict[PurePosixPath, bytes] = {}
        self._stars: dict[str, tuple[str, ...]] = {}

    def is_module(self, name: str) -> bool:
        """Whether the tree holds a module, package or namespace package of that name."""
        return name in self.paths or name in self.folders

    def is_ours(self, name: str) -> bool:
        """Whether the top of that dotted name is a module or package of the tree."""
        return self.is_module(name.partition(".")[0])

    def path_of(self, name: str) -> PurePosixPath | None:
        """The file of that module (a `.py` before a stub); None for one outside the tree or a namespace package."""
        return min(self.paths.get(name, ()), key=lambda path: (path.suffix != ".py", len(path.parts)), default=None)

    def module(self, name: str) -> Module | None:
        """The module of that name, or None where the tree has no file for it or the file cannot be parsed."""
        path = self.path_of(name)
        if path is None:
            return None
        found = self.file(path)
        try:
            found.source.tree  # noqa: B018 (parses it)
        except SyntaxError:
            return None
        return found

    def file(self, path: PurePosixPath) -> Module:
        """The module in that file. Nothing is parsed yet."""
        if path not in self._modules:
            source = Source(path, self.data(path), self.names.get(path, ""), package=path.stem == "__init__")
            self._modules[path] = self._kept.module(source)
        return self._modules[path]

    def data(self, path: PurePosixPath) -> bytes:
        """The bytes of that file, read once: many names are looked for in all files."""
        if path not in self._data:
            self._data[path] = self._on_disk.data(self.workspace, path)
        return self._data[path]

    def member(self, module: str, name: str, seen: frozenset[tuple[str, str]] = frozenset()) -> Meaning | None:
        """What `module.name` means, imports and re-exports followed; None where nothing in the tree says."""
        submodule = Meaning(f"{module}.{name}") if self.is_module(f"{module}.{name}") else None
        if not self.is_module(module):
            return None if self.is_ours(module) else Meaning(f"{module}.{name}")
        info = self.module(module)
        if info is None or (module, name) in seen:
            return submodule
        seen |= {(module, name)}
        if bindings := info.namespace.get(name):
            meanings = {self.bound(info, name, node, seen) for node in bindings}
            if len(meanings) == 1:
                return meanings.pop() or submodule
            return Meaning(module, name)
        if submodule:
            return submodule
        for star in info.stars:
            if (not star or not self.is_ours(star) or name in self.star_names(star)) and star:
                found = self.member(star, name, seen)
                if found and self.is_module(star):
                    return found
        for star in info.stars if not name.startswith("_") else ():
            there = self.module(star)
            found = self.member(star, name, seen) if there and not there.exports.there else None
            if found and not found.name and self.is_module(found.module):
                return found  # a submodule is a name of its package as soon as anything has loaded it
        return None

    def bound(
        self, info: Module, name: str, node: ast.AST, seen: frozenset[tuple[str, str]] = frozenset()
    ) -> Meaning | None:
        """What a binding node of that module gives the name: what it imports, or the module's own name."""
        if not isinstance(node, ast.alias):
            return Meaning(info.name, name)
        module, taken = info.origins[node]
        if not taken:
            return self.walk(module.split(".")) if node.asname else Meaning(module.partition(".")[0])
        if not module:
            return None
        return self.member(module, taken, seen)

    def walk(self, parts: list[str]) -> Meaning | None:
        """What `import a.b.c` loads: the module of that name."""
        name = ".".join(parts)
        return Meaning(name) if self.is_module(name) or not self.is_ours(name) else None

    def attribute(self, of: Meaning, name: str) -> Meaning | None:
        """What an attribute of that thing means."""
        if of.name:
            return Meaning(of.module, of.name, (*of.rest, name))
        return self.member(of.module, name)

    def meaning(self, dotted: str) -> Meaning | None:
        """What an absolute dotted name means: its longest prefix that is a module, and attributes from there."""
        parts = dotted.split(".")
        for count in range(len(parts), 0, -1):
            prefix = ".".join(parts[:count])
            if self.is_module(prefix):
                found: Meaning | None = Meaning(prefix)
                for part in parts[count:]:
                    found = self.attribute(found, part) if found else None
                return found
        return None

    def of_name(self, info: Module, name: str, scope: Scope) -> Meaning | None:
        """What a plain name means in that scope; None for locals, builtins and names bound in different ways."""
        home = scope.lookup(name)
        if home is None:
            if name in BUILTINS and not info.stars:
                return None
            return self.member(info.name, name) if info.stars and info.name else None
        key = id(home), name
        if key not in info.meant:
            info.meant[key] = self._as_bound(info, name, home)
        return info.meant[key]

    def of_use(self, info: Module, use: Use) -> Meaning | None:
        """What a use of a name means. A class body that binds the name further down still reads the one outside."""
        return self.of_name(info, use.name.id, use.looked_up_in)

    def _as_bound(self, info: Module, name: str, home: Scope) -> Meaning | None:
        nodes = home.bindings[name]
        if home is not info.bindings.module and not all(isinstance(node, ast.alias) for node in nodes):
            return None
        meanings = {self.bound(info, name, node) for node in nodes}
        if len(meanings) == 1:
            return meanings.pop()
        return Meaning(info.name, name) if home is info.bindings.module else None

    def star_names(self, module: str, seen: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The names that `from module import *` binds; those of modules outside the tree are not known."""
        if module in self._stars:
            return self._stars[module]
        info = self.module(module)
        if info is None or module in seen:
            return ()
        if info.exports.there and info.exports.known:
            return info.exports.names
        names = [name for name in info.namespace if not name.startswith("_")]
        for star in info.stars:
            names += [name for name in self.star_names(star, seen | {module}) if name not in names]
        if not seen:  # else modules on the way here were passed over
            self._stars[module] = tuple(names)
        return tuple(names)

    def files_with(self, *needles: str) -> Iterator[PurePosixPath]:
        """The Python files in whose bytes any of these names stands, or may stand in other letters, sorted."""
        wanted = [needle.encode() for needle in needles]
        anywhere = not all(needle.isascii() for needle in wanted)  # other encodings write such a name in other bytes
        folded, there = self.folded, frozenset[str]()
        texts = self.workspace.texts if len(wanted) <= AT_ONCE and not anywhere else None
        if texts:
            there = frozenset(name for needle in wanted for name in texts.holding(re.compile(re.escape(needle))))
        for path in self.names:
            if texts and str(path) in texts and path not in self.workspace.overlay:
                found = str(path) in there
            else:
                found = anywhere or any(map(self.data(path).__contains__, wanted))
            if found or path in folded:
                yield path

    @property
    def folded(self) -> frozenset[PurePosixPath]:
        """The Python files that may write names of ASCII letters in other letters (see FOLDED)."""
        return self._told[0]

    @property
    def starring(self) -> Mapping[PurePosixPath, frozenset[str] | None]:
        """The Python files that may hold a star import, each with the modules that it may be of; None where nobody can tell."""
        return self._told[1]

    @cached_property
    def _told(self) -> tuple[frozenset[PurePosixPath], Mapping[PurePosixPath, frozenset[str] | None]]:
        """What the bytes of the files tell. The same bytes are not asked again for the next tree of the walk."""
        known: dict[PurePosixPath, tuple[bytes, bool, int]] = self.workspace.memory.setdefault("told", {})
        texts, overlay = self.workspace.texts, self.workspace.overlay
        stars = self._stars_ahead
        folded, starring = [], {}
        for path, module in self.names.items():
            if (
                texts
                and path not in overlay
                and (name := str(path)) in texts
                and name not in stars
                and texts.is_ascii(name)
            ):
                continue
            data, said = self.data(path), known.get(path)
            if said is None or said[0] is not data:
                said = known[path] = (data, not data.isascii() and _is_folded(data), len(STAR.findall(data)))
            if said[1]:
                folded.append(path)
            if said[2]:
                starring[path] = self._starred(path, module, data, said[2])
        return frozenset(folded), starring

    @property
    def _stars_ahead(self) -> frozenset[str]:
        """The files that were read ahead and hold a star import."""
        known: frozenset[str] | None = self.workspace.memory.get("stars ahead")
        if known is None:
            texts = self.workspace.texts
            known = self.workspace.memory["stars ahead"] = frozenset(texts.holding(STAR) if texts else ())
        return known

    def _starred(self, path: PurePosixPath, name: str, data: bytes, count: int) -> frozenset[str] | None:
        written = [text.decode(errors="replace") for text in FROM_STAR.findall(data)]
        if len(written) != count or not name:
            return None
        package = path.stem == "__init__"
        return frozenset(
            absolute(text.lstrip("."), len(text) - len(text.lstrip(".")), name, package) for text in written
        )
