# options: {classes = ["pkg.a.A", "pkg.b.B", "pkg.b.C"], into = "pkg.base.Base"}
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    """Keeps A."""

    def __init__(self, config=None, streams=4):
        """Makes one."""
        # the same everywhere
        self.config = config if config is not None else {}
        self.live = {}
        self.peak = 0
        self.used = 0
        self.streams = [None] * streams

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
class B:
    def __init__(self, config=None, *, on_full=None):
        # the same everywhere
        self.config = config if config is not None else {}
        self.live = {}
        self.peak = 0
        self.used = 0
        self.on_full = on_full

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


class C:
    def __init__(self, config=None):
        self.config = config if config is not None else {}
        self.live = {}
        self.peak = 0
        self.used = 0
        self.c = {}

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
# after
# file: pkg/__init__.py
# file: pkg/a.py
from pkg.base import Base


class A(Base):
    """Keeps A."""

    def __init__(self, config=None, streams=4):
        """Makes one."""
        # the same everywhere
        super().__init__(config)
        self.streams = [None] * streams
# file: pkg/b.py
from pkg.base import Base


class B(Base):
    def __init__(self, config=None, *, on_full=None):
        # the same everywhere
        super().__init__(config)
        self.on_full = on_full


class C(Base):
    def __init__(self, config=None):
        super().__init__(config)
        self.c = {}
# file: pkg/base.py
class Base:
    """What `A`, `B` and `C` have in common."""

    def __init__(self, config):
        self.config = config if config is not None else {}
        self.live = {}
        self.peak = 0
        self.used = 0

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
