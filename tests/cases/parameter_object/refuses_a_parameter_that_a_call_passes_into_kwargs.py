# options: {function = "pkg.core.load", parameters = ["a", "b"], class = "pkg.core.Args", parameter = "z"}
# refuses: name-taken
# file: pkg/__init__.py
# file: pkg/core.py
def load(a=1, b=2, **more):
    return a, b, more
# file: pkg/user.py
from pkg.core import load

RESULT = load(1, z=5)
