# options: {method = "pkg.b.Shape.area"}
# file: pkg/__init__.py
# file: pkg/a.py
def f():
    """Told."""
    from .b import Shape

    def inner():
        return Shape().area()
    return inner(), Shape().area()
# file: pkg/b.py
class Shape:
    def area(self):
        return 1
# after
# file: pkg/__init__.py
# file: pkg/a.py
def f():
    """Told."""
    from .b import area

    from .b import Shape

    def inner():
        return area(Shape())
    return inner(), area(Shape())
# file: pkg/b.py
class Shape:
    pass


def area(self):
    return 1
