# options: {rename = {"test_a.test_f(old)" = "new"}}
# refuses: fixture
# import: no
# file: test_a.py
import pytest


@pytest.mark.parametrize("old", [1], indirect=True)
def test_f(old):
    assert old
