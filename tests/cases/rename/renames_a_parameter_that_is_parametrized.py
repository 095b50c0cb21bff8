# options: {rename = {"test_a.test_f(old)" = "new", "test_a.test_g(old)" = "new"}}
# import: no
# file: test_a.py
import pytest


@pytest.mark.parametrize("a, old", [(1, 2)])
@pytest.mark.parametrize("older", ["old"])
def test_f(a, old, older):
    assert old


@pytest.mark.parametrize(("old", "b"), [(1, 2)])
def test_g(old, b):
    assert old
# after
# file: test_a.py
import pytest


@pytest.mark.parametrize("a, new", [(1, 2)])
@pytest.mark.parametrize("older", ["old"])
def test_f(a, new, older):
    assert new


@pytest.mark.parametrize(("new", "b"), [(1, 2)])
def test_g(new, b):
    assert new
