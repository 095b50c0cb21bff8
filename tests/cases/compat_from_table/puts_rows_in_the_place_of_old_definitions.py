# options: {module = "pkg.old", replace = true, remove_in = "2.0", rows = {lower = {call = "pkg.pipeline.run($graph, level=$level)"}, Fold = "pkg.passes.Fold", verify = {noop = "graph"}}}
# file: pkg/__init__.py
# file: pkg/old.py
"""Old passes."""
import json

from pkg.graphs import verify

LIMIT = 3


# lowers the graph
def lower(graph: "Graph", level: int = 1, *, trace=None) -> list:
    return json.loads(json.dumps(graph))


class Fold:
    pass


def kept():
    return LIMIT
# file: pkg/graphs.py
def verify(graph, strict=False):
    return graph
# file: pkg/passes.py
class Fold:
    pass
# file: pkg/pipeline.py
def run(graph, level=1):
    return graph
# after
# file: pkg/__init__.py
# file: pkg/graphs.py
def verify(graph, strict=False):
    return graph
# file: pkg/old.py
"""Old passes."""

LIMIT = 3


def kept():
    return LIMIT


_MOVED = {
    "Fold": ("pkg.passes.Fold", "2.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.passes import (
        Fold as Fold,
    )
else:

    def __getattr__(name: str) -> object:
        if name not in _MOVED:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import importlib
        import warnings

        new, version = _MOVED[name]
        module, _, attribute = new.rpartition(".")
        value = getattr(importlib.import_module(module), attribute)
        warnings.warn(
            f"{__name__}.{name} is deprecated and goes in {version or 'a future version'}: use {new}",
            DeprecationWarning,
            stacklevel=2,
        )
        return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_MOVED])


def _deprecated(old: str, version: str, use: str) -> None:
    """Warn whoever called the old name."""
    import warnings

    warnings.warn(
        f"{__name__}.{old} is deprecated and goes in {version or 'a future version'}: {use}",
        DeprecationWarning,
        stacklevel=3,
    )


def lower(graph, level: int = 1, *, trace=None) -> list:
    """Deprecated: use pkg.pipeline.run(graph, level=level)."""
    _deprecated("lower", "2.0", "use pkg.pipeline.run(graph, level=level)")
    from pkg.pipeline import run

    return run(graph, level=level)


def verify(graph, strict=False):
    """Deprecated: it does nothing any more, leave it out."""
    _deprecated("verify", "2.0", "it does nothing any more, leave it out")
    return graph
# file: pkg/passes.py
class Fold:
    pass
# file: pkg/pipeline.py
def run(graph, level=1):
    return graph
