# options: {moves = {"pkg.old" = "pkg.new"}, how = "eager"}
# refuses: lazy-names
# file: pkg/__init__.py
# file: pkg/new.py
def __getattr__(name):
    return name
