# layout: {source = ["src"], also = ["tests"]}
# refuses: basename-clash
# options: {map = {"tests/test_all.py" = "tests/core/test_more.py"}}
# file: src/pkg/__init__.py
# file: tests/test_all.py
def test_all():
    assert True
# file: tests/other/test_more.py
def test_more():
    assert True
