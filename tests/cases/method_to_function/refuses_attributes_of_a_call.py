# options: {method = "pkg.Shape.area", given = "attributes"}
# refuses: evaluation-order
# file: pkg.py
class Shape:
    side = 1

    def area(self):
        return self.side


print(Shape().area())
