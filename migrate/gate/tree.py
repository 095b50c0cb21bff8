"""A whole tree as a gate sees it: its modules, what they import and offer, and what a dotted name finds there."""

from __future__ import annotations

import ast
import hashlib
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from migrate.gate.offer import Offer
from migrate.gate.shapes import module_shape
from migrate.model import Json
from migrate.python.imports import Import, ModuleGraph, imports_of, parents_of
from migrate.python.source import module_name, source_roots
from migrate.workspace import Layout, Workspace

NOT_OFFERED = frozenset({"tests", "test", "conftest", "__main__"})
"""Modules and folders that hold nothing for users of the project, wherever they lie; `test_x` and `x_test` likewise."""
NOT_AT_TOP = frozenset({
    "setup", "noxfile", "fabfile", "tasks", "docs", "doc", "examples", "example", "benchmarks", "scripts", "tools",
})  # fmt: skip


@dataclass(frozen=True)
class File:
    """One Python file. `error` says why it could not be parsed; then there is nothing else to know."""

    path: PurePosixPath
    module: str
    package: bool
    digest: str
    error: str = ""
    imports: tuple[Import, ...] = ()
    shape: Json = None
    typing_only: frozenset[str] = frozenset()
    mentions: frozenset[str] = frozenset()
    """Dotted names in quotes that may be modules of the tree."""


DOTTED = re.compile(rb"""["']([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)["':]""")

MOST = 50_000
_FACTS: dict[tuple[str, str, bool, frozenset[str]], File] = {}
"""Files that were read before, by content and name: a gate reads the same tree after every step."""


class Tree:
    """The Python files of the tree below `root`, read once."""

    def __init__(self, root: Path, layout: Layout) -> None:
        self.root = root
        self.workspace = Workspace(root, layout)
        self.all_roots = source_roots(self.workspace)
        given = tuple("" if name == "." else name.rstrip("/") for name in layout.source)
        inferred = [root for root in self.all_roots if not (NOT_OFFERED | NOT_AT_TOP).intersection(root.split("/"))]
        self.roots = given or tuple(inferred) or ("",)
        """The roots that hold what the project offers; the others hold tests and scripts."""

    @cached_property
    def other_names(self) -> dict[str, str]:
        """Another name that a module may be imported by → the one it goes by here.

        A folder of tests is an import root to pytest, and a part of the tree to `python -m`.
        """
        bare = self.workspace.variant(layout=Layout())
        ways = (("",), source_roots(bare))
        paths = [path for path in self.workspace.python_files() if path.suffix == ".py"]
        own_names = {module_name(path, self.all_roots) for path in paths}
        found: dict[str, str] = {}
        for path in paths:
            for roots in ways:
                own, other = module_name(path, self.all_roots), module_name(path, roots)
                while own and other and own != other and other not in own_names:
                    found.setdefault(other, own)
                    own, other = own.rpartition(".")[0], other.rpartition(".")[0]
        return found

    def own_name(self, name: str) -> str:
        """What the module of that name, or the one that holds it, goes by here."""
        for part in (name, *reversed(parents_of(name))):
            if part in self.other_names:
                return self.other_names[part] + name[len(part) :]
        return name

    @cached_property
    def tops(self) -> frozenset[str]:
        """The top-level names that the tree provides."""
        names = [module_name(path, self.all_roots) for path in self.workspace.python_files() if path.suffix == ".py"]
        names += self.other_names
        return frozenset(top for name in names if (top := name.partition(".")[0]).isidentifier())

    @cached_property
    def files(self) -> dict[PurePosixPath, File]:
        """Every `.py` file."""
        found = {}
        for path in self.workspace.python_files():
            if path.suffix == ".py":
                found[path] = self._file(path)
        return found

    def _file(self, path: PurePosixPath) -> File:
        data = self.workspace.read(path)
        module = module_name(path, self.all_roots)
        key = (hashlib.sha256(data).hexdigest()[:20], f"{module} {path}", path.name == "__init__.py", self.tops)
        if len(_FACTS) > MOST:
            _FACTS.clear()
        if key not in _FACTS:
            _FACTS[key] = read(path, module, data, self.tops)
        return _FACTS[key]

    @cached_property
    def modules(self) -> dict[str, File]:
        """The files by dotted name; of two with one name, the one that Python would find first."""
        found: dict[str, File] = {}
        for file in sorted(self.files.values(), key=lambda f: (self._rank(f.path), not f.package, f.path)):
            if file.module:
                found.setdefault(file.module, file)
        for other, own in sorted(self.other_names.items()):
            if own in found:
                found.setdefault(other, found[own])
        return found

    def _rank(self, path: PurePosixPath) -> int:
        return next(
            (at for at, root in enumerate(self.roots) if not root or path.is_relative_to(root)), len(self.roots)
        )

    @cached_property
    def folders(self) -> frozenset[str]:
        """Dotted names of what lies above modules: packages and namespace packages."""
        return frozenset(parent for module in self.modules for parent in parents_of(module))

    @cached_property
    def graph(self) -> ModuleGraph:
        """The import graph of all files; a file whose name another one has goes by its path."""
        imports, packages = {}, set()
        for path, file in self.files.items():
            name = self.node(path)
            imports[name] = tuple(s._replace(target=self.own_name(s.target)) for s in file.imports)
            if file.package:
                packages.add(name)
        return ModuleGraph(imports, packages)

    def node(self, path: PurePosixPath) -> str:
        """What the file is called in the graph."""
        file = self.files[path]
        return file.module if file.module and self.modules[file.module].path == path else f"<{path}>"

    @cached_property
    def offered(self) -> dict[str, File]:
        """The modules that a user of the project could import: below the import roots, no tests, no scripts."""
        return {name: file for name, file in self.modules.items() if self._is_offered(name, file)}

    def _is_offered(self, name: str, file: File) -> bool:
        if name != file.module:
            return False
        parts = name.split(".")
        above = [root for root in self.all_roots if not root or file.path.is_relative_to(root)]
        root = max(above, key=len)
        if root not in self.roots or not all(part.isidentifier() for part in parts):
            return False
        if parts[0] in NOT_AT_TOP or any(part in NOT_OFFERED or part.startswith("test_") for part in parts):
            return False
        if parts[-1].endswith("_test"):
            return False
        # Below the project's own folder lies everything; a package there says so by its `__init__.py`.
        return len(parts) == 1 or root != "" or parts[0] in self.modules

    def import_paths(self) -> list[Path]:
        """The folders that make the tree's modules importable."""
        return [self.root / root if root else self.root for root in self.roots]

    @cached_property
    def names(self) -> Offer:
        """What dotted names find in this tree."""
        return Offer({name: file.shape for name, file in self.modules.items()}, self.tops)


