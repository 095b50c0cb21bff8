# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: too-little
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def size(self):
        """How many there are of A.

        Counted one by one,
        from the first
        to the last.
        """
        return len(self.items)

    def least(self):
        """The least of A.

        The one that comes first
        of those that are alike.
        """
        return min(self.items)


class B:
    def size(self):
        """How many there are of B.

        Counted one by one,
        from the first
        to the last.
        """
        return len(self.items)

    def least(self):
        """The least of B.

        The one that comes first
        of those that are alike.
        """
        return min(self.items)
