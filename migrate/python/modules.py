"""Which file an import means, seen from the file that it stands in; and whether one that means no file surely fails."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal

from migrate.python.imports import parents_of
from migrate.python.source import module_name, source_roots
from migrate.workspace import Workspace

Answer = Literal["here", "absent", "unsure", "outside"]
"""In the tree · its package is in the tree and it is not · it may be built, generated or put there · nothing of ours."""

STDLIB = sys.stdlib_module_names | {"test"}
"""`test` is a part of it that the list of names leaves out."""
MAIN_ROOTS = ("", "src", "lib", "python")
"""Roots that every file of a project sees, where the plan names none; other roots are seen by what lies in them."""

COMPILED = frozenset(
    {".so", ".pyd", ".pyx", ".pxd", ".c", ".cc", ".cpp", ".cxx", ".cu", ".rs", ".dll", ".dylib", ".pyc", ".f", ".f90"}
)
BUILD_FILES = frozenset({
    "setup.py", "setup.cfg", "pyproject.toml", "meson.build", "CMakeLists.txt", ".gitignore", "MANIFEST.in", "Makefile", "build.py",
    "BUILD", "BUILD.bazel", "noxfile.py", "tox.ini", "Cargo.toml", "build.rs", "hatch_build.py",
})  # fmt: skip
GENERATED = re.compile(
    r"_?_?version_?_?|_version_\w+|\w+_pb2(_grpc)?|\w*_generated|\w*local_settings|settings_local|parsetab|lextab"
)


def modules_of(workspace: Workspace) -> Modules:
    """The modules of that workspace, worked out once for all who ask about it one after another."""
    if not _latest or _latest[0].workspace is not workspace:
        _latest[:] = [Modules(workspace)]
    return _latest[0]


_latest: list[Modules] = []


class Modules:
    """The modules of one workspace by import root. Nothing is parsed."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.roots = source_roots(workspace)
        self.given = bool(workspace.layout.source)
        self.root_of: dict[PurePosixPath, str] = {}
        self.name_of: dict[PurePosixPath, str] = {}
        self.by_root: dict[str, dict[str, list[PurePosixPath]]] = {root: {} for root in self.roots}
        folders: dict[str, tuple[str, str]] = {}
        for path in sorted(workspace.python_files(), key=lambda file: str(file).endswith(".pyi")):  # after its source
            folder, _, file = str(path).rpartition("/")  # by strings: paths take several times as long
            if folder not in folders:
                name = module_name(PurePosixPath(folder, "__init__.py"), self.roots)
                folders[folder] = (folder[: -len(name)].rstrip("/") if name else folder), name
            root, package = folders[folder]
            stem = file.rpartition(".")[0] or file
            name = package if stem == "__init__" else f"{package}.{stem}" if package else stem
            self.root_of[path], self.name_of[path] = root, name
            self.by_root.setdefault(root, {}).setdefault(name, []).append(path)
        self._answers: dict[tuple[str, str], Answer] = {}
        self._bent: dict[PurePosixPath, bool] = {}

    @cached_property
    def _folders(self) -> frozenset[str]:
        """Every folder that holds anything."""
        found = {"."}
        for folder in {str(path).rpartition("/")[0] for path in self.workspace}:
            while folder and folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    @cached_property
    def _compiled(self) -> frozenset[str]:
        """Every path that may be an extension module, without its suffixes."""
        endings = tuple(COMPILED)
        found = (path for path in self.workspace if str(path).endswith(endings) and path.suffix in COMPILED)
        return frozenset(str(path.parent / path.name.partition(".")[0]) for path in found)

    @cached_property
    def _build_words(self) -> frozenset[str]:
        """Every word of the files that tell how the project is built."""
        words: set[str] = set()
        for path in self.workspace:
            if path.name in BUILD_FILES:
                words.update(re.findall(r"\w+", self.workspace.read(path).decode("utf-8", "replace")))
        return frozenset(words)

    @cached_property
    def _tops(self) -> dict[str, frozenset[str]]:
        """Root → its top-level modules, packages and folders of modules."""
        return {root: frozenset(name.partition(".")[0] for name in modules) for root, modules in self.by_root.items()}

    def visible(self, root: str) -> Iterator[str]:
        """The roots that a file below this one imports from, its own first."""
        yield root
        for main in self.roots if self.given else MAIN_ROOTS:
            if main != root and main in self.by_root and (not self.given or main in self.workspace.layout.source):
                yield main

    def is_made(self, path: PurePosixPath) -> bool:
        """Whether the file looks generated, or stands beside a compiled form of itself."""
        return GENERATED.fullmatch(path.stem) is not None or str(path.with_suffix("")) in self._compiled

    def find(self, module: str, importer: PurePosixPath) -> list[PurePosixPath]:
        """The files of that module (its source and its stub), seen from that file; empty where there are none."""
        return self.find_below(self.root_of[importer], module)

    def find_below(self, root: str, module: str) -> list[PurePosixPath]:
        """The same for all files below that root."""
        return next((files for seen in self.visible(root) if (files := self.by_root[seen].get(module))), [])

    def answer(self, module: str, importer: PurePosixPath) -> Answer:
        """Whether an absolute import of that module can work in that file."""
        return self.answer_below(self.root_of[importer], module, self.name_of[importer].partition(".")[0])

    def answer_below(self, root: str, module: str, own_top: str) -> Answer:
        """The same for a file below that root whose own name starts with that part."""
        top = module.partition(".")[0]
        if top in STDLIB and top != own_top:
            return "outside"
        key = root, module
        if (known := self._answers.get(key)) is None:
            known = self._answers[key] = self._answer(root, module, top)
        return known

    def _answer(self, below: str, module: str, top: str) -> Answer:
        roots = [root for root in self.visible(below) if top in self._tops.get(root, ())]
        if not roots:
            return "outside"
        if any(module in self.by_root[root] for root in roots):
            return "here"
        where = [PurePosixPath(root, *module.split(".")) for root in roots]
        if any(str(path) in self._folders for path in where):
            return "here"
        if any(top not in self.by_root[root] for root in roots):
            return "unsure"  # a namespace package: another distribution may add to it
        last = module.rpartition(".")[2]
        if (
            any(str(part) in self._compiled for path in where for part in (path, *path.parents))
            or GENERATED.fullmatch(last)
            or last in self._build_words
        ):
            return "unsure"
        if any((self.workspace.root / f"{path}{suffix}").exists() for path in where for suffix in ("", ".py")):
            return "unsure"  # not listed, because git ignores it; but it is there
        parents = [
            path for root in roots for parent in parents_of(module) for path in self.by_root[root].get(parent, ())
        ]
        return "unsure" if any(map(self._bends, parents)) else "absent"

    def _bends(self, package: PurePosixPath) -> bool:
        """Whether the file may tell the import system where else to look."""
        if (known := self._bent.get(package)) is None:
            known = self._bent[package] = bends(self.workspace.read(package))
        return known


def bends(data: bytes) -> bool:
    """Whether a file of these bytes may tell the import system where else to look."""
    return b"__path__" in data or b"sys.modules" in data or b"pkg_resources" in data
