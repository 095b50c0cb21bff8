"""Which part of a project a test file tests: by its name, by what it imports, or by what the plan says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from migrate.references.index import Index

MOST = 2 / 3
"""The share of imported names that must come from one package, where the name of the file tells nothing."""


@dataclass(frozen=True)
class Place:
    """Where a test belongs, below the folder of tests, and why. An empty folder is the top."""

    folder: PurePosixPath
    reason: str


class Places:
    """The places of the tests of one tree. Nothing is moved."""

    def __init__(self, index: Index, tests: PurePosixPath) -> None:
        self.index = index
        self.names = index.names
        self.modules = {
            name
            for path, name in index.names.names.items()
            if name
            and not path.is_relative_to(tests)
            and self._is_ours(path)
            and self._is_package(name.partition(".")[0])
        }
        self.tops = sorted({name.partition(".")[0] for name in self.modules})

    def _is_ours(self, path: PurePosixPath) -> bool:
        """Whether a file is of the project itself: it lies below an import root that the plan names, if it names any."""
        roots = self.index.workspace.layout.source
        return not roots or any(path.is_relative_to(root) for root in roots)

    def _is_package(self, top: str) -> bool:
        path = self.names.path_of(top)
        return path is not None and path.stem == "__init__"

    def of(self, path: PurePosixPath) -> Place:
        """Where that file belongs. Raises SyntaxError where it cannot be parsed."""
        self.names.file(path).bindings  # noqa: B018 (parses it)
        asked = self._imported(path)
        if not asked:
            return Place(PurePosixPath(), "it imports nothing of the project")
        stem = path.stem.removeprefix("test_").removesuffix("_test")
        named = sorted(module for module in asked if stem in (_last(module, 1), _last(module, 2)))
        if len(named) == 1:
            return self._place(self._home(named[0]), f"`{named[0]}` has its name")
        homes = Counter[str]()
        for module, names in asked.items():
            homes[self._home(module)] += max(1, len(names - {""}))
        common = _common(list(homes))
        if "." in common:
            return self._place(common, f"all that it imports is of `{common}`")
        for first in sorted({".".join(home.split(".")[:2]) for home in homes}):
            inside = [home for home in homes if f"{home}.".startswith(f"{first}.")]
            share = sum(homes[home] for home in inside) / homes.total()
            if "." in first and share >= MOST:
                return self._place(_common(inside), f"{share:.0%} of what it imports is of `{first}`")
        return Place(PurePosixPath(), "it tests several parts of the project")

    def _imported(self, path: PurePosixPath) -> dict[str, set[str]]:
        """Module of the project → the names of it that the file imports or patches; re-exports are followed."""
        found: dict[str, set[str]] = {}
        for reference in self.index.in_file(path):
            module = reference.meaning.module
            if module in self.modules and reference.form in ("imported", "import", "attribute", "string"):
                whole = not reference.meaning.name
                if not (whole and module in self.tops):
                    found.setdefault(module, set()).add(reference.meaning.name)
        return found

    def _home(self, module: str) -> str:
        """The package that holds a module; a package is its own."""
        path = self.names.path_of(module)
        return module if path is not None and path.stem == "__init__" else module.rpartition(".")[0]

    def _place(self, package: str, reason: str) -> Place:
        parts = package.split(".")
        return Place(PurePosixPath(*(parts[1:] if len(self.tops) == 1 else parts)), reason)


def _last(module: str, count: int) -> str:
    return "_".join(module.split(".")[-count:])


def _common(names: Sequence[str]) -> str:
    """The longest dotted name that all of these begin with."""
    shared = names[0].split(".")
    for name in names[1:]:
        parts = name.split(".")
        count = next((at for at, pair in enumerate(zip(shared, parts, strict=False)) if pair[0] != pair[1]), None)
        shared = shared[: min(len(shared), len(parts)) if count is None else count]
    return ".".join(shared)
