# options: {rename = {"a.K.old" = "new"}}
# file: a.py
import abc
import threading
from collections import OrderedDict
from enum import Enum
from typing import Generic, NamedTuple, Protocol, TypeVar

T = TypeVar("T")


class K(threading.Thread, Generic[T], metaclass=abc.ABCMeta):
    @abc.abstractmethod
    def old(self): ...


class Wants(Protocol):
    def old(self): ...
    def also(self): ...


class Mine(OrderedDict, K[int], Wants):
    pass


class Color(Enum):
    RED = 1

    def old(self): ...


class Pair(NamedTuple):
    old: int


def f(k: K, w: Wants, m: Mine, color: Color, pair: Pair, d: dict):
    k.old(), w.old(), m.old(), color.old(), Color.RED.old(), pair.old
# after
# file: a.py
import abc
import threading
from collections import OrderedDict
from enum import Enum
from typing import Generic, NamedTuple, Protocol, TypeVar

T = TypeVar("T")


class K(threading.Thread, Generic[T], metaclass=abc.ABCMeta):
    @abc.abstractmethod
    def new(self): ...


class Wants(Protocol):
    def new(self): ...
    def also(self): ...


class Mine(OrderedDict, K[int], Wants):
    pass


class Color(Enum):
    RED = 1

    def old(self): ...


class Pair(NamedTuple):
    old: int


def f(k: K, w: Wants, m: Mine, color: Color, pair: Pair, d: dict):
    k.new(), w.new(), m.new(), color.old(), Color.RED.old(), pair.old
