# options: {paths = ["pkg/legacy/old.py"], early = true}
# notes: stays, since something names the package
# file: pkg/__init__.py
# file: pkg/real.py
def load():
    return 1
# file: pkg/legacy/__init__.py
"""Old places."""
# file: pkg/legacy/old.py
"""Moved to pkg.real."""
from pkg.real import load
# file: pkg/user.py
import pkg.legacy
# after
# file: pkg/__init__.py
# file: pkg/legacy/__init__.py
"""Old places."""
# file: pkg/real.py
def load():
    return 1
# file: pkg/user.py
import pkg.legacy
