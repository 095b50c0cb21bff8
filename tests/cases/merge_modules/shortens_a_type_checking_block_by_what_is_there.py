# options: {from = ["pkg.old", "pkg.plain"], into = "pkg.new", leave = "nothing"}
# file: pkg/__init__.py
# file: pkg/new.py
from __future__ import annotations

import typing as t
from decimal import Decimal


def new() -> Decimal: ...
# file: pkg/old.py
from __future__ import annotations

import typing as t

if t.TYPE_CHECKING: from decimal import Context, Decimal  # one line


def old() -> Decimal | Context: ...
# file: pkg/plain.py
from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
	from decimal import Context
	# what is rare
	from fractions import Fraction


def plain() -> Fraction | Context: ...
# after
# file: pkg/__init__.py
# file: pkg/new.py
from __future__ import annotations

import typing as t
from decimal import Decimal

if t.TYPE_CHECKING:
    from decimal import Context
    # what is rare
    from fractions import Fraction


def new() -> Decimal: ...


def old() -> Decimal | Context: ...


def plain() -> Fraction | Context: ...
