"""Files and folders that somebody kept beside the real ones: backups, edited twins, a setup.py that has an heir."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import PurePosixPath

from migrate.analyzers import Analyzer, Facts
from migrate.model import Finding, Location, Rule, Severity
from migrate.python.source import Source, last_name
from migrate.workspace import MAX_BYTES, Workspace

KEPT = re.compile(
    r"^(?P<name>.+?)[-_. ]?(?:\((?:copy|backup|old|\d+)\)|- copy(?: \(\d+\))?)$|^copy of (?P<of>.+)$", re.IGNORECASE
)
"""What file managers make of a second copy."""
BACKUP_SUFFIXES = frozenset({".bak", ".orig", ".old", ".backup", ".save", ".rej", ".swp", ".swo", ".bkp", ".copy"})
PAST = r"old|orig|original|bak|backup|bkp|copy|save|saved|prev|previous|obsolete|unused|archived"
NEXT = r"edited|edit|new|fixed|fix|final|updated|update|modified|mod|refactored|rewrite|rewritten|improved|tmp|temp|wip|clean|cleaned"
VERSION = r"v\d+|\d{8}|\d{4}[-_]\d\d[-_]\d\d"
AFTER = re.compile(
    rf"^(?P<name>.+?)[-_.](?:(?P<past>{PAST})|(?P<next>{NEXT})|(?P<version>{VERSION}))\d*$", re.IGNORECASE
)
BEFORE = re.compile(
    r"^(?:(?P<past>old|orig|backup|bak|prev|previous)|(?P<next>new|edited|fixed))[-_.](?P<name>.+)$", re.IGNORECASE
)
CALLED_OLD = re.compile(r"[-_](old|bak|bkp|orig)\d*$")
BACKUP_FOLDER = re.compile(
    rf"^[._]?(?:old|orig|bak|backups?|bkp|attic|graveyard|trash)(?:[-_.](?:{VERSION}|\w*\d{{4,}}))?$", re.IGNORECASE
)

SOURCE = frozenset({
    ".py", ".pyi", ".pyx", ".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".cu", ".cuh", ".rs", ".go", ".js", ".ts", ".java", ".sh",
    ".toml", ".cfg", ".ini", ".yaml", ".yml", ".cmake", ".proto", ".sql",
})  # fmt: skip
"""Suffixes of files that somebody writes by hand and that have twins."""
DATA = frozenset(
    {
        "migrations",
        "versions",
        "fixtures",
        "testdata",
        "test_data",
        "data",
        "assets",
        "golden",
        "snapshots",
        "vendor",
        "_vendor",
    }
)
"""Folders in which names like these are part of the thing."""
MIN_SIMILAR = {"past": 0.0, "next": 0.3, "version": 0.5}
"""How alike twins must be: a name that says `old` says enough; `new` and `v2` may be things of their own."""
SAME_NAMES = 0.5
"""A folder that says `edited` and has so many of the other's names is a twin, be its code another: that is what a rewrite is."""


class Leftovers(Analyzer):
    """What lies about: judged by names, and for twins by how many lines they share.

    Not reported: migrations, fixtures and vendored code; a package called `backup` whose modules have no twins beside it
    (it may be about backups); `x_v2` or `x_new` that shares few lines with `x`.
    """

    rules = (
        Rule("backup-folder", "A folder that holds earlier copies of what lies elsewhere"),
        Rule("backup-file", "A file whose name says that it is an earlier copy"),
        Rule("edited-twin", "Two files or folders of one name, one of them edited, new or numbered"),
        Rule("setup-py-beside-pyproject", "A setup.py beside a pyproject.toml"),
    )
    suffixes = ()

    def conclude(self, facts: Mapping[PurePosixPath, Facts], workspace: Workspace) -> Iterable[Finding]:
        names = [name for name in workspace.names if DATA.isdisjoint(name.split("/")[:-1])]
        folders = _Folders(names)
        reported: list[PurePosixPath] = []
        named = [folder for folder in folders.known if _may_be_kept(folder.rpartition("/")[2])]
        for folder in sorted(named, key=lambda item: (item.count("/"), item)):
            if any(PurePosixPath(folder).is_relative_to(above) for above in reported):
                continue
            if finding := _folder(PurePosixPath(folder), folders, workspace):
                reported.append(PurePosixPath(folder))
                yield finding
        for path in [PurePosixPath(name) for name in names if _may_be_a_copy(name.rpartition("/")[2])]:
            if (finding := _file(path, workspace)) and not any(path.is_relative_to(above) for above in reported):
                yield finding
        for path in [PurePosixPath(name) for name in names if name.endswith("setup.py")]:
            if path.name == "setup.py" and workspace.exists(path.parent / "pyproject.toml"):
                yield _setup(path, workspace)


