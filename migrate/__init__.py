"""Carry out a written refactoring plan, one gated step at a time."""

__version__ = "0.1.0"
