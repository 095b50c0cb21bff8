# options: {map = {"tests/test_end.py" = "tests/whole", "tests/test_cache.py" = "tests/core/test_the_cache.py"}}
# layout: {source = ["src"], also = ["tests"]}
# file: src/pkg/__init__.py
# file: src/pkg/core/__init__.py
# file: src/pkg/core/cache.py
class Cache:
    pass
# file: tests/test_cache.py
from pkg.core.cache import Cache


def test_cache():
    assert Cache()
# file: tests/test_end.py
def test_end():
    assert True
# after
# file: src/pkg/__init__.py
# file: src/pkg/core/__init__.py
# file: src/pkg/core/cache.py
class Cache:
    pass
# file: tests/core/test_the_cache.py
from pkg.core.cache import Cache


def test_cache():
    assert Cache()
# file: tests/whole/test_end.py
def test_end():
    assert True
