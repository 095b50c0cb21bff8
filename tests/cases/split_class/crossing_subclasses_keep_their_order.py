# options: {class = "pkg.store.Store", parts = {Titled = "_title"}}
# file: pkg/__init__.py
# file: pkg/store.py
class Base:
    def title(self):
        return "base"


class Store(
    Base,
):
    def __init__(self):
        self._title = "store"
        self._other = 0

    def title(self):
        return self._title

    def rename(self, title):
        self._title = title

    def more(self):
        self._other += 1

    def less(self):
        self._other -= 1


class Other(Base):
    def title(self):
        return "other"


class Sub(Store, Other):
    def rename(self, title):
        super().rename(title + "!")


sub = Sub()
sub.rename("a")
assert sub.title() == "a!"
# after
# file: pkg/__init__.py
# file: pkg/store.py
class Base:
    def title(self):
        return "base"


class Titled:
    """The part of `Store` around `_title`."""

    def title(self):
        return self._title

    def rename(self, title):
        self._title = title


class Store(Titled, 
    Base,
):
    def __init__(self):
        self._title = "store"
        self._other = 0

    def more(self):
        self._other += 1

    def less(self):
        self._other -= 1


class Other(Base):
    def title(self):
        return "other"


class Sub(Store, Other):
    def rename(self, title):
        super().rename(title + "!")


sub = Sub()
sub.rename("a")
assert sub.title() == "a!"
