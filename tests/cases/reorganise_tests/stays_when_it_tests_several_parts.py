# layout: {source = ["src"], also = ["tests"]}
# notes: no test has to move
# file: src/pkg/__init__.py
# file: src/pkg/core/__init__.py
# file: src/pkg/core/cache.py
class Cache:
    pass
# file: src/pkg/text/__init__.py
def lines(text):
    return text.splitlines()
# file: tests/test_things.py
from pkg.core.cache import Cache
from pkg.text import lines


def test_things():
    assert Cache() and lines("a")
