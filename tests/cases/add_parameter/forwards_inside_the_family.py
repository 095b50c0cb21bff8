# options: {function = "shapes.Shape.draw", name = "ink", default = "None", pass = [{inside = "family"}]}
# file: shapes.py
class Shape:
    def draw(self, at):
        return at


class Square(Shape):
    def draw(self, at, /):
        return [super().draw(at), Shape.draw(self, at)]


class Group(Shape):
    def __init__(self, parts: list[Shape]):
        self.parts = parts

    def draw(self, at):
        return [part.draw(at) for part in self.parts]


class Other:
    def draw(self, at):
        return Square().draw(at)
# after
# file: shapes.py
class Shape:
    def draw(self, at, ink=None):
        return at


class Square(Shape):
    def draw(self, at, /, ink=None):
        return [super().draw(at, ink=ink), Shape.draw(self, at, ink=ink)]


class Group(Shape):
    def __init__(self, parts: list[Shape]):
        self.parts = parts

    def draw(self, at, ink=None):
        return [part.draw(at, ink=ink) for part in self.parts]


class Other:
    def draw(self, at):
        return Square().draw(at)
