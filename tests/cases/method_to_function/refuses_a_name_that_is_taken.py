# options: {method = "pkg.Shape.area"}
# refuses: name-taken
# file: pkg.py
class Shape:
    def area(self):
        return 1


area = 2
