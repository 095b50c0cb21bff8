# options: {from = ["pkg.a"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
def one():
    """One."""
    from .b import two as second, other

    return second, other


def three():
    from .b import two as mine
    return mine
# file: pkg/b.py
def two():
    from pkg.a import one
    return one


def other():
    import pkg.a

    def inner():
        from .a import one

    return pkg.a.one(), inner
# after
# file: pkg/__init__.py
# file: pkg/a.py
...
# file: pkg/b.py
def two():
    return one


def one():
    """One."""

    return two, other


def three():
    return two


def other():
    def inner():
        pass

    return one(), inner
