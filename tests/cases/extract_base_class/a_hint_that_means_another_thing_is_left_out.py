# options: {classes = ["pkg.a.A", "pkg.b.B"], into = "pkg.base.Base"}
# file: pkg/__init__.py
# file: pkg/a.py
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pkg.things import Thing


class Block:
    size = 1


class A:
    def put(self, thing: Thing, block: Block | None = None) -> Block:
        blocks: list[Block] = [item for item in self.blocks if item]
        blocks.append(block)
        self.things.append(thing)
        self.blocks = blocks
        return blocks[0]

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
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pkg.things import Thing


class Block:
    size = 2


class B:
    def put(self, thing: Thing, block: Block | None = None) -> Block:
        blocks: list[Block] = [item for item in self.blocks if item]
        blocks.append(block)
        self.things.append(thing)
        self.blocks = blocks
        return blocks[0]

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
# file: pkg/things.py
class Thing: ...
# after
# file: pkg/__init__.py
# file: pkg/a.py
from __future__ import annotations

from pkg.base import Base


class Block:
    size = 1


class A(Base):
    pass
# file: pkg/b.py
from __future__ import annotations

from pkg.base import Base


class Block:
    size = 2


class B(Base):
    pass
# file: pkg/base.py
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pkg.things import Thing


class Base:
    """What `A` and `B` have in common."""

    def put(self, thing: Thing, block=None):
        blocks = [item for item in self.blocks if item]
        blocks.append(block)
        self.things.append(thing)
        self.blocks = blocks
        return blocks[0]

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
# file: pkg/things.py
class Thing: ...
