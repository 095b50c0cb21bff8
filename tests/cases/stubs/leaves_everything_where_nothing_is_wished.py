# file: pkg/__init__.py
# file: pkg/lower.py
def to_ptx(graph):
    ...
