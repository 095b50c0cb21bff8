# options: {module = "pkg.compat", remove = true}
# layout: {also = ["setup.cfg"]}
# refuses: compat-in-use
# file: pkg/__init__.py
# file: pkg/compat.py
def _deprecated(old: str, version: str, use: str) -> None:
    """Warn whoever called the old name."""


def fold(graph):
    """Deprecated: it does nothing any more, leave it out."""
    _deprecated("fold", "2.0", "it does nothing any more, leave it out")
    return graph
# file: pkg/user.py
from pkg.compat import *
# file: setup.cfg
[options.entry_points]
console_scripts =
    fold = pkg.compat:fold
