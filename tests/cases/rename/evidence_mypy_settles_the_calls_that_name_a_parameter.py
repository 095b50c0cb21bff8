# options: {rename = {"a.K.old(x)" = "y"}, evidence = "mypy"}
# notes: 1 mypy, 1 other by mypy
# file: a.py
from collections.abc import Callable


class K:
    def old(self, x: int = 1) -> int:
        return x


class Other:
    def old(self, x: str = "") -> str:
        return x


def calling(make: Callable[[], K], other: Callable[[], Other]) -> None:
    make().old(x=2)
    other().old(x="2")
# after
# file: a.py
from collections.abc import Callable


class K:
    def old(self, y: int = 1) -> int:
        return y


class Other:
    def old(self, x: str = "") -> str:
        return x


def calling(make: Callable[[], K], other: Callable[[], Other]) -> None:
    make().old(y=2)
    other().old(x="2")
