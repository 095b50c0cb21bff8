# options: {map = {"tests/test_all.py" = "tests/core"}}
# refuses: name-taken
# import: no
# file: pytest.ini
[pytest]
addopts = --import-mode=importlib
# file: tests/core/test_all.py
def test_all():
    assert True
# file: tests/test_all.py
def test_all():
    assert True
