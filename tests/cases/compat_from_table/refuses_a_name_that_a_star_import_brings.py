# options: {module = "pkg.old", rows = {fold = "pkg.passes.new_fold"}}
# refuses: place-taken
# file: pkg/__init__.py
# file: pkg/old.py
from pkg.passes import *
# file: pkg/passes.py
def fold():
    pass


def new_fold():
    pass
