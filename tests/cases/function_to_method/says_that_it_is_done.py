# options: {function = "pkg.area", class = "pkg.Shape"}
# notes: has its `area` already
# file: pkg.py
class Shape:
    def area(self):
        return 1
