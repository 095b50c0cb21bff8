# options: {keep = "core.Error", drop = ["old.Error"], superset = true, bodies = "kept"}
# refuses: other-signature
# file: core.py
class Error(Exception):
    def __init__(self):
        super().__init__("wrong")
# file: old.py
class Error(Exception):
    pass
# file: user.py
from old import Error


def f():
    raise Error("message")
