# options: {rename = {"conftest.made(old)" = "new"}}
# refuses: fixture
# import: no
# file: conftest.py
import pytest


@pytest.fixture
def made(old): ...
