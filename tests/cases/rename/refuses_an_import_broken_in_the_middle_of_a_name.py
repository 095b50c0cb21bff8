# options: {rename = {"pkg.old" = "pkg.new"}}
# refuses: unproven-reference
# file: pkg/__init__.py
# file: pkg/old.py
def f(): ...
# file: use.py
from pkg.\
old import f
