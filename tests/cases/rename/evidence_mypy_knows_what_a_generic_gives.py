# options: {rename = {"a.K.old" = "new"}, evidence = "mypy"}
# notes: 11 mypy, 2 other by mypy
# file: a.py
import functools
import threading
from collections.abc import Callable
from contextvars import ContextVar
from typing import TypeVar


class K:
    def old(self) -> int:
        return 1


class Sub(K):
    pass


class Other:
    def old(self) -> str:
        return ""


class Both(K):
    pass


T = TypeVar("T", bound=K)
current: ContextVar[K] = ContextVar("current", default=K())
current.get().old()


def generics(make: Callable[[], K], keep: dict[str, list[K]]) -> None:
    make().old()
    keep.copy()["x"][0].old()
    max(keep["x"], key=lambda one: one.old()).old()
    print(f"{make().old()}")


def unions(made: Callable[[], K | None], other: Callable[[], Sub | Both], kind: Callable[[], type[K]]) -> None:
    if (it := made()) is not None:
        it.old()
    other().old()
    kind()().old()
    kind().old(K())


def bounds(make: Callable[[], T]) -> T:
    make().old()
    return make()


def others(make: Callable[[], Other], locks: Callable[[], threading.Thread | int]) -> None:
    make().old()
    locks().old()  # type: ignore


@functools.cache
def cached() -> K:
    return K()


def without_annotations(x):
    thing = functools.partial(cached)()
    thing.old()
    return x


without_annotations(1)
# after
# file: a.py
import functools
import threading
from collections.abc import Callable
from contextvars import ContextVar
from typing import TypeVar


class K:
    def new(self) -> int:
        return 1


class Sub(K):
    pass


class Other:
    def old(self) -> str:
        return ""


class Both(K):
    pass


T = TypeVar("T", bound=K)
current: ContextVar[K] = ContextVar("current", default=K())
current.get().new()


def generics(make: Callable[[], K], keep: dict[str, list[K]]) -> None:
    make().new()
    keep.copy()["x"][0].new()
    max(keep["x"], key=lambda one: one.new()).new()
    print(f"{make().new()}")


def unions(made: Callable[[], K | None], other: Callable[[], Sub | Both], kind: Callable[[], type[K]]) -> None:
    if (it := made()) is not None:
        it.new()
    other().new()
    kind()().new()
    kind().new(K())


def bounds(make: Callable[[], T]) -> T:
    make().new()
    return make()


def others(make: Callable[[], Other], locks: Callable[[], threading.Thread | int]) -> None:
    make().old()
    locks().old()  # type: ignore


@functools.cache
def cached() -> K:
    return K()


def without_annotations(x):
    thing = functools.partial(cached)()
    thing.new()
    return x


without_annotations(1)
