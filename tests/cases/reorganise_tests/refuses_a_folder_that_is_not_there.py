# options: {tests = "t"}
# refuses: no-such-path
# file: tests/test_all.py
def test_all():
    assert True
