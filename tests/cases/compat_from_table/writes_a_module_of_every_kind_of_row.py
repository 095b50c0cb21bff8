# options: {module = "pkg.compat", remove_in = "2.0", rows = {fold = "pkg.passes.fold", lower = {call = "pkg.pipeline.run($graph, passes=['$0'])", signature = "(graph, level=1)"}, clean = {calls = ["pkg.passes.fold($graph)", "pkg.passes.dce($_)"], signature = "(graph)"}, verify = {noop = true, signature = "(graph, strict=False)"}, emit = {removed = "use pkg.pipeline.run"}}}
# file: pkg/__init__.py
# file: pkg/passes.py
def fold(graph):
    return [*graph, "fold"]


def dce(graph):
    return [*graph, "dce"]
# file: pkg/pipeline.py
def run(graph, passes):
    return [*graph, *passes]
# after
# file: pkg/__init__.py
# file: pkg/compat.py
"""Old names of pkg, kept for a while: each says in a DeprecationWarning what to use."""

__all__ = [
    "fold",
    "lower",
    "clean",
    "verify",
    "emit",
]


_MOVED = {
    "fold": ("pkg.passes.fold", "2.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.passes import (
        fold as fold,
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


def lower(graph, level=1):
    """Deprecated: use pkg.pipeline.run(graph, passes=['lower'])."""
    _deprecated("lower", "2.0", "use pkg.pipeline.run(graph, passes=['lower'])")
    from pkg.pipeline import run

    return run(graph, passes=['lower'])


def clean(graph):
    """Deprecated: use pkg.passes.fold(graph), then pkg.passes.dce(...)."""
    _deprecated("clean", "2.0", "use pkg.passes.fold(graph), then pkg.passes.dce(...)")
    from pkg.passes import dce, fold

    _result = fold(graph)
    return dce(_result)


def verify(graph, strict=False):
    """Deprecated: it does nothing any more, leave it out."""
    _deprecated("verify", "2.0", "it does nothing any more, leave it out")
    return graph


def _removed(old: str, use: str) -> RuntimeError:
    """The error that tells whoever called the old name what to use."""
    return RuntimeError(f"{__name__}.{old} was removed: {use}")


def emit(*args, **kwargs):
    """Removed: use pkg.pipeline.run."""
    raise _removed("emit", "use pkg.pipeline.run")
# file: pkg/passes.py
def fold(graph):
    return [*graph, "fold"]


def dce(graph):
    return [*graph, "dce"]
# file: pkg/pipeline.py
def run(graph, passes):
    return [*graph, *passes]
