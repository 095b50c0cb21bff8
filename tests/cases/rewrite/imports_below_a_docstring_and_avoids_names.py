# options: {pattern = "os.path.join($A, $B)", to = "pathlib.Path($A) / $B"}
# file: a.py
"""Doc."""
x = 1
import os
Path = 1
y = os.path.join("a", "b")


def f(pathlib): return os.path.join("c", "d")
# file: b.py
import os
from pathlib import PurePath

x = os.path.join("a", PurePath("b"))
# after
# file: a.py
"""Doc."""

import pathlib
from pathlib import Path as pathlib_Path

x = 1
Path = 1
y = pathlib.Path("a") / "b"


def f(pathlib): return pathlib_Path("c") / "d"
# file: b.py
from pathlib import Path, PurePath

x = Path("a") / PurePath("b")
