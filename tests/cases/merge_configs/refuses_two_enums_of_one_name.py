# options: {from = ["pkg.job"], into = "pkg.config", defaults = "keep"}
# refuses: name-taken
# file: pkg/__init__.py
# file: pkg/config.py
import enum


class Mode(enum.Enum):
    FAST = 1
# file: pkg/job.py
import enum


class Mode(enum.Enum):
    FAST = 2
