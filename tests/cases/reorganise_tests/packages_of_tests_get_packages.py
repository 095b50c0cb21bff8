# layout: {source = ["src"], also = ["tests"]}
# file: src/pkg/__init__.py
# file: src/pkg/core/__init__.py
# file: src/pkg/core/cache.py
class Cache:
    pass
# file: tests/__init__.py
# file: tests/support.py
VALUE = 1
# file: tests/test_cache.py
from tests.support import VALUE

from . import support
from .support import VALUE as AGAIN
from pkg.core.cache import Cache


def test_cache():
    assert Cache() and VALUE == AGAIN == support.VALUE
# after
# file: src/pkg/__init__.py
# file: src/pkg/core/__init__.py
# file: src/pkg/core/cache.py
class Cache:
    pass
# file: tests/__init__.py
# file: tests/core/__init__.py
# file: tests/core/test_cache.py
from tests.support import VALUE

from .. import support
from ..support import VALUE as AGAIN
from pkg.core.cache import Cache


def test_cache():
    assert Cache() and VALUE == AGAIN == support.VALUE
# file: tests/support.py
VALUE = 1
