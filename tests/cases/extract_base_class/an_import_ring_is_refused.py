# options: {classes = ["pkg.a.A", "pkg.b.B"], into = "pkg.a.Base"}
# refuses: import-ring
# file: pkg/__init__.py
# file: pkg/a.py
from pkg.b import B


class A:

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

    def use(self):
        return B
# file: pkg/b.py
class B:

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
