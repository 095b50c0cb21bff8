# options: {raise = {"pkg.*" = "later"}}
# file: pkg/__init__.py
# file: pkg/lower.py
def to_ptx(graph):
    raise NotImplementedError("PTX comes with 2.0")
