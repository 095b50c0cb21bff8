# options: {method = "pkg.Shape.area", leave = "delegate", unproven = "leave"}
# notes: left as it is
# file: pkg.py
class Shape:
    side = 1

    def area(self, factor=1, *more, x=1, **rest):
        """Told."""
        return self.side * factor

    def f(self, other):
        return self.area(2), other.area(1), map(self.area, [1])
# after
# file: pkg.py
class Shape:
    side = 1

    def area(self, factor=1, *more, x=1, **rest):
        """Told."""
        return area(self, factor, *more, x=x, **rest)

    def f(self, other):
        return area(self, 2), other.area(1), map(self.area, [1])


def area(self, factor=1, *more, x=1, **rest):
    """Told."""
    return self.side * factor
