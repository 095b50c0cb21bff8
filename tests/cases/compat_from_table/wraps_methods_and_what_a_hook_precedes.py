# options: {module = "pkg.compat", before = "pkg.telemetry.used('$0')", rows = {fold = "pkg.passes.fold", "Pipeline.run" = {call = "$graph.lower('$0')", signature = "(self, graph)"}, "Kept.size" = {call = "len($self.items)", signature = "(self)"}}}
# file: pkg/__init__.py
# file: pkg/compat.py
class Kept:
    items = ()

    def other(self):
        return 1


END = True
# file: pkg/passes.py
def fold(graph, /, level=1, *rest, deep: bool = False, **options):
    return graph
# file: pkg/telemetry.py
def used(name):
    pass
# after
# file: pkg/__init__.py
# file: pkg/compat.py
class Kept:
    items = ()

    def other(self):
        return 1

    def size(self):
        """Deprecated: use len(self.items)."""
        _deprecated("Kept.size", "", "use len(self.items)")
        from pkg.telemetry import used

        used('size')
        return len(self.items)


END = True


def _deprecated(old: str, version: str, use: str) -> None:
    """Warn whoever called the old name."""
    import warnings

    warnings.warn(
        f"{__name__}.{old} is deprecated and goes in {version or 'a future version'}: {use}",
        DeprecationWarning,
        stacklevel=3,
    )


def fold(graph, /, level=1, *rest, deep: bool = False, **options):
    """Deprecated: use pkg.passes.fold."""
    _deprecated("fold", "", "use pkg.passes.fold")
    from pkg.passes import fold
    from pkg.telemetry import used

    used('fold')
    return fold(graph, level, *rest, deep=deep, **options)


class Pipeline:
    """Old names: each says in a DeprecationWarning what to use."""

    def run(self, graph):
        """Deprecated: use graph.lower('run')."""
        _deprecated("Pipeline.run", "", "use graph.lower('run')")
        from pkg.telemetry import used

        used('run')
        return graph.lower('run')
# file: pkg/passes.py
def fold(graph, /, level=1, *rest, deep: bool = False, **options):
    return graph
# file: pkg/telemetry.py
def used(name):
    pass
