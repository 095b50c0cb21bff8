# options: {into = "roots", root = "AppError", classes = ["Mine"], assume = ["requests.RequestException"]}
# import: no
# file: errors.py
import requests


class Mine(requests.RequestException): ...
# after
# file: errors.py
import requests
from roots import AppError


class Mine(requests.RequestException, AppError): ...
# file: roots.py
"""The exceptions below `AppError`."""


class AppError(Exception):
    """Root of these exceptions: `except AppError` catches them all."""
