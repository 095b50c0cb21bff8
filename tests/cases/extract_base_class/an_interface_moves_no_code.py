# options: {classes = ["pkg.a.A", "pkg.b.B"], into = "pkg.base.Device", interface = true}
# file: pkg/__init__.py
# file: pkg/a.py
class Block: ...


class A:
    kind = "a"

    def __init__(self, size):
        self.size = size

    @property
    def used(self) -> int:
        """Bytes in use."""
        return self.size

    @used.setter
    def used(self, value: int) -> None:
        self.size = value

    def allocate(self, size: int, *, stream: int = 0) -> Block:
        return Block()

    async def free(self, block: Block | None = None) -> None:
        """Give it back."""
        del block

    def only_here(self): ...

    def other(self, a): ...

    def _hidden(self): ...
# file: pkg/b.py
class Block: ...


class B:
    @property
    def used(self) -> int:
        return 2

    @used.setter
    def used(self, value: int) -> None:
        pass

    def allocate(self, size: int, *, stream: int = 0) -> Block:
        size += stream
        return Block()

    async def free(self, block: Block | None = None) -> None:
        self.block = block

    def other(self, b): ...

    def _hidden(self): ...
# after
# file: pkg/__init__.py
# file: pkg/a.py
from pkg.base import Device


class Block: ...


class A(Device):
    kind = "a"

    def __init__(self, size):
        self.size = size

    @property
    def used(self) -> int:
        """Bytes in use."""
        return self.size

    @used.setter
    def used(self, value: int) -> None:
        self.size = value

    def allocate(self, size: int, *, stream: int = 0) -> Block:
        return Block()

    async def free(self, block: Block | None = None) -> None:
        """Give it back."""
        del block

    def only_here(self): ...

    def other(self, a): ...

    def _hidden(self): ...
# file: pkg/b.py
from pkg.base import Device


class Block: ...


class B(Device):
    @property
    def used(self) -> int:
        return 2

    @used.setter
    def used(self, value: int) -> None:
        pass

    def allocate(self, size: int, *, stream: int = 0) -> Block:
        size += stream
        return Block()

    async def free(self, block: Block | None = None) -> None:
        self.block = block

    def other(self, b): ...

    def _hidden(self): ...
# file: pkg/base.py
from abc import ABC, abstractmethod


class Device(ABC):
    """What `A` and `B` have in common."""

    @property
    @abstractmethod
    def used(self) -> int:
        """Bytes in use."""

    @used.setter
    @abstractmethod
    def used(self, value: int) -> None: ...

    @abstractmethod
    def allocate(self, size: int, *, stream: int = 0): ...

    @abstractmethod
    async def free(self, block=None) -> None:
        """Give it back."""
