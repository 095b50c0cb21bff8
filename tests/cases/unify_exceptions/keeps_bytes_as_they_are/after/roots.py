# coding: latin-1
"""Wurzel é."""


class AppError(Exception):
    """Root of these exceptions: `except AppError` catches them all."""


class AppIoError(AppError):
    """The family `io` of AppError."""

X = "é"