# options: {module = "pkg.compat", rows = {fold = {noop = true, signature = "(graph)"}, dce = {noop = true, signature = "(graph, deep=False)"}}}
# refuses: row-conflict
# file: pkg/__init__.py
# file: pkg/compat.py
def _deprecated(old: str, version: str, use: str) -> None:
    """Warn whoever called the old name."""
    import warnings

    warnings.warn(
        f"{__name__}.{old} is deprecated and goes in {version or 'a future version'}: {use}",
        DeprecationWarning,
        stacklevel=3,
    )


def fold(graph):
    """Deprecated: it does nothing any more, leave it out."""
    _deprecated("fold", "2.0", "it does nothing any more, leave it out")
    return graph


def dce(graph):
    """Deprecated: it does nothing any more, leave it out."""
    _deprecated("dce", "2.0", "it does nothing any more, leave it out")
    return graph
