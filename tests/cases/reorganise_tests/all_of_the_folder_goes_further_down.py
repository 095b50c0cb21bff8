# import: no
# file: pkg/__init__.py
# file: pkg/core/__init__.py
# file: pkg/core/cache.py
class Cache: ...
# file: pyproject.toml
[tool.pytest.ini_options]
testpaths = ["tests"]
# file: tests/test_cache.py
from pkg.core.cache import Cache


def test_cache():
    assert Cache()
# after
# file: pkg/__init__.py
# file: pkg/core/__init__.py
# file: pkg/core/cache.py
class Cache: ...
# file: pyproject.toml
[tool.pytest.ini_options]
testpaths = ["tests"]
# file: tests/core/test_cache.py
from pkg.core.cache import Cache


def test_cache():
    assert Cache()
