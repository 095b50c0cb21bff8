# options: {from = ["pkg.job"], into = "pkg.config", defaults = "keep"}
# refuses: other-defaults
# file: pkg/__init__.py
# file: pkg/config.py
from dataclasses import dataclass


@dataclass(frozen=True)
class Server:
    port: int = 80
# file: pkg/job.py
from dataclasses import dataclass


@dataclass
class Server:
    port: int = 8080
