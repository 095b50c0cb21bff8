# options: {into = "roots", root = "AppError", classes = ["JSONDecodeError"]}
# file: errors.py
try:
    from simplejson import JSONDecodeError as Compat
except ImportError:
    from json import JSONDecodeError as Compat


class Invalid(IOError): ...


class JSONDecodeError(Invalid, Compat): ...
# after
# file: errors.py
from roots import AppError

try:
    from simplejson import JSONDecodeError as Compat
except ImportError:
    from json import JSONDecodeError as Compat


class Invalid(IOError, AppError): ...


class JSONDecodeError(Invalid, Compat): ...
# file: roots.py
"""The exceptions below `AppError`."""


class AppError(Exception):
    """Root of these exceptions: `except AppError` catches them all."""
