# options: {module = "pkg.compat", remove = ["fold"]}
# refuses: compat-in-use
# file: pkg/__init__.py
# file: pkg/compat.py
def _deprecated(old: str, version: str, use: str) -> None:
    """Warn whoever called the old name."""


def fold(graph):
    """Deprecated: it does nothing any more, leave it out."""
    _deprecated("fold", "2.0", "it does nothing any more, leave it out")
    return graph
# file: tests/test_fold.py
from unittest import mock


def test_fold():
    with mock.patch("pkg.compat.fold"):
        pass
