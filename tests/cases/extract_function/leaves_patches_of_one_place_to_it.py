# options: {places = ["pkg.a.f", "pkg.b.g"], into = "pkg.a.shared"}
# file: pkg/__init__.py
# file: pkg/u.py
def ask(item):
    return item
# file: pkg/a.py
from pkg.u import ask


def f(item):
    print(1)
    print(2)
    print(3)
    print(4)
    print(5)
    print(6)
    print(7)
    return ask(item)
# file: pkg/b.py
from pkg.u import ask


def g(item):
    print(1)
    print(2)
    print(3)
    print(4)
    print(5)
    print(6)
    print(7)
    return ask(item)
# file: test_a.py
from unittest.mock import patch

import pkg.a


def test_f():
    with patch("pkg.a.ask", lambda item: 100):
        assert pkg.a.f(1) == 100
# after
# file: pkg/__init__.py
# file: pkg/u.py
def ask(item):
    return item
# file: pkg/a.py
...
# file: pkg/b.py
from pkg.a import shared
from pkg.u import ask


def g(item):
    return shared(item, ask=ask)
# file: test_a.py
from unittest.mock import patch

import pkg.a


def test_f():
    with patch("pkg.a.ask", lambda item: 100):
        assert pkg.a.f(1) == 100
