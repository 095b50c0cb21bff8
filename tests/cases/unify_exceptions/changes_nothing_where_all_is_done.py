# options: {into = "roots", root = "AppError", families = {io = ["Mine"]}}
# file: roots.py
class AppError(Exception):
    """Root."""


class AppIoError(AppError): ...
# file: errors.py
from roots import AppIoError


class Mine(OSError, AppIoError): ...
# file: user.py
from errors import Mine
from roots import AppError

try:
    raise Mine
except AppError:
    pass
