# options: {keep = "pkg.core.Cache", drop = ["pkg.old.Cache"], leave = "nothing"}
# layout: {also = ["docs/*.md"]}
# file: docs/use.md
Use `pkg.old.Cache`, or

```python
from pkg.old import Cache
```
# file: pkg/__init__.py
# file: pkg/core.py
class Cache:
    def get(self, key):
        return key
# file: pkg/old.py
"""Old things."""

__all__ = ["Cache", "path"]


class Cache:
    def get(self, key):
        return key


def path():
    return "p"
# file: user.py
from unittest import mock
from pkg.old import Cache, path
from pkg import old


def make() -> "old.Cache":
    with mock.patch("pkg.old.Cache"):
        return old.Cache(), Cache, path
# after
# file: docs/use.md
Use `pkg.core.Cache`, or

```python
from pkg.core import Cache
```
# file: pkg/__init__.py
# file: pkg/core.py
class Cache:
    def get(self, key):
        return key
# file: pkg/old.py
"""Old things."""

__all__ = ["path"]


def path():
    return "p"
# file: user.py
from unittest import mock
from pkg.old import path
from pkg.core import Cache
from pkg import core


def make() -> "core.Cache":
    with mock.patch("pkg.core.Cache"):
        return core.Cache(), Cache, path
