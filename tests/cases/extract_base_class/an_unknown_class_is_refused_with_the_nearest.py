# options: {classes = ["pkg.a.A", "pkg.a.Aa"], into = "pkg.a.Base"}
# refuses: no-such-name
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
