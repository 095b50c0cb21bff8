# layout: {source = ["src"], also = ["tests"]}
# file: src/one/__init__.py
# file: src/one/a.py
A = 1
# file: src/two/__init__.py
# file: src/two/b.py
B = 1
# file: tests/test_a.py
from one.a import A


def test_a():
    assert A
# file: tests/test_b.py
from two import b


def test_b():
    assert b.B
# after
# file: src/one/__init__.py
# file: src/one/a.py
A = 1
# file: src/two/__init__.py
# file: src/two/b.py
B = 1
# file: tests/one/test_a.py
from one.a import A


def test_a():
    assert A
# file: tests/two/test_b.py
from two import b


def test_b():
    assert b.B
