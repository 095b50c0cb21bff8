# options: {raise = {"pkg.lower.to_ptx" = ""}, callers = true}
# file: pkg/__init__.py
# file: pkg/lower.py
def to_ptx(graph):
    ...


def lower(graph):
    return to_ptx(graph)
# after
# file: pkg/__init__.py
# file: pkg/lower.py
def to_ptx(graph):
    raise NotImplementedError("to_ptx is not written yet")


def lower(graph):
    return to_ptx(graph)
