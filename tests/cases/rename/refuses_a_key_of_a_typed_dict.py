# options: {rename = {"a.K.old" = "new"}}
# refuses: typed-dict
# file: a.py
from typing import TypedDict


class K(TypedDict):
    old: int
