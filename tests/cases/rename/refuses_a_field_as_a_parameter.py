# options: {rename = {"a.K(old)" = "new"}}
# refuses: no-init
# file: a.py
from dataclasses import dataclass


@dataclass
class K:
    old: int
