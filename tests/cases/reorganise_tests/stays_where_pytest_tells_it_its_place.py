# layout: {source = ["src"], also = ["tests"]}
# notes: no test has to move
# file: src/pkg/__init__.py
# file: src/pkg/core/__init__.py
# file: src/pkg/core/cache.py
class Cache:
    pass
# file: tests/test_cache.py
from pkg.core.cache import Cache


def test_cache(request):
    assert Cache() and request.path.name
