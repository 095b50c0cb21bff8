"""The one error that is the user's to mend, with what to type next."""

from __future__ import annotations

from collections.abc import Iterable


class MigrateError(Exception):
    """What is wrong, and a hint that can be typed; `main` prints both and exits with 2."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.what}\n  {self.hint}" if self.hint else self.what


def nearest(name: str, known: Iterable[str], otherwise: str) -> str:
    """A hint that names up to three of `known` which look like `name`, or else says `otherwise`."""
    from difflib import get_close_matches  # only an error needs it

    close = get_close_matches(name, list(known), n=3, cutoff=0.5)
    return "did you mean " + " or ".join(f"`{item}`" for item in close) + "?" if close else otherwise
