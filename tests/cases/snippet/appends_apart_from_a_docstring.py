# options: {action = "append", at = "pkg", code = "from pkg.core import run\n\n__all__ = [\"run\"]\n"}
# file: pkg/__init__.py
"""What users call."""
# file: pkg/core.py
def run(): ...
# after
# file: pkg/__init__.py
"""What users call."""

from pkg.core import run

__all__ = ["run"]
# file: pkg/core.py
def run(): ...
