# options: {module = "pkg.compat", remove = ["fold"]}
# refuses: no-such-row
# file: pkg/__init__.py
# file: pkg/compat.py
def _deprecated(old: str, version: str, use: str) -> None:
    """Warn whoever called the old name."""


def fould(graph):
    """Deprecated: it does nothing any more, leave it out."""
    _deprecated("fould", "2.0", "it does nothing any more, leave it out")
    return graph


def fold(graph):
    return graph
