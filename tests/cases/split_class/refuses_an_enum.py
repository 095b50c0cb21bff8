# options: {class = "code.Colour", parts = {Shown = "shown"}}
# refuses: class-maker
# file: code.py
from enum import Enum


class Colour(Enum):
    RED = 1

    def shown(self):
        return self.name + self.loud()

    def loud(self):
        return self.name.upper()

    def number(self):
        return self.value
