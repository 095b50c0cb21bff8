# options: {function = "conftest.f", name = "deep", default = "1"}
# refuses: property
# file: conftest.py
import pytest


@pytest.fixture
def f(): ...
