# options: {method = "pkg.Shape.area"}
# refuses: abstract
# file: pkg.py
import abc


class Shape:
    @abc.abstractmethod
    def area(self):
        return 1
