# options: {moves = {"pkg.shapes.Shape.area" = "pkg.shapes.area", "pkg.shapes.Gone.size" = "pkg.shapes.size"}}
# notes: `pkg.shapes.Shape.area` is a member of a class or has no module: no shim can stand in its place
# file: pkg/__init__.py
# file: pkg/shapes.py
class Shape:
    side = 2


def area(shape):
    return shape.side**2


def size(gone):
    return 0
