# options: {from = ["pkg.job"], into = "pkg.config"}
# refuses: other-defaults
# file: pkg/__init__.py
# file: pkg/config.py
from dataclasses import dataclass


@dataclass
class Server:
    port: int
# file: pkg/job.py
from dataclasses import dataclass


@dataclass
class Server:
    port: int = 80
