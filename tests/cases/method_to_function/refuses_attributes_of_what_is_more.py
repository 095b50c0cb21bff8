# options: {method = "pkg.Shape.area", given = "attributes"}
# refuses: receiver-used
# file: pkg.py
class Shape:
    side = 1

    def area(self):
        return self.side, self
