# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# notes: already
# file: pkg/__init__.py
# file: pkg/a.py
class Base:
    x = 1


class A(Base):
    def load(self, path):
        """Reads it."""
        # what comes first wins
        with open(path) as lines:
            found = [line.strip() for line in lines]
        return found

    def size(self):
        return len(self.items)


class B(Base):
    def load(self, path):
        """Reads it."""
        # what comes first wins
        with open(path) as lines:
            found = [line.strip() for line in lines]
        return found

    def size(self):
        return len(self.items)
