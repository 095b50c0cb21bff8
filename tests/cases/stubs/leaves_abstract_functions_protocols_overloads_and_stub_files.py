# options: {raise = {"pkg.*" = ""}, link = {"pkg.*" = "#1"}}
# file: pkg/__init__.py
# file: pkg/lower.py
from abc import ABC, abstractmethod
from typing import Protocol, overload


class Pass(ABC):
    @abstractmethod
    def run(self, graph):
        """Not implemented yet."""

    @abstractmethod
    def size(self): ...


class Runs(Protocol):
    def run(self, graph): ...


@overload
def lower(graph: int) -> int: ...
@overload
def lower(graph: str) -> str: ...
def lower(graph):
    return graph


class Base:
    def run(self):
        raise NotImplementedError


class Derived(Base):
    pass
# file: pkg/lower.pyi
def to_ptx(graph) -> None: ...
