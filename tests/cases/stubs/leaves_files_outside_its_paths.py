# options: {paths = ["other/**"], raise = {"pkg.*" = "later"}}
# notes: `pkg.*` fits no stub
# file: pkg/__init__.py
# file: pkg/lower.py
def to_ptx(graph):
    ...
