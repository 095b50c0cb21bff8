# options: {symbols = ["pkg.a.Child"], into = "pkg.b"}
# refuses: definition-order
# import: no
# file: pkg/__init__.py
# file: pkg/a.py
def late():
    from pkg.b import Last
    return Last


from pkg.b import Last


class Child(Last): ...
# file: pkg/b.py
from pkg import a


class First(a.Child): ...


class Last: ...
