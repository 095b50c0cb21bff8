"""One Python file, read and parsed at most once for all who ask about it."""

from __future__ import annotations

import ast
import codecs
import io
import re
import tokenize
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import PurePosixPath

from migrate.python.outline import LEVEL, Cut, Outline, outline_of
from migrate.workspace import Workspace

BODIES = ("body", "orelse", "finalbody", "handlers", "cases")
INSIDE = {
    kind: fields
    for kind in vars(ast).values()
    if isinstance(kind, type)
    and issubclass(kind, ast.stmt | ast.excepthandler | ast.match_case)
    and (fields := tuple(field for field in BODIES if field in kind._fields))
}
"""Where each kind of statement, handler or case holds others."""
SCOPES = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef})
STOP = b"from __future__ import _\n"
"""No such feature: the compiler stops at it when it has parsed the whole file, before it makes anything of that."""
MOST = 0.8
"""From this share of a file on, parsing the parts and checking the rest costs more than parsing all of it."""


class Source:
    """One file's bytes, and on first use its text, its tree and its statements by type.

    `module` is the dotted name under the project's import roots (`pkg.sub` for `pkg/sub/__init__.py`).
    """

    def __init__(self, path: PurePosixPath, data: bytes, module: str = "", *, package: bool = False) -> None:
        self.path = path
        self.data = data
        self.module = module
        self.package = package
        self.checked = False
        """Whether the file is known to parse."""
        self.unproven = False
        """Whether somebody has been told something that holds only if it does."""
        self.parts: dict[Cut, list[ast.stmt]] = {}
        """What has been parsed of it, where not all of it has."""

    @cached_property
    def encoding(self) -> str:
        """The encoding that PEP 263 gives the file. Raises SyntaxError for one that is unknown."""
        return tokenize.detect_encoding(io.BytesIO(self.data).readline)[0]

    @cached_property
    def text(self) -> str:
        """The decoded text with its line ends as they are and without a BOM. Raises SyntaxError where it cannot be decoded."""
        try:
            return self.data.decode(self.encoding)
        except (UnicodeDecodeError, LookupError) as error:
            raise SyntaxError(f"cannot be decoded as {self.encoding}: {error}") from error

    @cached_property
    def lines(self) -> list[str]:
        """The text's lines, without their ends, as the parser counts them."""
        return re.split(r"\r\n|\r|\n", self.text)

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree. Raises SyntaxError for whatever keeps the file from being parsed (null bytes, depth, encoding)."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes and the like are the target's business
            try:
                return ast.parse(self.data)
            except (ValueError, RecursionError, MemoryError) as error:
                raise SyntaxError(str(error) or type(error).__name__) from error

    @cached_property
    def outline(self) -> Outline | None:
        """What the text tells without a parser, as long as there is no tree to ask; None where it tells too little."""
        return None if self.has_tree else outline_of(self.data)

    @property
    def has_tree(self) -> bool:
        """Whether the tree has been made: then nothing is cheaper than to use it."""
        return "tree" in self.__dict__

    def check(self) -> None:
        """Raise SyntaxError where `tree` does. Where the outline tells enough, no tree is made: that saves a third.

        To be called by whoever relies on a file's lines or parts, sooner or later; who runs analyzers does it for them.
        """
        if not (self.checked or self.has_tree):
            if (outline := self.outline) is None or outline.may_be_deep or not _parses(self._unproven_bytes()):
                self.tree  # noqa: B018 - it raises, or knows better
            self.checked = True

    def _unproven_bytes(self) -> bytes:
        """The file with `pass` in place of every part that has been parsed by itself.

        If this can be parsed, so can the file: `pass` can only be a statement, and where it may stand others may. What a
        class of which only members were parsed begins with stays: a block needs its header.
        """
        spans = [span for cut in self.parts for span in (cut[1:] if len(cut) > 1 else cut)]
        parts: list[bytes] = []
        done = 0
        for start, end in sorted(spans):
            if start >= done:
                blanks = LEVEL if self.data[start] == 0x20 else 0
                parts += self.data[done:start], b" " * blanks, b"pass\n"
                done = end
        return b"".join((*parts, self.data[done:]))

    def part(self, places: Iterable[int], *, whole: bool = False) -> ast.Module:
        """A tree that holds at least the statements with these places (in the bytes), and the names and classes around them,
        all at their own places. Classes at the top may lack other members (and end early), unless they are wanted `whole`.

        May not see that the rest cannot be parsed: it is `unproven`, until `check`.
        """
        if self.has_tree or (outline := self.outline) is None:
            return self.tree
        self.unproven = True
        blocks: dict[tuple[int, int] | None, list[int]] = {}
        for place in sorted(places):
            blocks.setdefault(outline.block(place), []).append(place)
        cuts = [
            (block,) if whole or (block,) in self.parts else outline.cut(block, places_there)
            for block, places_there in blocks.items()
            if block
        ]
        missing = sum(end - start for cut in cuts if cut not in self.parts for start, end in cut)
        if None in blocks or missing > MOST * len(self.data):
            return self.tree
        for cut in cuts:
            if cut not in self.parts:
                try:
                    self.parts[cut] = Source(self.path, _blanked(self.data, cut)).tree.body
                except SyntaxError:
                    return self.tree
        return ast.Module([node for cut in cuts for node in self.parts[cut]], [])

    def part_with(self, pattern: re.Pattern[bytes]) -> ast.Module:
        """The same with every top-level statement in whose code the pattern is found (it begins outside strings)."""
        if self.has_tree or (outline := self.outline) is None:
            return self.tree
        places = [match.start() for match in pattern.finditer(outline.code)]
        return self.part([place for place in places if outline.is_code(place) is not False])

    @cached_property
    def statements(self) -> dict[type[ast.AST], list[ast.AST]]:
        """Every statement (with handlers and match cases) by its exact type, in the order of the text."""
        return statements_of(self.tree)

    def let_go(self) -> None:
        """Forget the tree, its parts and its statements: the next file's can lie where these lay, in the processor's cache."""
        self.__dict__.pop("statements", None)
        self.__dict__.pop("tree", None)
        self.parts.clear()

    def nodes(self, *types: type[ast.AST]) -> list[ast.AST]:
        """The statements of these exact types: types one after another, each in the order of the text."""
        return [node for kind in types for node in self.statements.get(kind, ())]


