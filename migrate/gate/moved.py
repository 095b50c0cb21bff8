"""Where a name of the baseline is now: through the recorded moves, or gone for a declared reason."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from migrate.model import Move, Removal


class Moved:
    """All moves and removals since the baseline, as questions about one name."""

    def __init__(self, moves: Iterable[Move], removals: Iterable[Removal]) -> None:
        self.moves = tuple(moves)
        self.removals = tuple(removals)
        self._starts = {move.old for move in self.moves}

    def now(self, name: str) -> str:
        """The dotted name that this one has become; itself where nothing moved it."""
        start = 0
        while (found := self._next(name, start)) is not None:
            start, name = found
        return name

    def stays(self, name: str) -> bool:
        """Whether the name must still work at its old place: nothing moved it, or something was left there."""
        return self._left(name) != "nothing"

    def is_same(self, name: str) -> bool:
        """Whether what was left at its old place is the very object that has moved."""
        return self._left(name) in ("compat", "reexport")

    def _left(self, name: str) -> str:
        at = self._best(name, 0)
        if at is None:
            return "all"
        old = self.moves[at].old
        last = max(index for index, move in enumerate(self.moves) if move.old == old)
        around = [move for move in self.moves[last + 1 :] if old.startswith(f"{move.old}.")]
        if around and around[-1].left == "nothing":
            return "nothing"  # what was left lay in a module that has moved away itself
        return self.moves[last].left

    def removed(self, *names: str) -> Removal | None:
        """The removal that names one of these, or a module, class or file around one; its name may be a glob."""
        for removal in self.removals:
            for name in names:
                if any(fnmatchcase(part, removal.name) for part in _around(name)):
                    return removal
        return None

    def _next(self, name: str, start: int) -> tuple[int, str] | None:
        at = self._best(name, start)
        if at is None:
            return None
        move = self.moves[at]
        return at + 1, move.new + name[len(move.old) :]

    def _best(self, name: str, start: int) -> int | None:
        """The move that says most about the name: the longest match, of those the earliest."""
        if not any(part in self._starts for part in _around(name)):
            return None
        best = None
        for at in range(start, len(self.moves)):
            old = self.moves[at].old
            if (name == old or name.startswith(f"{old}.")) and (best is None or len(old) > len(self.moves[best].old)):
                best = at
        return best


def _around(name: str) -> list[str]:
    """`a/b.py::T::t[x]` → itself, without the parameters, `a/b.py::T`, `a/b.py`, `a/b`, `a`; dotted names likewise."""
    found, rest = [name], name.partition("[")[0]
    while rest:
        found.append(rest)
        cut = max(rest.rfind("."), rest.rfind("/"), rest.rfind("::"))
        rest = rest[:cut].rstrip(":") if cut > 0 else ""
    return found
