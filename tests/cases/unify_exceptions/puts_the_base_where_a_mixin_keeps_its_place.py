# options: {into = "roots", root = "AppError", classes = ["Mixed", "Behind", "Between"]}
# file: errors.py
class Says:
    def __str__(self):
        return "says"


class Other:
    def __repr__(self):
        return "other"


class Mixed(Says, Exception): ...
class Behind(KeyError, Says): ...
class Between(Says, ValueError, Other): ...
# after
# file: errors.py
from roots import AppError


class Says:
    def __str__(self):
        return "says"


class Other:
    def __repr__(self):
        return "other"


class Mixed(Says, AppError): ...
class Behind(KeyError, AppError, Says): ...
class Between(Says, ValueError, AppError, Other): ...
# file: roots.py
"""The exceptions below `AppError`."""


class AppError(Exception):
    """Root of these exceptions: `except AppError` catches them all."""
