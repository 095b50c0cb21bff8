"""The one error that is the user's to mend, with what to type next."""


class MigrateError(Exception):
    """What is wrong, and a hint that can be typed; `main` prints both and exits with 2."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.what}\n  {self.hint}" if self.hint else self.what
