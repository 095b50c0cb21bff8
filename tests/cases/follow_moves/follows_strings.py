# options: {modules = {"pkg.old" = "pkg.new"}, symbols = {"pkg.a.f" = "pkg.b.g"}}
# import: no
# file: use.py
import importlib
from unittest import mock

import pkg.a
import pkg.old

LAZY = ["pkg.old", "pkg.old:main", "pkg.a.f", 'pkg.old.deep.name']
importlib.import_module("pkg.old")


@mock.patch("pkg.a.f")
def test(patched):
    with mock.patch("pkg.old.f", return_value="pkg.older"):
        pass
# after
# file: use.py
import importlib
from unittest import mock

import pkg.a
import pkg.new

LAZY = ["pkg.new", "pkg.new:main", "pkg.b.g", 'pkg.new.deep.name']
importlib.import_module("pkg.new")


@mock.patch("pkg.b.g")
def test(patched):
    with mock.patch("pkg.new.f", return_value="pkg.older"):
        pass
