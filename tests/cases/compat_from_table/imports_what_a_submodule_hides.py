# options: {module = "pkg", replace = true, rows = {fold = "pkg.passes.fold", Limit = "pkg.passes.Limit"}}
# notes: `Limit` gives no warning
# file: pkg/__init__.py
from pkg.fold import fold
# file: pkg/fold.py
def fold(graph):
    return graph
# file: pkg/Limit.py
# file: pkg/passes.py
def fold(graph):
    return graph


class Limit:
    pass
# after
# file: pkg/Limit.py
# file: pkg/__init__.py
from . import Limit as _Limit  # loaded first: whoever loads it later would put it over the name


from pkg.passes import Limit as Limit  # noqa: E402


def _deprecated(old: str, version: str, use: str) -> None:
    """Warn whoever called the old name."""
    import warnings

    warnings.warn(
        f"{__name__}.{old} is deprecated and goes in {version or 'a future version'}: {use}",
        DeprecationWarning,
        stacklevel=3,
    )


from . import fold as _fold  # loaded first: whoever loads it later would put it over the name


def fold(graph):
    """Deprecated: use pkg.passes.fold."""
    _deprecated("fold", "", "use pkg.passes.fold")
    from pkg.passes import fold

    return fold(graph)
# file: pkg/fold.py
def fold(graph):
    return graph
# file: pkg/passes.py
def fold(graph):
    return graph


class Limit:
    pass
