# options: {method = "pkg.Shape.area"}
# refuses: mangled
# file: pkg.py
class Shape:
    def __init__(self):
        self.__side = 1

    def area(self):
        return self.__side
