# options: {into = "roots", root = "AppError", families = {deep = ["Leaf"]}}
# file: errors.py
class Top(Exception): ...


class Middle(Top): ...


class Leaf(Middle): ...


class Sibling(Top): ...
# after
# file: errors.py
from roots import AppDeepError, AppError


class Top(AppError): ...


class Middle(Top): ...


class Leaf(Middle, AppDeepError): ...


class Sibling(Top): ...
# file: roots.py
"""The exceptions below `AppError`."""


class AppError(Exception):
    """Root of these exceptions: `except AppError` catches them all."""


class AppDeepError(AppError):
    """The family `deep` of AppError."""
