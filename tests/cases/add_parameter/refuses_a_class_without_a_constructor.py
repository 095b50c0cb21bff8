# options: {function = "m.C", name = "deep", default = "1"}
# refuses: no-init
# file: m.py
from dataclasses import dataclass


@dataclass
class C:
    a: int
