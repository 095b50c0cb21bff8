# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: class-maker
# file: pkg/__init__.py
# file: pkg/a.py
from typing import TypedDict


class A(TypedDict):
    x: int


class B(TypedDict):
    x: int
