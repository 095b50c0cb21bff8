# options: {classes = ["pkg.a.A", "pkg.a.B", "pkg.a.C"], into = "pkg.a.Base"}
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def check(self, size):
        if size > 10:
            raise ValueError(size)
        self.size = size
        self.sizes.append(size)
        self.used += size
        return self.used <= 10


class B:
    def check(self, size):
        if size > 10:
            raise ValueError(size)
        self.size = size
        self.sizes.append(size)
        self.used += size
        return self.used <= 10


class C:
    def check(self, size):
        if size > 64:
            raise ValueError(size)
        self.size = size
        self.sizes.append(size)
        self.used += size
        return self.used <= 64
# after
# file: pkg/__init__.py
# file: pkg/a.py
class Base:
    """What `A`, `B` and `C` have in common."""

    _check_value = 10

    def check(self, size):
        if size > self._check_value:
            raise ValueError(size)
        self.size = size
        self.sizes.append(size)
        self.used += size
        return self.used <= self._check_value


class A(Base):
    pass


class B(Base):
    pass


class C(Base):
    _check_value = 64
