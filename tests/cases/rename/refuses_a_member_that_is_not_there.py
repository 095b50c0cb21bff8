# options: {rename = {"a.Color.READ" = "CRIMSON"}}
# refuses: no-such-name
# file: a.py
from enum import Enum


class Color(Enum):
    RED = 1
