# options: {rename = {"a.Color.RED" = "CRIMSON"}}
# refuses: unproven-reference
# file: a.py
from enum import Enum


class Color(Enum):
    RED = 1


said = "RED"
