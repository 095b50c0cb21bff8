# options: {function = "pkg.area", class = "pkg.Shape"}
# refuses: stub-file
# file: pkg.py
class Shape: ...


def area(shape):
    return 1
# file: pkg.pyi
class Shape: ...
def area(shape: Shape) -> int: ...
