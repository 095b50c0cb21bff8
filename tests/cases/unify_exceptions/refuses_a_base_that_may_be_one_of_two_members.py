# options: {into = "roots", root = "AppError", classes = ["A", "Mine"]}
# refuses: no-order
# file: errors.py
import sys


class A(Exception): ...


class B(Exception): ...


Either = A
if sys.platform == "none":
    Either = B


class Mine(ValueError, Either): ...
