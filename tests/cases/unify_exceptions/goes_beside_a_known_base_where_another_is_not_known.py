# options: {into = "roots", root = "AppError", classes = ["Mine"]}
# import: no
# file: errors.py
import requests


class Mine(ValueError, requests.RequestException): ...
# after
# file: errors.py
import requests
from roots import AppError


class Mine(ValueError, AppError, requests.RequestException): ...
# file: roots.py
"""The exceptions below `AppError`."""


class AppError(Exception):
    """Root of these exceptions: `except AppError` catches them all."""
