# options: {rename = {"a.K.old" = "new"}}
# refuses: unproven-receiver
# import: no
# file: a.py
class K:
    def old(self): ...
# file: test_k.py
import pytest

import a


@pytest.fixture
def k():
    return a.K()


@pytest.mark.parametrize("k", [1])
def test_old(k):
    k.old()
