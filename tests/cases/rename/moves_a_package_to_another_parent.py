# options: {rename = {"pkg.a.old" = "pkg.b.c.new"}}
# layout: {source = ["src"], also = ["*.md", "*.toml"]}
# file: README.md
`pkg.a.old.deep.part.run` lies in src/pkg/a/old/deep/part.py; pkg.a.older does not.
# file: pyproject.toml
[project.scripts]
old = "pkg.a.old.deep.part:run"
[tool.setuptools.package-data]
"pkg.a.old" = ["*.txt"]
# file: src/pkg/__init__.py
# file: src/pkg/a/__init__.py
# file: src/pkg/a/near.py
y = 1
# file: src/pkg/a/old/__init__.py
from .deep.part import run
from .. import near
# file: src/pkg/a/old/data.txt
Kept as it is.
# file: src/pkg/a/old/deep/__init__.py
# file: src/pkg/a/old/deep/part.py
import importlib

from ...near import y
from ....far import z
from ... import near, old
from .. import deep
from ...old.side import w
from pkg.a.old import side as the_side
import pkg.a.old.side


def run():
    from ...near import y as again
    from . import part

    return y, z, near, old.side, deep, w, the_side, pkg.a.old.side.w, again, part


def load():
    return importlib.import_module(".side", "pkg.a.old"), importlib.import_module("...near", __package__)
# file: src/pkg/a/old/side.py
w = 2
# file: src/pkg/b/__init__.py
# file: src/pkg/b/c/__init__.py
# file: src/pkg/facade.py
from . import far
from .a import old
from .a.old.deep import part as shown
# file: src/pkg/far.py
z = 3
# file: tests/common/__init__.py
from pkg.a.old.side import *
# file: tests/test_old.py
import importlib
from unittest import mock

import pkg
import pkg.a.old.deep.part
import pkg.a.old.side as side
from common import w
from pkg.a import near, old
from pkg.a.old.deep import part


def test_it(monkeypatch):
    monkeypatch.setattr("pkg.a.old.side.w", 3)
    with mock.patch("pkg.a.old.deep.part.y", 2):
        importlib.import_module(".old.side", "pkg.a")
        return pkg.a.old.deep.part.run(), side.w, old.side, part, near, w
# after
# file: README.md
`pkg.b.c.new.deep.part.run` lies in src/pkg/b/c/new/deep/part.py; pkg.a.older does not.
# file: pyproject.toml
[project.scripts]
old = "pkg.b.c.new.deep.part:run"
[tool.setuptools.package-data]
"pkg.b.c.new" = ["*.txt"]
# file: src/pkg/__init__.py
# file: src/pkg/a/__init__.py
# file: src/pkg/a/near.py
y = 1
# file: src/pkg/b/__init__.py
# file: src/pkg/b/c/__init__.py
# file: src/pkg/b/c/new/__init__.py
from .deep.part import run
from ....a import near
# file: src/pkg/b/c/new/data.txt
Kept as it is.
# file: src/pkg/b/c/new/deep/__init__.py
# file: src/pkg/b/c/new/deep/part.py
import importlib

from .....a.near import y
from .....far import z
from .....a import near
from ... import new as old
from .. import deep
from ..side import w
from pkg.b.c.new import side as the_side
import pkg.b.c.new.side


def run():
    from .....a.near import y as again
    from . import part

    return y, z, near, old.side, deep, w, the_side, pkg.b.c.new.side.w, again, part


def load():
    return importlib.import_module(".side", "pkg.b.c.new"), importlib.import_module(".....a.near", __package__)
# file: src/pkg/b/c/new/side.py
w = 2
# file: src/pkg/facade.py
from . import far
from .b.c import new as old
from .b.c.new.deep import part as shown
# file: src/pkg/far.py
z = 3
# file: tests/common/__init__.py
from pkg.b.c.new.side import *
# file: tests/test_old.py
import importlib
from unittest import mock

import pkg
import pkg.b.c.new.deep.part
import pkg.b.c.new.side as side
from common import w
from pkg.a import near
from pkg.b.c import new as old
from pkg.b.c.new.deep import part


def test_it(monkeypatch):
    monkeypatch.setattr("pkg.b.c.new.side.w", 3)
    with mock.patch("pkg.b.c.new.deep.part.y", 2):
        importlib.import_module("..b.c.new.side", "pkg.a")
        return pkg.b.c.new.deep.part.run(), side.w, old.side, part, near, w
