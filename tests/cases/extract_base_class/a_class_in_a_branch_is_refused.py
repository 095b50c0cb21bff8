# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: nested-class
# file: pkg/__init__.py
# file: pkg/a.py
import sys

if sys.platform:
    class A:
        def f(self):
            return 1


class B:
    def load(self, path):
        """Reads it."""
        # what comes first wins
        with open(path) as lines:
            found = [line.strip() for line in lines]
        return found

    def size(self):
        return len(self.items)
