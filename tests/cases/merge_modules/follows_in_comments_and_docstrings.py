# options: {from = ["pkg.old"], into = "pkg.new", leave = "nothing", rename = {f = "g"}}
# file: pkg/__init__.py
"""`pkg.old.f` is the way in, and mypkg.old.f is not."""
# file: pkg/old.py
"""Home of pkg.old."""


def f():
    """What `pkg.old.f` does."""
# file: pkg/new.py
"""New, and no longer pkg.old.f."""
# file: user.py
# See pkg.old, and pkg.old.f in it; pkg.older is another.
from pkg.old import f

print(f)  # not pkg/old.py
# after
# file: pkg/__init__.py
"""`pkg.new.g` is the way in, and mypkg.old.f is not."""
# file: pkg/new.py
"""New, and no longer pkg.new.g."""


# From `pkg.old`:
# Home of pkg.new.


def g():
    """What `pkg.new.g` does."""
# file: user.py
# See pkg.new, and pkg.new.g in it; pkg.older is another.
from pkg.new import g

print(g)  # not pkg/old.py
