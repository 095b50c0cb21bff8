# options: {classes = ["pkg.a.A", "pkg.b.B"], into = "pkg.base.Base"}
# file: pkg/__init__.py
# file: pkg/a.py
from pkg.errors import AError


class Block:
    def __init__(self, size):
        self.size = size


class A:
    def allocate(self, size):
        if size > self.free:
            raise AError(size)
        block = Block(size)
        self.live.append(block)
        self.free -= size
        return block

    def drain(self, most):
        """Takes out what is there, `most` at a time."""
        taken = []
        while self.waiting and len(taken) < most:
            item = self.waiting.pop(0)
            if item in self.seen:
                continue
            self.seen.add(item)
            taken.append(item)
        for item in taken:
            self.finish(item)
        return taken
# file: pkg/b.py
from pkg.errors import BError


class Block:
    def __init__(self, size):
        self.size = size * 2


class B:
    def allocate(self, size):
        if size > self.free:
            raise BError(size)
        block = Block(size)
        self.live.append(block)
        self.free -= size
        return block

    def drain(self, most):
        """Takes out what is there, `most` at a time."""
        taken = []
        while self.waiting and len(taken) < most:
            item = self.waiting.pop(0)
            if item in self.seen:
                continue
            self.seen.add(item)
            taken.append(item)
        for item in taken:
            self.finish(item)
        return taken
# file: pkg/errors.py
class AError(Exception): ...
class BError(Exception): ...
# after
# file: pkg/__init__.py
# file: pkg/a.py
from pkg.base import Base
from pkg.errors import AError


class Block:
    def __init__(self, size):
        self.size = size


class A(Base):
    _error = AError
    _block = Block
# file: pkg/b.py
from pkg.base import Base
from pkg.errors import BError


class Block:
    def __init__(self, size):
        self.size = size * 2


class B(Base):
    _error = BError
    _block = Block
# file: pkg/base.py
class Base:
    """What `A` and `B` have in common."""

    def allocate(self, size):
        if size > self.free:
            raise self._error(size)
        block = self._block(size)
        self.live.append(block)
        self.free -= size
        return block

    def drain(self, most):
        """Takes out what is there, `most` at a time."""
        taken = []
        while self.waiting and len(taken) < most:
            item = self.waiting.pop(0)
            if item in self.seen:
                continue
            self.seen.add(item)
            taken.append(item)
        for item in taken:
            self.finish(item)
        return taken
# file: pkg/errors.py
class AError(Exception): ...
class BError(Exception): ...
