# options: {method = "pkg.a.Shape.area"}
# file: pkg/__init__.py
# file: pkg/a.py
class Shape:
    # Told.
    @staticmethod
    def area(x):
        return x
# file: pkg/b.py
import os
from pkg.a import Shape

print(Shape.area(1), os.sep)
# after
# file: pkg/__init__.py
# file: pkg/a.py
class Shape:
    pass


# Told.
def area(x):
    return x
# file: pkg/b.py
import os
from pkg.a import Shape, area

print(area(1), os.sep)
