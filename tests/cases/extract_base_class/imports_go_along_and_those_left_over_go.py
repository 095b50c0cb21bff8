# options: {classes = ["pkg.a.A", "pkg.b.B"], into = "pkg.base.Base"}
# file: pkg/__init__.py
# file: pkg/a.py
import json
import os
from pathlib import Path


class A:
    def load(self, path):
        with Path(path).open() as file:
            found = json.load(file)
        self.found = found
        return {key: value for key, value in found.items() if value}

    def name(self):
        return os.name

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
import json
from pathlib import Path


class B:
    def load(self, path):
        with Path(path).open() as file:
            found = json.load(file)
        self.found = found
        return {key: value for key, value in found.items() if value}

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
import os

from pkg.base import Base


class A(Base):
    def name(self):
        return os.name
# file: pkg/b.py
from pkg.base import Base


class B(Base):
    pass
# file: pkg/base.py
import json
from pathlib import Path


class Base:
    """What `A` and `B` have in common."""

    def load(self, path):
        with Path(path).open() as file:
            found = json.load(file)
        self.found = found
        return {key: value for key, value in found.items() if value}

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
