# options: {function = "pkg.plus", class = "pkg.Shape"}
# file: pkg.py
class Shape:
    side = 1


def plus(shape: Shape, *others) -> Shape:
    return shape


def f(a: Shape, b: Shape):
    return plus(plus(a, plus(b)), plus(b, *[plus(x) for x in [a]]), plus(
        plus(b), # one
    ))
# after
# file: pkg.py
class Shape:
    side = 1

    def plus(self, *others) -> "Shape":
        return self


def f(a: Shape, b: Shape):
    return a.plus(b.plus()).plus(b.plus(*[x.plus() for x in [a]]), b.plus().plus(
    ))
