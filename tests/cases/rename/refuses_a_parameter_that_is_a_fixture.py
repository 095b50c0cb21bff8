# options: {rename = {"test_a.test_f(old)" = "new"}}
# refuses: fixture
# file: test_a.py
def test_f(old): ...
