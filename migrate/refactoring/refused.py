"""The end of a refactoring that cannot be proven, as an exception on the way to its outcome."""

from __future__ import annotations

from migrate.model import Location, Refusal


class Refused(Exception):
    """The merge cannot be proven."""

    def __init__(self, code: str, reason: str, next_step: str, where: Location | None = None) -> None:
        super().__init__(reason)
        self.refusal = Refusal(code, reason, next_step, where)
