# options: {module = "pkg.compat", remove = true}
# layout: {also = ["README.md"]}
# file: README.md
Old names live in `pkg.compat` for a while.
# file: pkg/__init__.py
from . import compat as compat
# file: pkg/compat.py
"""Old names."""

__all__ = [
    "dce",
]


def _deprecated(old: str, version: str, use: str) -> None:
    """Warn whoever called the old name."""


def dce(graph):
    """Deprecated: it does nothing any more, leave it out."""
    _deprecated("dce", "2.0", "it does nothing any more, leave it out")
    return graph
# after
# file: README.md
Old names live in `pkg.compat` for a while.
# file: pkg/__init__.py
