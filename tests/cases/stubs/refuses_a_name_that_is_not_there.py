# options: {raise = {"pkg.lower.to_ptx" = ""}}
# refuses: no-such-name
# file: pkg/__init__.py
# file: pkg/lower.py
def to_hip(graph): ...
