# options: {rename = {"a.f(old)" = "new"}}
# file: a.py
def f(old): ...
# file: a.pyi
from typing import overload

@overload
def f(old: int) -> int: ...
@overload
def f(old: str) -> str: ...
# file: b.py
import a

a.f(
    old = 1,  # old
)
# after
# file: a.py
def f(new): ...
# file: a.pyi
from typing import overload

@overload
def f(new: int) -> int: ...
@overload
def f(new: str) -> str: ...
# file: b.py
import a

a.f(
    new = 1,  # old
)
