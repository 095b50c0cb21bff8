# options: {class = "code.Store", parts = {Naming = "plain"}, as = "collaborators"}
# file: code.py
class Store:
    def __init__(self, name):
        """Make it."""
        self._name = self.plain(name)

    def plain(self, name):
        return self.short(name).lower()

    def short(self, name):
        return name[:3]

    def name(self):
        return self._name

    def rename(self, name):
        self._name = self.plain(name)

    def again(self):
        return self._name * 2

    def loud(self):
        return self._name.upper()


assert Store("ABCD").name() == "abc"
# after
# file: code.py
class Naming:
    """The part of `Store` around `plain`, `short`."""

    def plain(self, name):
        return self.short(name).lower()

    def short(self, name):
        return name[:3]


class Store:
    def __init__(self, name):
        """Make it."""
        self._naming = Naming()
        self._name = self.plain(name)

    def plain(self, name):
        return self._naming.plain(name)

    def short(self, name):
        return self._naming.short(name)

    def name(self):
        return self._name

    def rename(self, name):
        self._name = self.plain(name)

    def again(self):
        return self._name * 2

    def loud(self):
        return self._name.upper()


assert Store("ABCD").name() == "abc"
