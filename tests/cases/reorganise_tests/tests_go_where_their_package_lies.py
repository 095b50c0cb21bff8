# options: {keep = ["tests/test_kept.py"]}
# layout: {source = ["src"], also = ["tests"]}
# file: .github/workflows/ci.yml
      - run: pytest tests/test_cache.py -k fast
      - run: pytest tests
# file: pyproject.toml
[tool.pytest.ini_options]
testpaths = ["tests"]
pythonpath = ["src"]

[tool.coverage.run]
omit = ["tests/test_text.py"]
# file: docs/testing.md
See [the cache](../tests/test_cache.py).
# file: src/pkg/__init__.py
from .core.cache import Cache
# file: src/pkg/core/__init__.py
# file: src/pkg/core/cache.py
class Cache:
    pass
# file: src/pkg/text/__init__.py
# file: src/pkg/text/lines.py
def lines(text):
    return text.splitlines()


def words(text):
    return text.split()
# file: tests/conftest.py
import pytest


@pytest.fixture
def text():
    return "a b"
# file: tests/test_cache.py
from pathlib import Path

from pkg import Cache

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data" / "one.txt"


def test_cache():
    assert Cache()
    assert (ROOT / "src").is_dir()
    assert DATA.read_text() == "one\n"
# file: tests/data/one.txt
one
# file: tests/test_text.py
from pkg.core.cache import Cache
from pkg.text.lines import lines, words


def test_lines(text):
    assert lines(text) and words(text) and Cache()
# file: tests/test_both.py
from pkg.core import cache
from pkg.text.lines import lines


def test_both(text):
    assert cache.Cache() and lines(text)
# file: tests/test_kept.py
from pkg.core.cache import Cache


def test_kept():
    assert Cache()
# after
# file: .github/workflows/ci.yml
      - run: pytest tests/core/test_cache.py -k fast
      - run: pytest tests
# file: docs/testing.md
See [the cache](../tests/core/test_cache.py).
# file: pyproject.toml
[tool.pytest.ini_options]
testpaths = ["tests"]
pythonpath = ["src"]

[tool.coverage.run]
omit = ["tests/text/test_text.py"]
# file: src/pkg/__init__.py
from .core.cache import Cache
# file: src/pkg/core/__init__.py
# file: src/pkg/core/cache.py
class Cache:
    pass
# file: src/pkg/text/__init__.py
# file: src/pkg/text/lines.py
def lines(text):
    return text.splitlines()


def words(text):
    return text.split()
# file: tests/conftest.py
import pytest


@pytest.fixture
def text():
    return "a b"
# file: tests/core/test_cache.py
from pathlib import Path

from pkg import Cache

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parent.parent / "data" / "one.txt"


def test_cache():
    assert Cache()
    assert (ROOT / "src").is_dir()
    assert DATA.read_text() == "one\n"
# file: tests/data/one.txt
one
# file: tests/test_both.py
from pkg.core import cache
from pkg.text.lines import lines


def test_both(text):
    assert cache.Cache() and lines(text)
# file: tests/test_kept.py
from pkg.core.cache import Cache


def test_kept():
    assert Cache()
# file: tests/text/test_text.py
from pkg.core.cache import Cache
from pkg.text.lines import lines, words


def test_lines(text):
    assert lines(text) and words(text) and Cache()
