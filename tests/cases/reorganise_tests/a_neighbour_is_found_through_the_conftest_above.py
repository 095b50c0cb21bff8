# layout: {source = ["src"], also = ["tests"]}
# import: no
# file: src/pkg/__init__.py
# file: src/pkg/core/__init__.py
# file: src/pkg/core/cache.py
class Cache:
    pass
# file: tests/conftest.py
# file: tests/support.py
VALUE = 1
# file: tests/test_cache.py
from support import VALUE

from pkg.core.cache import Cache


def test_cache():
    assert Cache() and VALUE
# after
# file: src/pkg/__init__.py
# file: src/pkg/core/__init__.py
# file: src/pkg/core/cache.py
class Cache:
    pass
# file: tests/conftest.py
# file: tests/core/test_cache.py
from support import VALUE

from pkg.core.cache import Cache


def test_cache():
    assert Cache() and VALUE
# file: tests/support.py
VALUE = 1
