# options: {from = ["pkg.old"], into = "pkg.new", leave = "nothing"}
# file: pkg/__init__.py
# file: pkg/new.py
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


def new() -> Decimal: ...
# file: pkg/old.py
from decimal import Decimal


def old():
    return Decimal()
# file: pkg/two.py
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Context, Decimal


def two() -> Decimal | Context: ...
# after
# file: pkg/__init__.py
# file: pkg/new.py
from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING


def new() -> Decimal: ...


def old():
    return Decimal()
# file: pkg/two.py
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Context, Decimal


def two() -> Decimal | Context: ...
