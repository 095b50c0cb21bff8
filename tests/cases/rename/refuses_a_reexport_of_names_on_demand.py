# options: {rename = {"pkg.old" = "pkg.new"}, leave = "reexport", remove_in = "2.0"}
# refuses: lazy-names
# file: pkg/__init__.py
# file: pkg/old.py
def f():
    pass


def __getattr__(name):
    if name == "late":
        return f
    raise AttributeError(name)
# file: use.py
from pkg.old import late
