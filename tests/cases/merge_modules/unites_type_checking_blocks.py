# options: {from = ["pkg.old"], into = "pkg.new", leave = "nothing"}
# file: pkg/__init__.py
# file: pkg/new.py
from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:  # pragma: no cover
    import collections.abc as cabc

    from .app import App

    P = t.ParamSpec("P")


class New:
    app: App
    values: cabc.Iterable[int]
# file: pkg/old.py
from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    import collections.abc as cabc
    from decimal import Decimal

    from .app import Other, App
    from .base import (
        Base,  # the first
        Second,
    )


class Old:
    app: App | Other
    values: cabc.Iterable[Base | Second | Decimal]
# file: pkg/app.py
class App:
    pass


class Other:
    pass
# file: pkg/base.py
class Base:
    pass


class Second:
    pass
# after
# file: pkg/__init__.py
# file: pkg/new.py
from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:  # pragma: no cover
    import collections.abc as cabc
    from decimal import Decimal

    from .app import App
    from .app import Other
    from .base import (
        Base,  # the first
        Second,
    )

    P = t.ParamSpec("P")


class New:
    app: App
    values: cabc.Iterable[int]


class Old:
    app: App | Other
    values: cabc.Iterable[Base | Second | Decimal]
# file: pkg/app.py
class App:
    pass


class Other:
    pass
# file: pkg/base.py
class Base:
    pass


class Second:
    pass
