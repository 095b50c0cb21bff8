# options: {rename = {"pkg.core.Old" = "New"}}
# layout: {also = ["*.md", "*.toml"]}
# file: README.md
Use `pkg.core.Old` for old things. Old is fine.

```python
from pkg.core import Old, other
Old()
```

# file: pkg/__init__.py
from .core import Old

__all__ = ["Old"]
# file: pkg/core.py
"""Home of `pkg.core.Old`."""

__all__ = ["Old", "other"]


class Old:
    def twin(self) -> "Old":
        return Old()


def other(x: "Old | None" = None):
    Local = [Old for Old in (1, 2)]
    return f"{Old.twin} {Old!r} {x}", Local
# file: pkg/starry.py
from .core import *

made = Old()
# file: pyproject.toml
[project.scripts]
old = "pkg.core:Old"
# file: user.py
import pkg.core
import pkg.core as m
import pkg
from pkg.core import Old
from unittest import mock


def fetch(Old=1):
    return Old


def use(x: "Old") -> "m.Old":
    with mock.patch("pkg.core.Old"), mock.patch.object(m, "Old"), mock.patch("user.Old"):
        return Old, m.Old, pkg.core.Old, pkg.Old, "pkg.core.Old", "Old"


def late():
    from pkg.core import Old

    class Inner:
        Old = Old

    return Old, Inner
# after
# file: README.md
Use `pkg.core.New` for old things. Old is fine.

```python
from pkg.core import New, other
New()
```

# file: pkg/__init__.py
from .core import New as Old

__all__ = ["Old"]
# file: pkg/core.py
"""Home of `pkg.core.New`."""

__all__ = ["New", "other"]


class New:
    def twin(self) -> "New":
        return New()


def other(x: "New | None" = None):
    Local = [Old for Old in (1, 2)]
    return f"{New.twin} {New!r} {x}", Local
# file: pkg/starry.py
from .core import *

made = New()
# file: pyproject.toml
[project.scripts]
old = "pkg.core:New"
# file: user.py
import pkg.core
import pkg.core as m
import pkg
from pkg.core import New
from unittest import mock


def fetch(Old=1):
    return Old


def use(x: "New") -> "m.New":
    with mock.patch("pkg.core.New"), mock.patch.object(m, "New"), mock.patch("user.New"):
        return New, m.New, pkg.core.New, pkg.Old, "pkg.core.New", "Old"


def late():
    from pkg.core import New

    class Inner:
        Old = New

    return New, Inner
