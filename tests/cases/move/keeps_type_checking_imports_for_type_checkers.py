# options: {symbols = ["pkg.a.show"], into = "pkg.deep.b"}
# file: pkg/__init__.py
# file: pkg/a.py
from __future__ import annotations

import typing as t

from .kinds import Plain

if t.TYPE_CHECKING:
    from .kinds import Kind, Other


def show(kind: Kind) -> str:
    return str(kind)


def hide(other: Other) -> Plain:
    return Plain(other)
# file: pkg/deep/__init__.py
# file: pkg/kinds.py
class Kind: ...


class Other: ...


class Plain:
    def __init__(self, it): ...
# file: pkg/user.py
from .a import show


def use():
    from .a import hide, show
    return hide, show
# after
# file: pkg/__init__.py
# file: pkg/a.py
from __future__ import annotations

import typing as t

from .kinds import Plain

if t.TYPE_CHECKING:
    from .kinds import Other


def hide(other: Other) -> Plain:
    return Plain(other)
# file: pkg/deep/__init__.py
# file: pkg/deep/b.py
from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from ..kinds import Kind


def show(kind: Kind) -> str:
    return str(kind)
# file: pkg/kinds.py
class Kind: ...


class Other: ...


class Plain:
    def __init__(self, it): ...
# file: pkg/user.py
from .deep.b import show


def use():
    from .a import hide
    from .deep.b import show
    return hide, show
