# options: {symbols = ["pkg.a.f"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
from __future__ import annotations


class Kind:
    def show(self):
        return f(self)


def f(kind: Kind) -> str:
    return str(kind)
# after
# file: pkg/__init__.py
# file: pkg/a.py
from __future__ import annotations

from pkg.b import f


class Kind:
    def show(self):
        return f(self)
# file: pkg/b.py
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pkg.a import Kind


def f(kind: Kind) -> str:
    return str(kind)
