# options: {pattern = "typing.Optional[$A]", to = "$A | None", paths = ["**/*.py"]}
# file: a.py
from typing import Optional

size: Optional[int] = None


class Box:
    lid: Optional[str]

    def open(self, how: Optional[str] = None) -> Optional[bool]:
        self.how: Optional[str] = how
# after
# file: a.py
size: int | None = None


class Box:
    lid: str | None

    def open(self, how: str | None = None) -> bool | None:
        self.how: str | None = how
