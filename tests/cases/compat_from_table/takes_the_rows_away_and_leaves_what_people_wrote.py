# options: {module = "pkg.compat", remove = true, reexport = ["pkg"]}
# file: pkg/__init__.py
from .passes import fold
from . import dce as _dce  # loaded first: whoever loads it later would put it over the name
from pkg.compat import dce as dce  # noqa: E402

__all__ = ["fold", "dce"]
# file: pkg/dce.py
# file: pkg/compat.py
"""Ours and theirs."""

__all__ = ["by_hand", "dce", "Pipeline"]


def _deprecated(old: str, version: str, use: str) -> None:
    """Warn whoever called the old name."""


def dce(graph):
    """Deprecated: it does nothing any more, leave it out."""
    _deprecated("dce", "2.0", "it does nothing any more, leave it out")
    return graph


class Pipeline:
    """Old names: each says in a DeprecationWarning what to use."""

    def run(self, graph):
        """Deprecated: it does nothing any more, leave it out."""
        _deprecated("Pipeline.run", "2.0", "it does nothing any more, leave it out")
        return graph


def by_hand():
    return 1
# file: pkg/passes.py
def fold(graph):
    return graph
# after
# file: pkg/__init__.py
from .passes import fold

__all__ = ["fold"]
# file: pkg/compat.py
"""Ours and theirs."""

__all__ = ["by_hand"]


def by_hand():
    return 1
# file: pkg/dce.py
# file: pkg/passes.py
def fold(graph):
    return graph
