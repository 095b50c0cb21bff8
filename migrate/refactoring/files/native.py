"""Who needs a C or C++ file: includes, build files with their globs, and code that asks for its symbols by name."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from migrate.model import Location
from migrate.refactoring.files.includes import INCLUDE, SUFFIXES
from migrate.references.index import Index
from migrate.workspace import Workspace, glob_to_regex

Needed = tuple[Location, str]
"""A place, and what it names, for a reader."""

BUILD_FILE = re.compile(
    r"CMakeLists\.txt|.*\.cmake|meson\.build|GNUmakefile|[Mm]akefile(?:\..+)?|.*\.mk|BUILD(?:\.bazel)?"
)
BUILT = re.compile(rb"(?:\$\([^()\s]*\)|[\w./*?\[\]${}+-])*\.(?:c|cc|cpp|cxx|c\+\+|cu|h|hh|hpp|hxx|cuh|pyx)\b")
VARIABLE = re.compile(r"\$(?:\{[^}]*\}|\([^)]*\))/?")
RECURSIVE = re.compile(rb"GLOB_RECURSE[^)]*\Z")
EXTERN = re.compile(rb'extern\s+"C"\s*(?P<block>\{)?')
FUNCTION = (
    rb"[ \t]*(?!(?:static|return|else|typedef)\b)(?:[A-Za-z_]\w*[ \t*&]+)+(?P<name>[A-Za-z_]\w*)[ \t]*\([^;{}]*\)"
    rb"\s*(?:noexcept\s*)?\{"
)
DEFINED = re.compile(FUNCTION)
DEFINES = re.compile(rb"^" + FUNCTION, re.MULTILINE)
MODULE = re.compile(rb"\b(?:PYBIND11_MODULE|NB_MODULE|BOOST_PYTHON_MODULE)\(\s*(\w+)|\bPyInit_(\w+)")
NO_CODE = re.compile(rb'//[^\r\n]*|/\*.*?\*/|"(?:[^"\\\r\n]|\\.)*"', re.DOTALL)
LOADERS = (b"ctypes", b"cffi", b"CDLL", b"dlopen")
"""Words of Python files that ask a library for its symbols."""


def needed_by(index: Index, gone: Collection[PurePosixPath]) -> Iterator[Needed]:
    """Every place outside these files that would miss a native file among them, or a symbol that no other file defines."""
    workspace = index.workspace
    native = [path for path in gone if path.suffix in SUFFIXES]
    if not native:
        return
    kept = [path for path in workspace.files if path.suffix in SUFFIXES and path not in gone]
    yield from _included(workspace, kept, gone)
    yield from _built(workspace, gone)
    symbols, modules = set[str](), set[str]()
    for path in native:
        data = workspace.read(path)
        symbols |= exported(path, data)
        modules |= {(match[1] or match[2]).decode() for match in MODULE.finditer(data)}
    for path in kept:
        symbols -= exported(path, workspace.read(path))
    yield from _called(workspace, kept, symbols)
    yield from _asked_for(index, gone, symbols)
    yield from _imported(index, gone, modules)


def exported(path: PurePosixPath, data: bytes) -> set[str]:
    """The functions that a file defines under names which others can ask a library for."""
    code = _without_comments(data)
    found = set()
    for match in EXTERN.finditer(code):
        if match["block"]:
            found |= set(DEFINES.finditer(code[match.end() : _closing(code, match.end())]))
        elif one := DEFINED.match(code, match.end()):
            found.add(one)
    if path.suffix == ".c":
        found |= set(DEFINES.finditer(code))
    return {item["name"].decode() for item in found}


def _without_comments(data: bytes) -> bytes:
    """The code with comments blanked out; `extern "C"` keeps its string, and lines stay where they are."""
    return NO_CODE.sub(lambda m: m[0] if m[0][:1] == b'"' else re.sub(rb"[^\r\n]", b" ", m[0]), data)


def _closing(code: bytes, start: int) -> int:
    """Where the block that is open at `start` closes."""
    depth = 1
    for match in re.compile(rb"[{}]").finditer(code, start):
        depth += 1 if match[0] == b"{" else -1
        if not depth:
            return match.start()
    return len(code)


def _at(path: PurePosixPath, data: bytes, offset: int) -> Location:
    return Location(path, data.count(b"\n", 0, offset) + 1)


def _included(
    workspace: Workspace, kept: Collection[PurePosixPath], gone: Collection[PurePosixPath]
) -> Iterator[Needed]:
    names = {path.name.encode() for path in gone if path.suffix in SUFFIXES}
    for path in kept:
        data = workspace.read(path)
        for match in INCLUDE.finditer(data) if any(name in data for name in names) else ():
            written = (match["near"] or match["far"]).decode(errors="surrogateescape")
            beside = PurePosixPath(posixpath.normpath(path.parent / written))
            if match["near"] is not None and workspace.exists(beside):
                found = [beside]
            else:
                found = [item for item in workspace.files if f"/{item}".endswith(f"/{written}")]
            if found and all(item in gone for item in found):
                yield _at(path, data, match.start()), f"`{written}`"


def _built(workspace: Workspace, gone: Collection[PurePosixPath]) -> Iterator[Needed]:
    """What build files name: a file, or a glob of which nothing would be left."""
    for path in workspace.files:
        if not BUILD_FILE.fullmatch(path.name) or path in gone:
            continue
        data = workspace.read(path)
        code = re.sub(rb"#[^\r\n]*", lambda match: b" " * len(match[0]), data)
        for match in BUILT.finditer(code):
            written = match[0].decode()
            named = VARIABLE.sub("", written).lstrip("/")
            if not re.search(r"[*?\[]", named):
                places = [PurePosixPath(posixpath.normpath(path.parent / named)), PurePosixPath(named)]
                if any(place in gone for place in places):
                    yield _at(path, data, match.start()), f"`{written}`"
                continue
            found = _matched(workspace, path.parent, named, RECURSIVE.search(code, 0, match.start()) is not None)
            if found and all(item in gone for item in found):
                yield _at(path, data, match.start()), f"`{written}`, which would match nothing"


def _matched(workspace: Workspace, folder: PurePosixPath, pattern: str, recursive: bool) -> list[PurePosixPath]:
    if recursive:
        head, _, leaf = pattern.rpartition("/")
        pattern = f"{head}/**/{leaf}" if head else f"**/{leaf}"
    whole = posixpath.normpath(f"{folder}/{pattern}") if str(folder) != "." else pattern
    test = glob_to_regex(whole)
    return [path for path in workspace.files if test.match(str(path))]


def _called(workspace: Workspace, kept: Collection[PurePosixPath], symbols: Collection[str]) -> Iterator[Needed]:
    """What other native files call or declare."""
    if not symbols:
        return
    word = re.compile(rb"\b(?:" + b"|".join(sorted(name.encode() for name in symbols)) + rb")\b")
    for path in kept:
        data = workspace.read(path)
        for match in word.finditer(_without_comments(data)):
            yield _at(path, data, match.start()), f"`{match[0].decode()}`, a function of it"


def _asked_for(index: Index, gone: Collection[PurePosixPath], symbols: Collection[str]) -> Iterator[Needed]:
    """What Python asks a library for: as an attribute, or by a string. A plain word counts only beside `ctypes` and its kin."""
    for path in index.names.files_with(*sorted(symbols)) if symbols else ():
        if path in gone:
            continue
        data = index.names.data(path)
        wanted = set(symbols) if any(word in data for word in LOADERS) else {name for name in symbols if "_" in name}
        try:
            tree = index.names.file(path).source.tree
        except SyntaxError:
            for name in sorted(wanted):
                if match := re.search(rb"\b" + name.encode() + rb"\b", data):
                    yield _at(path, data, match.start()), f"`{name}`, a function of it"
            continue
        for node in ast.walk(tree):
            match node:
                case ast.Attribute(attr=name) | ast.Constant(value=str(name)) if name in wanted:
                    yield Location(path, node.lineno), f"`{name}`, a function of it"


def _imported(index: Index, gone: Collection[PurePosixPath], modules: Collection[str]) -> Iterator[Needed]:
    """What Python imports of an extension module that the file makes."""
    for path in index.names.files_with(*sorted(modules)) if modules else ():
        module = index.names.file(path)
        try:
            sites = module.bindings.imports if path not in gone else ()
        except SyntaxError:
            continue
        for site in sites:
            base = module.target(site.node) if isinstance(site.node, ast.ImportFrom) else ""
            for dotted in (base, *(f"{base}.{alias.name}".lstrip(".") for alias in site.node.names)):
                if dotted.rpartition(".")[2] in modules and not index.names.is_module(dotted):
                    yield Location(path, site.node.lineno), f"`{dotted}`, a module made of it"
