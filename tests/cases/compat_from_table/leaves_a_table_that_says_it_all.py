# options: {module = "pkg.compat", remove_in = "9.0", rows = {fold = "pkg.passes.fold", verify = {noop = true, signature = "(graph)"}}}
# file: pkg/__init__.py
# file: pkg/compat.py
_MOVED = {
    "fold": ("pkg.passes.fold", "2.0"),
}


def _deprecated(old: str, version: str, use: str) -> None:
    """Warn whoever called the old name."""


def verify(graph):
    """Deprecated: it does nothing any more, leave it out."""
    _deprecated("verify", "2.0", "it does nothing any more, leave it out")
    return graph
# file: pkg/passes.py
def fold(graph):
    return graph
