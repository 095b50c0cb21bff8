# options: {classes = ["pkg.a.A", "pkg.b.B"], into = "pkg.base.Base"}
# file: pkg/__init__.py
# file: pkg/a.py
from pkg.tools import run


class A:
    def build(self, command):
        done = run(command)
        if done in self.done:
            self.again += 1
            return None
        for one in self.waiting:
            if one == done:
                self.waiting.remove(one)
                break
        self.done.append(done)
        if not done:
            raise RuntimeError(command)
        return done

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
from pkg.tools import run


class B:
    def build(self, command):
        done = run(command)
        if done in self.done:
            self.again += 1
            return None
        for one in self.waiting:
            if one == done:
                self.waiting.remove(one)
                break
        self.done.append(done)
        if not done:
            raise RuntimeError(command)
        return done

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
# file: pkg/tools.py
def run(command): return command
# file: test_it.py
from unittest import mock

def test_it():
    with mock.patch("pkg.a.run"):
        pass
# after
# file: pkg/__init__.py
# file: pkg/a.py
from pkg.base import Base
from pkg.tools import run


class A(Base):
    def _run(self):
        return run
# file: pkg/b.py
from pkg.base import Base
from pkg.tools import run


class B(Base):
    def _run(self):
        return run
# file: pkg/base.py
from abc import ABC, abstractmethod


class Base(ABC):
    """What `A` and `B` have in common."""

    def build(self, command):
        done = self._run()(command)
        if done in self.done:
            self.again += 1
            return None
        for one in self.waiting:
            if one == done:
                self.waiting.remove(one)
                break
        self.done.append(done)
        if not done:
            raise RuntimeError(command)
        return done

    @abstractmethod
    def _run(self): ...

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
# file: pkg/tools.py
def run(command): return command
# file: test_it.py
from unittest import mock

def test_it():
    with mock.patch("pkg.a.run"):
        pass
