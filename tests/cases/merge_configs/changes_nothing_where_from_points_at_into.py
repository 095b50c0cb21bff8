# options: {from = ["pkg.job"], into = "pkg.config", leave = "reexport"}
# file: pkg/__init__.py
# file: pkg/config.py
class Server:
    port = 80
# file: pkg/job.py
"""Moved to `pkg.config`."""

from pkg.config import Server

__all__ = ["Server"]
