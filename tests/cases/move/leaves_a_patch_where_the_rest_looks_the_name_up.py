# options: {symbols = ["pkg.a.fetch"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
def fetch(x):
    return x


def store(x):
    return fetch(x)
# file: test_all.py
from unittest import mock

import pkg.a


@mock.patch("pkg.a.fetch", return_value=2)
def test_it(fetch):
    assert pkg.a.store(1) == 2
    pkg.a.fetch = None
# after
# file: pkg/__init__.py
# file: pkg/a.py
from pkg.b import fetch


def store(x):
    return fetch(x)
# file: pkg/b.py
def fetch(x):
    return x
# file: test_all.py
from unittest import mock

import pkg.a


@mock.patch("pkg.a.fetch", return_value=2)
def test_it(fetch):
    assert pkg.a.store(1) == 2
    pkg.a.fetch = None
