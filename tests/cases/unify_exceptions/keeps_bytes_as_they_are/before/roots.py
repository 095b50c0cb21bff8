# coding: latin-1
"""Wurzel é."""

X = "é"