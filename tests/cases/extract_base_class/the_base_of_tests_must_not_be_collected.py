# options: {classes = ["pkg.a.TestA", "pkg.a.TestB"], into = "pkg.a.TestBoth"}
# refuses: collected
# file: pkg/__init__.py
# file: pkg/a.py
class TestA:
    def load(self, path):
        """Reads it."""
        # what comes first wins
        with open(path) as lines:
            found = [line.strip() for line in lines]
        return found

    def size(self):
        return len(self.items)


class TestB:
    def load(self, path):
        """Reads it."""
        # what comes first wins
        with open(path) as lines:
            found = [line.strip() for line in lines]
        return found

    def size(self):
        return len(self.items)
