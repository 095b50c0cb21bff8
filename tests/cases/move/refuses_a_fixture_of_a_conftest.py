# options: {symbols = ["tests.conftest.client"], into = "tests.fixtures"}
# refuses: fixture
# import: no
# file: tests/__init__.py
# file: tests/conftest.py
import pytest


@pytest.fixture
def client():
    return 1
