# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def __eq__(self, other):
        if not isinstance(other, A):
            return False
        return self.key == other.key

    def __hash__(self):
        found = 1
        found += hash(self.key)
        return found


class B:
    def __eq__(self, other):
        return self is other

    def __hash__(self):
        found = 1
        found += hash(self.key)
        return found
