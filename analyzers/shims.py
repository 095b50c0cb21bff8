"""What steps left at old places for a while: whether anybody in the tree still uses it, and whether its time is over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from migrate.analyzers import Analyzer, Facts
from migrate.model import Finding, Location, Rule, Severity
from migrate.python.source import Source
from migrate.workspace import Workspace

if TYPE_CHECKING:
    from packaging.version import Version

    from migrate.refactoring.left.shims import Shim
    from migrate.references.index import Index


class Shims(Analyzer):
    """Shims of ours that are due, and those that only users outside the tree can still need."""

    suffixes = (".py",)
    needles = (b"_MOVED = {", b"Moved to `")
    rules = (
        Rule("expired-shim", "A shim whose version has come"),
        Rule("unused-shim", "A shim that nothing in the tree uses", Severity.INFO),
    )

    def collect(self, source: Source) -> Facts:
        """Whether the file is or holds a shim that a step of ours left."""
        from migrate.refactoring.left.modules import places_of, table_of

        return True if places_of(source.tree) or table_of(source.tree) else None

    def conclude(self, facts: Mapping[PurePosixPath, Facts], workspace: Workspace) -> Iterable[Finding]:
        """At most one finding of each kind for each shim."""
        if facts:
            from migrate.references.index import Index

            now, index = _version(workspace), Index(workspace)
            for path in facts:
                yield from _of_file(index, path, now)


def _version(workspace: Workspace) -> Version | None:
    from packaging.version import InvalidVersion, Version

    from migrate.python.version import version_of

    try:
        return Version(workspace.version or version_of(workspace) or "")
    except InvalidVersion:
        return None


def _of_file(index: Index, path: PurePosixPath, now: Version | None) -> Iterator[Finding]:
    from migrate.refactoring.left.shims import is_due, shim_in, uses_of

    shim = shim_in(index.names.file(path))
    if shim is None or not shim.module.name:
        return
    uses = uses_of(index, shim)
    due = [name for name, version in shim.versions.items() if now and is_due(version, now)]
    unused = [name for name in shim.versions if not uses[name] and name not in due]
    places = list(dict.fromkeys(place for name in due for place in uses[name]))
    if due:
        said = f"{len(places)} places use it" if places else "nothing uses it"
        yield _finding("expired-shim", shim, due, f"the time of {_shown(shim, due)} is over: {said}", places)
    if unused:
        yield _finding("unused-shim", shim, unused, f"nothing in the tree uses {_shown(shim, unused)}", [])


def _shown(shim: Shim, names: list[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(f"`{shim.dotted(name)}`" for name in names[:3]) + more


def _finding(code: str, shim: Shim, names: list[str], said: str, places: list[Location]) -> Finding:
    entry = shim.table.entries.get(names[0]) if shim.table else None
    where = Location(shim.module.path, entry.key.lineno if entry else 1)
    severity = Severity.WARNING if code == "expired-shim" else Severity.INFO
    identity = f"{shim.module.name}: {', '.join(sorted(names))}"
    return Finding(code, said, (where, *places), identity, severity, {"names": len(names), "uses": len(places)})
