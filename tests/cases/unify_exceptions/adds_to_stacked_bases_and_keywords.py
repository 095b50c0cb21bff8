# options: {into = "roots", root = "AppError", classes = ["Stacked", "Wide", "Meta", "Bracketed"]}
# file: errors.py
import abc


class Stacked(
    ValueError,  # as before
    LookupError,
):
    pass


class Wide(ValueError,
           LookupError):
    pass


class Meta(ValueError, metaclass=abc.ABCMeta): pass


class Bracketed((ValueError)): pass
# after
# file: errors.py
import abc

from roots import AppError


class Stacked(
    ValueError,  # as before
    LookupError,
    AppError,
):
    pass


class Wide(ValueError,
           LookupError,
           AppError):
    pass


class Meta(ValueError, AppError, metaclass=abc.ABCMeta): pass


class Bracketed((ValueError), AppError): pass
# file: roots.py
"""The exceptions below `AppError`."""


class AppError(Exception):
    """Root of these exceptions: `except AppError` catches them all."""
