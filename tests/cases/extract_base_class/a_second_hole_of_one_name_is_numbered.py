# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base", hooks = {_check_value = "limit"}}
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def check(self, size):
        if size > 16:
            raise ValueError(size)
        if size in ("a", "b"):
            raise TypeError(size)
        if size < 0:
            raise KeyError(size)
        if not size:
            raise IndexError(size)
        for item in self.items:
            if item == size:
                return True
        self.items.append(size)
        self.items.sort()
        return size + 1 > 3


class B:
    def check(self, size):
        if size > 32:
            raise ValueError(size)
        if size in ("a", "c"):
            raise TypeError(size)
        if size < 0:
            raise KeyError(size)
        if not size:
            raise IndexError(size)
        for item in self.items:
            if item == size:
                return True
        self.items.append(size)
        self.items.sort()
        return size + 1 > 3
# after
# file: pkg/__init__.py
# file: pkg/a.py
class Base:
    """What `A` and `B` have in common."""

    limit: int
    _check_value_2: str

    def check(self, size):
        if size > self.limit:
            raise ValueError(size)
        if size in ("a", self._check_value_2):
            raise TypeError(size)
        if size < 0:
            raise KeyError(size)
        if not size:
            raise IndexError(size)
        for item in self.items:
            if item == size:
                return True
        self.items.append(size)
        self.items.sort()
        return size + 1 > 3


class A(Base):
    limit = 16
    _check_value_2 = "b"


class B(Base):
    limit = 32
    _check_value_2 = "c"
