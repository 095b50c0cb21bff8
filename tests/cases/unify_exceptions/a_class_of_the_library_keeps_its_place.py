# options: {into = "roots", root = "AppError", classes = ["Bad", "Called"]}
# file: errors.py
import json
import subprocess


class Bad(json.JSONDecodeError): ...


class Called(subprocess.CalledProcessError, ValueError): ...
# after
# file: errors.py
import json
import subprocess

from roots import AppError


class Bad(json.JSONDecodeError, AppError): ...


class Called(subprocess.CalledProcessError, ValueError, AppError): ...
# file: roots.py
"""The exceptions below `AppError`."""


class AppError(Exception):
    """Root of these exceptions: `except AppError` catches them all."""
