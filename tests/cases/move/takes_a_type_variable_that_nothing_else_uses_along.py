# options: {symbols = ["pkg.a.first"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
import logging
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")
log = logging.getLogger(__name__)


def first(items: list[T]) -> T:
    return items[0]


def second(items: list[U]) -> U:
    log.info("second")
    return items[1]
# after
# file: pkg/__init__.py
# file: pkg/a.py
import logging
from typing import TypeVar

U = TypeVar("U")
log = logging.getLogger(__name__)


def second(items: list[U]) -> U:
    log.info("second")
    return items[1]
# file: pkg/b.py
from typing import TypeVar

T = TypeVar("T")


def first(items: list[T]) -> T:
    return items[0]
