# options: {method = "pkg.Shape.area"}
# refuses: value-use
# file: pkg.py
class Shape:
    def area(self):
        return 1

    size = area
