"""Gives modules, packages and files other places."""
