# options: {into = "roots", root = "AppError", families = {first = ["A", "B"], second = ["B", "A"]}}
# file: errors.py
class A(ValueError): ...
class B(A, KeyError): ...
# after
# file: errors.py
from roots import AppFirstError, AppSecondError


class A(ValueError, AppFirstError, AppSecondError): ...
class B(A, KeyError): ...
# file: roots.py
"""The exceptions below `AppError`."""


class AppError(Exception):
    """Root of these exceptions: `except AppError` catches them all."""


class AppFirstError(AppError):
    """The family `first` of AppError."""


class AppSecondError(AppError):
    """The family `second` of AppError."""
