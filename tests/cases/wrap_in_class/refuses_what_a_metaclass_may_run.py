# options: {functions = ["done.number"], class = "Done"}
# refuses: too-early
# import: no
# file: done.py
from enum import Enum


class Base(Enum):
    def __init__(self, value):
        self.number = number(value)


class Heir(Base):
    name = "heir"


def number(value):
    return value + 1
