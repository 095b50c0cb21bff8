# coding: latin-1
NAME = 'é'


END = 1


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
