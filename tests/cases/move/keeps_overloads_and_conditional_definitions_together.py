# options: {symbols = ["pkg.a.f", "pkg.a.g"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
import sys
from typing import overload

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

try:
    import numpy as np
except ImportError:
    np = None


@overload
def f(x: int) -> int: ...
@overload
def f(x: str) -> str: ...
def f(x):
    return tomllib.loads(x), np


f.marked = True


def between(): ...


if sys.platform == "win32":
    def g(): ...
else:
    # elsewhere
    def g(): ...
# after
# file: pkg/__init__.py
# file: pkg/a.py
import sys

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

try:
    import numpy as np
except ImportError:
    np = None


def between(): ...
# file: pkg/b.py
import sys
from typing import overload

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

try:
    import numpy as np
except ImportError:
    np = None


@overload
def f(x: int) -> int: ...
@overload
def f(x: str) -> str: ...
def f(x):
    return tomllib.loads(x), np


f.marked = True


if sys.platform == "win32":
    def g(): ...
else:
    # elsewhere
    def g(): ...
