# options: {rename = {"pkg.a.old" = "new"}}
# file: pkg/__init__.py
# file: pkg/a.py
def old(): ...
# file: pkg/b.py
from .a import old


def run():
    return old()
# file: pkg/c.py
from pkg.a import old


def run(new):
    return old()
# file: test_it.py
from unittest import mock
import pkg.b
from pkg import b, c


def test_it(monkeypatch):
    with mock.patch("pkg.b.old"), mock.patch("pkg.c.old"), mock.patch.object(b, "old"):
        monkeypatch.setattr(c, "old", None)
        monkeypatch.setattr("pkg.a.old", None)
        monkeypatch.setattr(pkg.b, "old", None)
# after
# file: pkg/__init__.py
# file: pkg/a.py
def new(): ...
# file: pkg/b.py
from .a import new


def run():
    return new()
# file: pkg/c.py
from pkg.a import new as old


def run(new):
    return old()
# file: test_it.py
from unittest import mock
import pkg.b
from pkg import b, c


def test_it(monkeypatch):
    with mock.patch("pkg.b.new"), mock.patch("pkg.c.old"), mock.patch.object(b, "new"):
        monkeypatch.setattr(c, "old", None)
        monkeypatch.setattr("pkg.a.new", None)
        monkeypatch.setattr(pkg.b, "new", None)
