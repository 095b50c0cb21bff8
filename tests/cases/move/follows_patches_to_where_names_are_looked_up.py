# options: {symbols = ["pkg.a.fetch"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
import json
import time


def fetch(x):
    time.sleep(0)
    return json.loads(x)


def store(x):
    return json.dumps(x)
# file: pkg/c.py
from pkg.a import fetch


def both(x):
    return fetch(x), fetch(x)
# file: test_all.py
from unittest import mock

from pkg import a, c


@mock.patch("pkg.a.fetch")
@mock.patch("pkg.c.fetch")
@mock.patch("pkg.a.time.sleep")
def test_it(sleep, there, here, monkeypatch):
    with mock.patch.object(a, "fetch"):
        a.store(c.both(1))
    monkeypatch.setattr("pkg.a.fetch", len)
    assert "pkg.a.fetch"
# after
# file: pkg/__init__.py
# file: pkg/a.py
import json


def store(x):
    return json.dumps(x)
# file: pkg/b.py
import json
import time


def fetch(x):
    time.sleep(0)
    return json.loads(x)
# file: pkg/c.py
from pkg.b import fetch


def both(x):
    return fetch(x), fetch(x)
# file: test_all.py
from unittest import mock

from pkg import a, b, c


@mock.patch("pkg.b.fetch")
@mock.patch("pkg.c.fetch")
@mock.patch("pkg.b.time.sleep")
def test_it(sleep, there, here, monkeypatch):
    with mock.patch.object(b, "fetch"):
        a.store(c.both(1))
    monkeypatch.setattr("pkg.b.fetch", len)
    assert "pkg.b.fetch"
