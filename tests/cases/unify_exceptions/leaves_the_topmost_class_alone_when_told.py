# options: {into = "roots", root = "AppError", families = {deep = ["Leaf"]}, tops = false}
# file: errors.py
class Top(Exception): ...


class Leaf(Top): ...
# after
# file: errors.py
from roots import AppDeepError


class Top(Exception): ...


class Leaf(Top, AppDeepError): ...
# file: roots.py
"""The exceptions below `AppError`."""


class AppError(Exception):
    """Root of these exceptions: `except AppError` catches them all."""


class AppDeepError(AppError):
    """The family `deep` of AppError."""
