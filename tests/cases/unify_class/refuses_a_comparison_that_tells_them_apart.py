# options: {keep = "core.Error", drop = ["old.Error"]}
# refuses: told-apart
# file: core.py
class Error(Exception):
    pass
# file: old.py
class Error(Exception):
    pass
# file: user.py
import core
import old

print(core.Error is old.Error)
