# options: {keep = "core.Cache", drop = ["old.Cache", "older.Cache", "gone.Cache"]}
# notes: `old.Cache` is `core.Cache` already
# file: core.py
class Cache: ...
# file: old.py
from core import Cache
# file: older.py
from core import Cache as _Cache

Cache = _Cache
# file: gone.py
x = 1
