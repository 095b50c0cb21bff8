"""The record of moves as a question: where is what had this name before?"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from migrate.model import Move


@dataclass(frozen=True)
class Record:
    """Moves in the order in which they were made."""

    moves: tuple[Move, ...]

    def now(self, dotted: str) -> str:
        """The present name of what had that dotted name before the first move; the name itself where nothing moved it.

        A chain of moves leads to its end, and what moved back is where it was. A name that a step recorded by itself goes
        where that says, not where its module went.
        """
        return self.trail(dotted)[-1]

    def trail(self, dotted: str) -> list[str]:
        """Every name that it has had, from that one to its present one."""
        found, at = [dotted], -1
        while (step := self._next(found[-1], at)) is not None:
            at = step
            move = self.moves[at]
            found.append(move.new + found[-1][len(move.old) :])
        return found

    def _next(self, name: str, after: int) -> int | None:
        """The move after that one which takes the name: its own, or else the first one of something around it."""
        nearest: int | None = None
        around = name
        while around:
            places = self._places.get(around, [])
            count = bisect_right(places, after)
            if count < len(places):
                if around == name:
                    return places[count]
                nearest = places[count] if nearest is None else min(nearest, places[count])
            around = around.rpartition(".")[0]
        return nearest

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for position, move in enumerate(self.moves):
            found.setdefault(move.old, []).append(position)
        return found

    @cached_property
    def names_of(self) -> dict[str, tuple[str, ...]]:
        """Module → the names that went from it by themselves at some time."""
        found: dict[str, list[str]] = {}
        for move in self.moves:
            if move.kind == "symbol":
                home, _, name = move.old.rpartition(".")
                found.setdefault(home, []).append(name)
        return {home: tuple(dict.fromkeys(names)) for home, names in found.items()}

    def told_of(self, module: str) -> tuple[str, ...]:
        """The names that went with that module, where the record tells each: it was merged into one that has others too."""
        ways = {move.new for move in self.moves if move.old == module and move.kind == "module"}
        names = self.names_of.get(module, ())
        symbols = {(move.old, move.new) for move in self.moves if move.kind == "symbol"}
        with_it = any((f"{module}.{name}", f"{new}.{name}") in symbols for name in names for new in ways)
        return names if with_it else ()

    @cached_property
    def ends(self) -> dict[str, Move]:
        """Old name → its move to where that is now, sorted; without what is back in its place."""
        ways = {move.old: Move(move.old, self.now(move.old), move.kind, move.left) for move in self.moves}
        return {old: move for old, move in sorted(ways.items()) if move.new != old}

    @cached_property
    def public(self) -> tuple[Move, ...]:
        """The moves that a reader needs to be told: no private names, none that follows from its module's move."""
        found = []
        for move in self.ends.values():
            if is_private(move.old):
                continue
            home, _, leaf = move.old.rpartition(".")
            around = self.ends.get(home)
            if around is None or f"{around.new}.{leaf}" != move.new:
                found.append(move)
        return tuple(found)


def is_private(dotted: str) -> bool:
    """Whether a part of the name tells everybody else to keep away: `pkg._fast.copy`, not `pkg.__main__`."""
    return any(part.startswith("_") and not part.startswith("__") for part in dotted.split("."))
