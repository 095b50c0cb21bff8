# options: {from = ["pkg.a"], into = "pkg.b", rename = {Old = "New"}, remove_in = "2.0"}
# layout: {also = ["*.md", "*.toml"]}
# file: README.md
Use `pkg.a.Old`, or:

    from pkg.a import Old, other
    pkg.a.gone

# file: pkg/__init__.py
from .a import Old
# file: pkg/a.py
__all__ = ["Old", "other"]


class Old:
    def twin(self) -> "Old":
        return Old()


def other(x: "Old | None" = None):
    Local = [Old for Old in (1, 2)]
    return Old, Local
# file: pkg/b.py
__all__ = ["here"]


def here():
    from pkg.a import Old

    return Old
# file: pyproject.toml
[project.scripts]
run = "pkg.a:other"
old = "pkg.a:Old"
# file: tests_user.py
import pkg.a
import pkg.a as m
import pkg
from pkg.a import Old
from unittest import mock


def fetch(Old=1):
    return Old


def use(x: "Old") -> "m.Old":
    with mock.patch("pkg.a.Old"), mock.patch.object(m, "Old"):
        return Old, m.Old, pkg.a.Old, pkg.Old, "pkg.a.Old", "pkg.a.other", "about pkg.a"
# after
# file: README.md
Use `pkg.b.New`, or:

    from pkg.b import New, other
    pkg.a.gone

# file: pkg/__init__.py
from .b import New as Old
from . import a as a
# file: pkg/a.py
...
# file: pkg/b.py
__all__ = ["here", "New", "other"]


def here():
    return New


class New:
    def twin(self) -> "New":
        return New()


def other(x: "New | None" = None):
    Local = [Old for Old in (1, 2)]
    return New, Local
# file: pyproject.toml
[project.scripts]
run = "pkg.b:other"
old = "pkg.b:New"
# file: tests_user.py
import pkg.b
import pkg.b as m
import pkg
from pkg.b import New
from unittest import mock


def fetch(Old=1):
    return Old


def use(x: "New") -> "m.New":
    with mock.patch("pkg.b.New"), mock.patch.object(m, "New"):
        return New, m.New, pkg.b.New, pkg.Old, "pkg.b.New", "pkg.b.other", "about pkg.a"
