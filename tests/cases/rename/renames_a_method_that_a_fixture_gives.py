# options: {rename = {"a.K.old" = "new"}}
# import: no
# file: a.py
class K:
    def old(self): ...
# file: conftest.py
import pytest

import a


@pytest.fixture
def k():
    return a.K()


@pytest.fixture(scope="session")
def late():
    made = a.K()
    yield made
    made.old()
# file: test_k.py
def test_old(k, late):
    k.old()
    late.old()
# after
# file: a.py
class K:
    def new(self): ...
# file: conftest.py
import pytest

import a


@pytest.fixture
def k():
    return a.K()


@pytest.fixture(scope="session")
def late():
    made = a.K()
    yield made
    made.new()
# file: test_k.py
def test_old(k, late):
    k.new()
    late.new()
