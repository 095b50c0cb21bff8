# options: {rename = {"conftest.old" = "new"}}
# refuses: fixture
# file: conftest.py
import pytest


@pytest.fixture
def old(): ...
