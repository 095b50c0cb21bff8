# options: {function = "pkg.a.area", class = "pkg.a.Shape"}
# refuses: unproven-reference
# file: pkg/__init__.py
# file: pkg/a.py
class Shape:
    side = 2


def area(shape):
    return 1


CODE = "import pkg.a; pkg.a.area(1)"
