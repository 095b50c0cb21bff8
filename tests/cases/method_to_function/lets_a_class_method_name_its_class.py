# options: {method = "pkg.Shape.make", of_class = "class", name = "make_shape"}
# file: pkg.py
class Shape:
    x = 1

    @classmethod
    def make(cls, side):
        found = cls()
        found.side = side
        return found


X = Shape.make(2)
# after
# file: pkg.py
class Shape:
    x = 1


def make_shape(side):
    found = Shape()
    found.side = side
    return found


X = make_shape(2)
