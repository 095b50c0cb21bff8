# options: {functions = ["pkg.a.load"], constants = ["pkg.a.LIMIT", "pkg.a.TABLE"], class = "pkg.a.Store"}
# file: pkg/__init__.py
# file: pkg/a.py
LIMIT = 3
"""How many."""
TABLE: dict[str, int] = {"x": LIMIT}  # told


def load(name, limit=LIMIT):
    return TABLE[name] + limit


class Store:
    """Keeps."""

    size = 1

    def get(self):
        return load("x")
    # the end


OTHER = load("x", LIMIT)
# file: pkg/b.py
from .a import LIMIT, Store, TABLE, load

print(LIMIT, Store.size, TABLE, load("x"))

# after
# file: pkg/__init__.py
# file: pkg/a.py
class Store:
    """Keeps."""

    size = 1

    def get(self):
        return Store.load("x")

    LIMIT = 3
    """How many."""
    TABLE: dict[str, int] = {"x": LIMIT}  # told

    @staticmethod
    def load(name, limit=LIMIT):
        return Store.TABLE[name] + limit
    # the end


OTHER = Store.load("x", Store.LIMIT)
# file: pkg/b.py
from .a import Store

print(Store.LIMIT, Store.size, Store.TABLE, Store.load("x"))

