# options: {function = "m.f", name = "strict", default = "STRICT", annotation = "bool", imports = ["from flags import STRICT"]}
# file: flags.py
STRICT = True
# file: m.py
from typing import overload


@overload
def f(x: int) -> int: ...
@overload
def f(x: str) -> str: ...
def f(x):
    return x
# file: m.pyi
from typing import overload

@overload
def f(x: int) -> int: ...
@overload
def f(x: str) -> str: ...
# after
# file: flags.py
STRICT = True
# file: m.py
from typing import overload

from flags import STRICT


@overload
def f(x: int, strict: bool = ...) -> int: ...
@overload
def f(x: str, strict: bool = ...) -> str: ...
def f(x, strict: bool = STRICT):
    return x
# file: m.pyi
from typing import overload

@overload
def f(x: int, strict: bool = ...) -> int: ...
@overload
def f(x: str, strict: bool = ...) -> str: ...
