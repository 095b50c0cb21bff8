# options: {keep = "core.Error", drop = ["old.Error"], superset = true, bodies = "kept"}
# refuses: lost-base
# file: core.py
class Error(Exception):
    pass
# file: old.py
class Error(ValueError):
    pass
