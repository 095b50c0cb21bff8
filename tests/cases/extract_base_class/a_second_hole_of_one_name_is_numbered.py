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
        return size + 1 > 3
# after
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
        return size + 1 > 3
