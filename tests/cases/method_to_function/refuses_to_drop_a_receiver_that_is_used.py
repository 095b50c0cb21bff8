# options: {method = "pkg.Shape.area", given = "drop"}
# refuses: receiver-used
# file: pkg.py
class Shape:
    side = 1

    def area(self):
        return self.side
