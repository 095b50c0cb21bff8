# options: {method = "pkg.f.Shape.area"}
# refuses: conditional
# file: pkg.py
def f():
    class Shape:
        def area(self):
            return 1
    return Shape
