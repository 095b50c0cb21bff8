# options: {function = "pkg.opened", class = "pkg.Shape", leave = "delegate"}
# file: pkg.py
import contextlib


class Shape:
    side = 1


@contextlib.contextmanager
def opened(shape: Shape, *, deep=False):
    yield shape


with opened(Shape(), deep=True) as shape:
    pass
# after
# file: pkg.py
import contextlib


class Shape:
    side = 1

    @contextlib.contextmanager
    def opened(self, *, deep=False):
        yield self


def opened(shape: Shape, *, deep=False):
    return shape.opened(deep=deep)


with Shape().opened(deep=True) as shape:
    pass
