# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base", min_saving = 40}
# refuses: too-little
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def load(self, path):
        """Reads it."""
        # what comes first wins
        with open(path) as lines:
            found = [line.strip() for line in lines]
        return found

    def size(self):
        return len(self.items)


class B:
    def load(self, path):
        """Reads it."""
        # what comes first wins
        with open(path) as lines:
            found = [line.strip() for line in lines]
        return found

    def size(self):
        return len(self.items)
