# options: {into = "errors", root = "AppError", families = {io = ["Read"]}}
# file: errors.py
import sys


# about Read
class Read(OSError):
    """Reading."""


class Write(Exception): ...
# after
# file: errors.py
import sys


class AppError(Exception):
    """Root of these exceptions: `except AppError` catches them all."""


class AppIoError(AppError):
    """The family `io` of AppError."""


# about Read
class Read(OSError, AppIoError):
    """Reading."""


class Write(Exception): ...
