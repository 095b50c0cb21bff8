# options: {from = ["pkg.job"], into = "pkg.config"}
# refuses: other-types
# file: pkg/__init__.py
# file: pkg/config.py
from dataclasses import dataclass, field


@dataclass
class Inner:
    a: int = 1
    b: int = 2


@dataclass
class Outer:
    inner: Inner = field(default_factory=Inner)
# file: pkg/job.py
from dataclasses import dataclass, field


@dataclass
class Inner:
    a: int = 1
    c: int = 3


@dataclass
class Outer:
    inner: Inner = field(default_factory=Inner)