# --- folders ---------------------------------------------------------------------------------------------------------


def _may_be_kept(name: str) -> bool:
    """Whether a folder of that name may be a backup or a twin: without a look at anything else."""
    return bool(BACKUP_FOLDER.match(name) or AFTER.match(name) or BEFORE.match(name))


class _Folders:
    """The folders of a tree and what lies in them."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.known: set[str] = set()
        for folder in {name.rpartition("/")[0] for name in names}:
            while folder and folder not in self.known:
                self.known.add(folder)
                folder = folder.rpartition("/")[0]

    @cached_property
    def files(self) -> tuple[PurePosixPath, ...]:
        """Every file, by its path: that is asked for in few trees."""
        return tuple(map(PurePosixPath, self.names))

    def below(self, folder: PurePosixPath) -> list[PurePosixPath]:
        """Every file below the folder."""
        return [path for path in self.files if path.is_relative_to(folder)]

    def names_in(self, folder: PurePosixPath) -> set[str]:
        """What the folder holds: sources without their suffix, and folders of them."""
        paths = (path.relative_to(folder) for path in self.below(folder) if path.suffix in SOURCE)
        return {path.parts[0] if len(path.parts) > 1 else path.stem for path in paths} - {"__init__"}

    def namesakes(self, path: PurePosixPath, folder: PurePosixPath) -> list[PurePosixPath]:
        """The files of that name outside the folder; none if the name is everywhere and says nothing."""
        found = [other for other in self.files if other.name == path.name and not other.is_relative_to(folder)]
        return found if len(found) <= 5 and path.name != "__init__.py" else []


def _folder(folder: PurePosixPath, folders: _Folders, workspace: Workspace) -> Finding | None:
    twin = _twin_of(folder.name, lambda name: str(folder.parent / name) in folders.known)
    if not twin and not BACKUP_FOLDER.match(folder.name):
        return None
    inside = [path for path in folders.below(folder) if path.suffix in SOURCE]
    if not inside:
        return None
    if twin:
        name, kind = twin
        original = folder.parent / name
        there = {path.relative_to(original) for path in folders.below(original)}
        shared = [path for path in inside if path.relative_to(folder) in there]
        alike = sum(_similarity(path, original / path.relative_to(folder), workspace) for path in shared) / (
            len(shared) or 1
        )
        said = f"{len(shared)} of its {len(inside)} files are there too, {alike:.0%} alike"
        if not (shared or kind == "past") or alike < MIN_SIMILAR[kind]:
            old, new = folders.names_in(original), folders.names_in(folder)
            if kind != "next" or len(old & new) < max(2, len(old) * SAME_NAMES):
                return None
            said = f"{len(old & new)} of the {len(old)} names there are here too, for other code"
        code = "backup-folder" if kind == "past" else "edited-twin"
        said = f"{folder} is a twin of {original}: {said}"
        return _finding(code, said, folder, Severity.WARNING, original, similarity=round(alike, 3))
    copies = [
        path
        for path in inside
        if any(_similarity(path, other, workspace) >= MIN_SIMILAR["next"] for other in folders.namesakes(path, folder))
    ]
    if len(copies) * 2 >= len(inside):
        said = f"{folder} holds earlier copies: {len(copies)} of its {len(inside)} files are much like a namesake elsewhere"
        return _finding("backup-folder", said, folder, Severity.WARNING)
    if folder / "__init__.py" in inside:
        return None
    return _finding(
        "backup-folder", f"{folder} is called a backup and holds {len(inside)} source files", folder, Severity.INFO
    )


def _twin_of(name: str, exists: Callable[[str], bool]) -> tuple[str, str] | None:
    """The name without what marks it as another state of the same thing, if such a thing exists, and the kind of mark."""
    for pattern in (AFTER, BEFORE):
        if match := pattern.match(name):
            kind = next(kind for kind in ("past", "next", "version") if match.groupdict().get(kind))
            if exists(match["name"]):
                return match["name"], kind
    return None


# --- files -----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=16_384)  # a tree has many files of few names
def _may_be_a_copy(name: str) -> bool:
    """Whether a file of that name may be a backup or a twin: without a look at anything else."""
    path = PurePosixPath(name)
    stem = path.stem
    return bool(
        KEPT.match(stem)
        or name.endswith("~")
        or path.suffix in BACKUP_SUFFIXES
        or AFTER.match(stem)
        or BEFORE.match(stem)
        or CALLED_OLD.search(stem)
    )


def _file(path: PurePosixPath, workspace: Workspace) -> Finding | None:
    if match := KEPT.match(path.stem):
        name = f"{match['name'] or match['of']}{path.suffix}"
        twin = path.parent / name
        if path.suffix in SOURCE or workspace.exists(twin):
            return _finding("backup-file", f"{path} is a copy that a file manager made", path, Severity.WARNING, twin)
    if path.name.endswith("~") or path.suffix in BACKUP_SUFFIXES:
        twin = path.with_name(path.name[:-1] if path.name.endswith("~") else path.stem)
        there = workspace.exists(twin)
        if not there and twin.suffix not in SOURCE:
            return None  # `settings.old` alone may be anything
        beside = f" of {twin}" if there else ""
        return _finding(
            "backup-file", f"{path} is a backup{beside}", path, Severity.WARNING if there else Severity.INFO, twin
        )
    if path.suffix not in SOURCE:
        return None
    if twin_of := _twin_of(path.stem, lambda name: workspace.exists(path.with_name(name + path.suffix))):
        name, kind = twin_of
        twin = path.with_name(name + path.suffix)
        alike = _similarity(path, twin, workspace)
        if alike < MIN_SIMILAR[kind]:
            return None
        code = "backup-file" if kind == "past" else "edited-twin"
        return _finding(
            code,
            f"{path} is a twin of {twin}, {alike:.0%} alike",
            path,
            Severity.WARNING,
            twin,
            similarity=round(alike, 3),
        )
    if path.suffix == ".py" and CALLED_OLD.search(path.stem) and not path.stem.startswith("test_"):
        return _finding(
            "backup-file", f"{path} is called old, and nothing newer of that name lies beside it", path, Severity.INFO
        )
    return None


def _similarity(path: PurePosixPath, other: PurePosixPath, workspace: Workspace) -> float:
    """The share of lines that two files have in common, indentation and order aside (the Dice coefficient)."""
    ours, theirs = _lines(path, workspace), _lines(other, workspace)
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 1.0


def _lines(path: PurePosixPath, workspace: Workspace) -> Counter[bytes]:
    return Counter(line for raw in workspace.read(path)[:MAX_BYTES].splitlines() if (line := raw.strip()))


# --- setup.py --------------------------------------------------------------------------------------------------------


def _setup(path: PurePosixPath, workspace: Workspace) -> Finding:
    pyproject = path.parent / "pyproject.toml"
    text = workspace.read(pyproject)
    has_metadata = b"[project]" in text or b"[tool.poetry]" in text or b"[tool.flit" in text
    keywords = _setup_keywords(Source(path, workspace.read(path)))
    builds = sorted(
        keywords
        & {"ext_modules", "cmdclass", "distclass", "libraries", "rust_extensions", "cffi_modules", "data_files"}
    )
    twice = sorted(
        keywords
        & {
            "name",
            "version",
            "description",
            "packages",
            "install_requires",
            "python_requires",
            "author",
            "entry_points",
        }
    )
    if builds:
        said, severity = f"it still builds something ({', '.join(builds)})", Severity.INFO
    elif not has_metadata:
        said, severity = f"{pyproject} holds no metadata yet", Severity.INFO
    elif twice:
        said, severity = f"both say what the project is ({', '.join(twice)})", Severity.WARNING
    else:
        said, severity = f"nothing in it is not in {pyproject}", Severity.WARNING
    said = f"{path} stands beside {pyproject}: {said}"
    return _finding("setup-py-beside-pyproject", said, path, severity, pyproject, builds=builds, twice=twice)


def _setup_keywords(source: Source) -> set[str]:
    """The keywords of every call of `setup`; none where the file does not parse."""
    try:
        calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    except SyntaxError:
        return set()
    of_setup = [call for call in calls if last_name(call.func) == "setup"]
    return {keyword.arg for call in of_setup for keyword in call.keywords if keyword.arg}


def _finding(
    code: str, said: str, path: PurePosixPath, severity: Severity, twin: PurePosixPath | None = None, **metrics: object
) -> Finding:
    if twin is not None:
        metrics["twin"] = str(twin)
    places = (Location(path),)
    return Finding(code, said, places, f"{path}", severity, metrics)
