# options: {keep = "core.Error", drop = ["old.Error"], leave = "nothing"}
# file: core.py
class Error(Exception):
    pass
# file: old.py
class Error(Exception):
    pass
# file: user.py
from core import Error
from old import Error as OldError


def is_ours(error):
    return type(error) in (Error, OldError)
# after
# file: core.py
class Error(Exception):
    pass
# file: old.py
...
# file: user.py
from core import Error, Error as OldError


def is_ours(error):
    return type(error) in (Error, OldError)
