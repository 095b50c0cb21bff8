# options: {map = {"tests/test_none.py" = "tests/core"}}
# refuses: no-such-path
# file: tests/test_all.py
def test_all():
    assert True
