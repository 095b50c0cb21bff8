# options: {function = "pkg.join", class = "pkg.Shape"}
# file: pkg.py
class Shape:
    def x(self):
        return join(self, self)


class Later:
    pass


def join(shape: Shape, other: Shape, *more: Later) -> list[Shape]:
    return [shape, other]
# after
# file: pkg.py
class Shape:
    def x(self):
        return self.join(self)

    def join(self, other: "Shape", *more: "Later") -> "list[Shape]":
        return [self, other]


class Later:
    pass
