# layout: {source = ["src"], also = ["tests"]}
# options: {map = {"tests/test_all.py" = "tests/core"}}
# import: no
# file: pyproject.toml
[tool.pytest.ini_options]
addopts = "--import-mode=importlib"
# file: src/pkg/__init__.py
# file: tests/test_all.py
def test_all():
    assert True
# file: tests/other/test_all.py
def test_all():
    assert True
# after
# file: pyproject.toml
[tool.pytest.ini_options]
addopts = "--import-mode=importlib"
# file: src/pkg/__init__.py
# file: tests/core/test_all.py
def test_all():
    assert True
# file: tests/other/test_all.py
def test_all():
    assert True
