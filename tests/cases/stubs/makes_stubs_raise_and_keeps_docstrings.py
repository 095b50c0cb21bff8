# options: {raise = {"pkg.*" = "", "pkg.lower.to_ptx" = "PTX \"comes\" with 2.0"}}
# file: pkg/__init__.py
# file: pkg/lower.py
def to_ptx(graph):
    """Not implemented yet."""
    pass  # after the registers


async def stream(graph):
    # TODO: needs a queue
    ...


def one_line(graph): ...


class Lowering:
    def fuse(self, graph):
        raise NotImplementedError

    @property
    def size(self):
        """TODO"""
        pass

    def split(self):
        """Not implemented yet."""
        raise NotImplementedError("comes with fuse")


def done(graph):
    return graph
# after
# file: pkg/__init__.py
# file: pkg/lower.py
def to_ptx(graph):
    """Not implemented yet."""
    raise NotImplementedError("PTX \"comes\" with 2.0")  # after the registers


async def stream(graph):
    # TODO: needs a queue
    raise NotImplementedError("stream is not written yet")


def one_line(graph): raise NotImplementedError("one_line is not written yet")


class Lowering:
    def fuse(self, graph):
        raise NotImplementedError("Lowering.fuse is not written yet")

    @property
    def size(self):
        """TODO"""
        raise NotImplementedError("Lowering.size is not written yet")

    def split(self):
        """Not implemented yet."""
        raise NotImplementedError("comes with fuse")


def done(graph):
    return graph
