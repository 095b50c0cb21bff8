# options: {method = "pkg.Shape.make"}
# refuses: classmethod
# file: pkg.py
class Shape:
    @classmethod
    def make(cls):
        return cls()
