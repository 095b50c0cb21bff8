# options: {rename = {"a.Color.RED" = "CRIMSON"}}
# layout: {also = ["*.md"]}
# file: README.md
Use `a.Color.RED`.
# file: a.py
import enum


class Color(enum.Enum):
    RED = 1
    DARK = RED + 10

    @property
    def warm(self):
        return self is self.RED or self is Color.RED


class Other:
    RED = 2
# file: b.py
import a
from a import Color, Other

x = Color.RED, a.Color.RED.value, Color["RED"], f"{Color.RED}", getattr(Color, "RED"), Other.RED
# after
# file: README.md
Use `a.Color.CRIMSON`.
# file: a.py
import enum


class Color(enum.Enum):
    CRIMSON = 1
    DARK = CRIMSON + 10

    @property
    def warm(self):
        return self is self.CRIMSON or self is Color.CRIMSON


class Other:
    RED = 2
# file: b.py
import a
from a import Color, Other

x = Color.CRIMSON, a.Color.CRIMSON.value, Color["CRIMSON"], f"{Color.CRIMSON}", getattr(Color, "CRIMSON"), Other.RED
