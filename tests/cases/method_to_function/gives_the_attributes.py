# options: {method = "pkg.Shape.area", given = "attributes"}
# file: pkg.py
class Shape:
    def __init__(self):
        self.side = 2
        self.other = 1

    def area(self, factor=1):
        return self.side * factor + self.other + self.side


class Holder:
    def __init__(self, shape: Shape):
        self.shape = shape

    def f(self):
        return self.shape.area(2)
# after
# file: pkg.py
class Shape:
    def __init__(self):
        self.side = 2
        self.other = 1


def area(side, other, factor=1):
    return side * factor + other + side


class Holder:
    def __init__(self, shape: Shape):
        self.shape = shape

    def f(self):
        return area(self.shape.side, self.shape.other, 2)
