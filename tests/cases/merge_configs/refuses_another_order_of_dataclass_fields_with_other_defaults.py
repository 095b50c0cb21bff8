# options: {from = ["pkg.job"], into = "pkg.config", defaults = "keep"}
# refuses: other-defaults
# file: pkg/__init__.py
# file: pkg/config.py
from dataclasses import dataclass


@dataclass
class Server:
    port: int = 80
    workers: int = 1
# file: pkg/job.py
from dataclasses import dataclass


@dataclass
class Server:
    workers: int = 2
    port: int = 80
