# options: {classes = ["pkg.a.A", "pkg.b.B"], into = "pkg.base.Saving"}
# file: pkg/__init__.py
# file: pkg/a.py
class Root:
    def save(self):
        return ["root"]


class A(Root):
    def save(self):
        found = super().save()
        found.append(self.name)
        found.sort()
        return found

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
from pkg.a import Root


class B(Root, dict):
    def save(self):
        found = super().save()
        found.append(self.name)
        found.sort()
        return found

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
from pkg.base import Saving


class Root:
    def save(self):
        return ["root"]


class A(Saving, Root):
    pass
# file: pkg/b.py
from pkg.a import Root
from pkg.base import Saving


class B(Saving, Root, dict):
    pass
# file: pkg/base.py
class Saving:
    """What `A` and `B` have in common."""

    def save(self):
        found = super().save()
        found.append(self.name)
        found.sort()
        return found

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
