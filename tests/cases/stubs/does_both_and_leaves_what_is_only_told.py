# options: {raise = {"pkg.lower.*" = "later"}, link = {"pkg.lower.to_ptx" = "#1"}, report = ["pkg.lower.to_hip"]}
# file: pkg/__init__.py
# file: pkg/lower.py
def to_ptx(graph):
    ...


def to_hip(graph):
    ...
# after
# file: pkg/__init__.py
# file: pkg/lower.py
def to_ptx(graph):
    # TODO(#1): to_ptx is not written yet
    raise NotImplementedError("later")


def to_hip(graph):
    ...
