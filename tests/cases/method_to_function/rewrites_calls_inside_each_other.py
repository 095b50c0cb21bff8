# options: {method = "pkg.Shape.plus"}
# file: pkg.py
class Shape:
    def plus(self, *others) -> "Shape":
        return self


def f(a: Shape, b: Shape):
    return a.plus(b.plus(a), *[x.plus() for x in [a]]).plus(a.plus(b.plus()))
# after
# file: pkg.py
class Shape:
    pass


def plus(self: Shape, *others) -> "Shape":
    return self


def f(a: Shape, b: Shape):
    return plus(plus(a, plus(b, a), *[plus(x) for x in [a]]), plus(a, plus(b)))
