# options: {method = "pkg.Shape.area"}
# refuses: class-cell
# file: pkg.py
class Shape:
    def area(self):
        return super().__repr__()
