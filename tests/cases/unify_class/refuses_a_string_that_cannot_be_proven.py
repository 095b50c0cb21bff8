# options: {keep = "pkg.core.Cache", drop = ["pkg.old.Cache"], leave = "nothing"}
# refuses: unproven-reference
# file: pkg/__init__.py
# file: pkg/core.py
class Cache: ...
# file: pkg/old.py
class Cache: ...
# file: user.py
text = "see pkg.old.Cache, please"
