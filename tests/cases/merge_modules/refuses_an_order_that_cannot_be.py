# options: {from = ["pkg.a"], into = "pkg.b"}
# refuses: definition-order
# file: pkg/__init__.py
# file: pkg/a.py
class Base:
    pass


def late():
    pass


from .b import Middle


class Top(Middle):
    pass
# file: pkg/b.py
from .a import Base


class Middle(Base):
    pass


from .a import Top


class Above(Top):
    pass
