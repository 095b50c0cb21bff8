# options: {function = "run.at", parameters = ["name", "line"], class = "run.Place", parameter = "place"}
# file: run.py
def at(error, name, line):
    names = {"__name__": name, "error": error}
    locals = {}
    exec(compile("\n" * (line - 1) + "raise error", name, "exec"), names, locals)


def main():
    at(ValueError(), "page", 3)
# after
# file: run.py
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Place:
    """`name` and `line` of `at`."""

    name: Any
    line: Any


def at(error, place):
    names = {"__name__": place.name, "error": error}
    locals = {}
    exec(compile("\n" * (place.line - 1) + "raise error", place.name, "exec"), names, locals)


def main():
    at(ValueError(), Place("page", 3))
