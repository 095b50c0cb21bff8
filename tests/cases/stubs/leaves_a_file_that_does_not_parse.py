# options: {raise = {"pkg.*" = "later"}}
# notes: pkg/lower.py: left as it is
# file: pkg/__init__.py
# file: pkg/lower.py
def to_ptx(graph:
    ...
