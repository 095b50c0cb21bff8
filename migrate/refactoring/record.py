"""The record of moves as a question: where is what had this name before?"""

from __future__ import annotations

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
        name = dotted
        for count, move in enumerate(self.moves):
            if name == move.old:
                name = move.new
            elif name.startswith(f"{move.old}.") and not self._is_told_later(name, count):
                name = move.new + name[len(move.old) :]
        return name

    def _is_told_later(self, name: str, count: int) -> bool:
        return any(position > count for position in self._told.get(name, ()))

    @cached_property
    def _told(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for position, move in enumerate(self.moves):
            found.setdefault(move.old, []).append(position)
        return found

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
            if any(part.startswith("_") and not part.startswith("__") for part in move.old.split(".")):
                continue
            home, _, leaf = move.old.rpartition(".")
            around = self.ends.get(home)
            if around is None or f"{around.new}.{leaf}" != move.new:
                found.append(move)
        return tuple(found)
