# options: {link = {"pkg.lower.Lowering.*" = "TT-7", "pkg.lower.*" = "#123"}}
# file: pkg/__init__.py
# file: pkg/lower.py
def to_ptx(graph):
    # TODO: needs registers
    raise NotImplementedError


def to_hip(graph):
    raise NotImplementedError


def one_line(graph): ...


def linked(graph):
    pass  # FIXME(#9): later


class Lowering:
    def fuse(self, graph):
        """Not implemented yet."""
        pass
# after
# file: pkg/__init__.py
# file: pkg/lower.py
def to_ptx(graph):
    # TODO(#123): needs registers
    raise NotImplementedError


def to_hip(graph):
    # TODO(#123): to_hip is not written yet
    raise NotImplementedError


def one_line(graph): ...  # TODO(#123): one_line is not written yet


def linked(graph):
    pass  # FIXME(#9): later


class Lowering:
    def fuse(self, graph):
        """Not implemented yet."""
        # TODO(TT-7): Lowering.fuse is not written yet
        pass
