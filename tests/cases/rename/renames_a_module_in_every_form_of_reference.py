# options: {rename = {"pkg.old" = "pkg.new"}}
# layout: {source = ["src"], also = ["*.md", "*.toml", "ci.yml"]}
# file: README.md
See `pkg.old.run`, src/pkg/old.py and pkg.older; run `python -m pkg.old`.
# file: ci.yml
run: python src/pkg/old.py && python -m pkg.old
# file: pyproject.toml
[project.scripts]
old = "pkg.old:run"
# file: src/pkg/__init__.py
from . import old
from .old import run

__all__ = ["old", "run"]
# file: src/pkg/old.py
from . import older
from .older import x


def run():
    import pkg.old

    return pkg.old.run, older, x
# file: src/pkg/older.py
x = "pkg.old.run"
# file: tests/test_it.py
import importlib
import pkg.old
import pkg.old as m
import pkg
from pkg import old
from pkg import old as o, older
from pkg.old import run
from unittest import mock


def use(old_=None):
    with mock.patch("pkg.old.run"), mock.patch.object(old, "run"):
        return pkg.old.run, m, o, old.run, run, importlib.import_module(".old", "pkg"), "src/pkg/old.py"


def shadowed(new):
    from pkg import old

    return old, new
# after
# file: README.md
See `pkg.new.run`, src/pkg/new.py and pkg.older; run `python -m pkg.new`.
# file: ci.yml
run: python src/pkg/new.py && python -m pkg.new
# file: pyproject.toml
[project.scripts]
old = "pkg.new:run"
# file: src/pkg/__init__.py
from . import new
from .new import run

__all__ = ["new", "run"]
# file: src/pkg/new.py
from . import older
from .older import x


def run():
    import pkg.new

    return pkg.new.run, older, x
# file: src/pkg/older.py
x = "pkg.new.run"
# file: tests/test_it.py
import importlib
import pkg.new
import pkg.new as m
import pkg
from pkg import new
from pkg import new as o, older
from pkg.new import run
from unittest import mock


def use(old_=None):
    with mock.patch("pkg.new.run"), mock.patch.object(new, "run"):
        return pkg.new.run, m, o, new.run, run, importlib.import_module(".new", "pkg"), "src/pkg/new.py"


def shadowed(new):
    from pkg import new as old

    return old, new
