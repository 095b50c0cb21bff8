# options: {into = "roots", root = "AppError", classes = ["Mine"], catch_more = true}
# notes: user.py:4 asks for `roots.AppError`, and would catch `errors.Mine`
# file: roots.py
class AppError(Exception):
    """Root."""
# file: errors.py
class Mine(OSError): ...
# file: user.py
from roots import AppError

def f(x):
    return isinstance(x, AppError)
# after
# file: errors.py
from roots import AppError


class Mine(OSError, AppError): ...
# file: roots.py
class AppError(Exception):
    """Root."""
# file: user.py
from roots import AppError

def f(x):
    return isinstance(x, AppError)
