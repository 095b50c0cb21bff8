# options: {method = "pkg.Shape.area"}
# refuses: value-use
# file: pkg.py
class Shape:
    def area(self, x):
        return 1

    def f(self):
        return map(self.area, [1])
