# layout: {source = ["src"], also = ["tests"]}
# options: {tests = "tests/unit", map = {"tests/unit/test_all.py" = "tests/whole"}}
# refuses: lost-surroundings
# file: src/pkg/__init__.py
# file: tests/unit/conftest.py
import pytest


@pytest.fixture
def text():
    return "a"
# file: tests/unit/test_all.py
def test_all(text):
    assert text
