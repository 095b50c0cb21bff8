# options: {raise = {"pkg.lower.Lowering.fuse" = ""}}
# refuses: stub-in-use
# file: pkg/__init__.py
# file: pkg/lower.py
class Lowering:
    def fuse(self, graph):
        """Not implemented yet."""
        pass


def lower(graph):
    Lowering().fuse(graph)
    return graph
