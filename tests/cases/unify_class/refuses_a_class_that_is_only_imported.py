# options: {keep = "facade.Cache", drop = ["old.Cache"]}
# refuses: imported-name
# file: core.py
class Cache: ...
# file: facade.py
from core import Cache
# file: old.py
class Cache: ...
