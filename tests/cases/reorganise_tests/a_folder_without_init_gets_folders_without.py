# layout: {source = ["."]}
# import: no
# file: pkg/__init__.py
# file: pkg/core/__init__.py
# file: pkg/core/cache.py
class Cache: ...
# file: tests/test_cache.py
from pkg.core.cache import Cache


def test_cache():
    assert Cache()
# file: tests/test_top.py
import pkg


def test_top():
    assert pkg
# after
# file: pkg/__init__.py
# file: pkg/core/__init__.py
# file: pkg/core/cache.py
class Cache: ...
# file: tests/core/test_cache.py
from pkg.core.cache import Cache


def test_cache():
    assert Cache()
# file: tests/test_top.py
import pkg


def test_top():
    assert pkg