def read(path: PurePosixPath, module: str, data: bytes, tops: Iterable[str]) -> File:
    """What one file's bytes say. Compiling is part of it: some errors are only found there."""
    digest, package = digest_of(data), path.name == "__init__.py"
    try:
        tree = parse(data, str(path))
        shape, typing_only = module_shape(tree, module, package, tops)
        imports = tuple(imports_of(tree, module, package))
    except SyntaxError as error:
        where = f"{path}:{error.lineno}" if error.lineno else f"{path}"
        return File(path, module, package, digest, f"{where}: {error.msg}")
    except RecursionError:
        return File(path, module, package, digest, f"{path}: nested too deeply")
    named = {text.decode() for text in DOTTED.findall(data)}
    mentions = frozenset(text for text in named if text.partition(".")[0] in tops)
    return File(path, module, package, digest, "", imports, shape, typing_only, mentions)


def parse(data: bytes, name: str) -> ast.Module:
    """The syntax tree. Raises SyntaxError for whatever keeps the file from being parsed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(data, name)
        except (ValueError, RecursionError, MemoryError) as error:
            raise SyntaxError(f"cannot be parsed: {error or type(error).__name__}") from error


def compile_error(data: bytes, name: str) -> str:
    """Why these bytes are no Python; empty where they are."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(data, name, "exec", dont_inherit=True)
        except SyntaxError as error:
            return f"{name}:{error.lineno}: {error.msg}" if error.lineno else f"{name}: {error.msg}"
        except (ValueError, RecursionError, MemoryError) as error:
            return f"{name}: {error or type(error).__name__}"
    return ""


def digest_of(data: bytes) -> str:
    """Names a file's content."""
    return hashlib.sha256(data).hexdigest()[:16]
