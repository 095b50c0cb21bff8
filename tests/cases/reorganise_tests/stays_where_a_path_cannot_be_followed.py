# layout: {source = ["src"], also = ["tests"]}
# notes: no test has to move
# file: src/pkg/__init__.py
# file: src/pkg/core/__init__.py
# file: src/pkg/core/cache.py
class Cache:
    pass
# file: tests/test_cache.py
import os

from pkg.core.cache import Cache

HERE = os.path.dirname(__file__)
FILES = os.listdir(HERE)


def test_cache():
    assert Cache() and FILES
# file: tests/one.txt
one