def statements_of(tree: ast.Module) -> dict[type[ast.AST], list[ast.AST]]:
    """Every statement of a tree (with handlers and match cases) by its exact type, in the order of the text."""
    by_type: defaultdict[type[ast.AST], list[ast.AST]] = defaultdict(list)
    stack = [iter(tree.body)]
    while stack:  # on the hot path of every run: hence the exact classes, and no generator
        for node in stack[-1]:
            kind = node.__class__
            by_type[kind].append(node)
            if kind in INSIDE:
                inner = [getattr(node, field) for field in INSIDE[kind]]
                stack.append(iter(inner[0] if len(inner) == 1 else [part for body in inner for part in body]))
                break
        else:
            stack.pop()
    return by_type


def _blanked(data: bytes, cut: Cut) -> bytes:
    """What the cut leaves of the data, on its own lines."""
    parts: list[bytes] = []
    done = 0
    for start, end in cut:
        parts += b"\n" * data.count(b"\n", done, start), data[start:end]
        done = end
    return b"".join(parts)


def _parses(data: bytes) -> bool:
    """Whether UTF-8 bytes are a Python file, as far as a parser tells that. False also where that is not sure."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(STOP + data.removeprefix(codecs.BOM_UTF8), "<unknown>", "exec", dont_inherit=True)
        except SyntaxError as error:
            return error.lineno == 1 and str(error.msg).startswith("future feature")
        except (ValueError, RecursionError, MemoryError):
            return False
    return False


def scoped_statements(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """Every statement, in the order of the text, with the dotted names of the classes and functions around it."""
    stack = [(iter(tree.body), "")]
    while stack:
        rest, scope = stack[-1]
        for node in rest:
            kind = node.__class__
            if isinstance(node, ast.stmt):
                yield node, scope
            if kind in INSIDE:
                if kind in SCOPES:
                    scope = f"{scope}.{node.name}" if scope else node.name  # type: ignore[attr-defined]
                stack.append((iter([part for field in INSIDE[kind] for part in getattr(node, field)]), scope))
                break
        else:
            stack.pop()


def last_name(node: ast.expr) -> str:
    """`b` of `a.b` and of `b`; empty for anything else."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def module_name(path: PurePosixPath, roots: Sequence[str] = ("",)) -> str:
    """The dotted name of a Python file below the longest of these import roots; empty where it lies below none."""
    folder, _, name = str(path).rpartition("/")
    package = _package(folder, tuple(roots))
    if package is None:
        return ""
    dot = name.rfind(".")
    stem = name[:dot] if 0 < dot < len(name) - 1 else name
    if stem == "__init__":
        return package
    return f"{package}.{stem}" if package else stem


@lru_cache(maxsize=4096)  # a tree has many files in few folders
def _package(folder: str, roots: tuple[str, ...]) -> str | None:
    """The dotted name of a folder below the longest of these import roots; None where it lies below none."""
    below = f"{folder}/" if folder else ""
    prefixes = [prefix for prefix in map(_prefix, roots) if below.startswith(prefix)]
    return below[max(map(len, prefixes)) : -1].replace("/", ".") if prefixes else None


@lru_cache(maxsize=256)
def _prefix(root: str) -> str:
    """What the paths of all files below this root begin with."""
    folder = PurePosixPath(root or ".")
    return f"{folder}/" if folder.parts else ""


def source_roots(workspace: Workspace) -> tuple[str, ...]:
    """The import roots of the tree, for `module_name`: those of the plan, then what the files below none of them suggest.

    A package's root is the folder above the top of its chain of `__init__.py`; a folder without one that lies in a
    package is a part of it, and any other folder is a root by itself, as pytest sees test folders. `""` is the tree's root.
    """
    given = tuple(
        "" if root == "." else root for root in (str(PurePosixPath(root)) for root in workspace.layout.source)
    )
    below = tuple(map(_prefix, given))
    folders, packages = set(), set()
    for path in (name for name in workspace.names if name.endswith((".py", ".pyi"))):
        folder, _, name = path.rpartition("/")
        if name in ("__init__.py", "__init__.pyi"):
            packages.add(folder)
        if not path.startswith(below):
            folders.add(folder)
    found = {_root_of(folder, packages) for folder in folders}
    return given + tuple(sorted(found.difference(given)))


def _root_of(folder: str, packages: set[str]) -> str:
    top = folder
    while top and top not in packages:
        top = top.rpartition("/")[0]
    if top not in packages:
        return folder
    while top and top in packages:
        top = top.rpartition("/")[0]
    return top
