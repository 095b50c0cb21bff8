# options: {method = "pkg.a.Shape.area"}
# file: pkg/__init__.py
# file: pkg/a.py
class Shape:
    # Told.
    @staticmethod
    def area(x):
        return x

    def f(self):
        return map(self.area, [1])
# file: pkg/b.py
from pkg.a import Shape

print(Shape.area(1), Shape.area)
# after
# file: pkg/__init__.py
# file: pkg/a.py
class Shape:
    def f(self):
        return map(area, [1])


# Told.
def area(x):
    return x
# file: pkg/b.py
from pkg.a import Shape, area

print(area(1), area)
