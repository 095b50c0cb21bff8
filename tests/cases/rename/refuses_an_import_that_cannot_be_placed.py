# options: {rename = {"pkg.old" = "pkg.sub.new"}}
# refuses: unproven-reference
# file: pkg/__init__.py
# file: pkg/old.py
def f(): ...
# file: pkg/sub/__init__.py
# file: use.py
from pkg.\
old import f
