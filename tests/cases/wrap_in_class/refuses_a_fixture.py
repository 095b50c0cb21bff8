# options: {functions = ["test_a.data"], class = "Tools"}
# refuses: fixture
# import: no
# file: test_a.py
import pytest


@pytest.fixture
def data():
    return 1
