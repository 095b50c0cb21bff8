# options: {pattern = "os.path.join($A, $B)", to = "pathlib.Path($A) / $B"}
# file: a.py
import os


def f(a, b):
    return os.path.join(a, b), os.sep
# file: b.py
from os.path import join as j, exists


def f(a, b):
    if exists(a):
        return j(a + "x", b).name
# file: c.py
import os.path as p


def f(a, b):
    return str(p.join(a, b if a else None))
# file: pkg/__init__.py
from os.path import join as glue
# file: pkg/user.py
from . import glue


def f(a):
    return glue(a, "x")
# after
# file: a.py
import os
from pathlib import Path


def f(a, b):
    return Path(a) / b, os.sep
# file: b.py
from os.path import exists
from pathlib import Path


def f(a, b):
    if exists(a):
        return (Path(a + "x") / b).name
# file: c.py
from pathlib import Path


def f(a, b):
    return str(Path(a) / (b if a else None))
# file: pkg/__init__.py
from os.path import join as glue
# file: pkg/user.py
from pathlib import Path


def f(a):
    return Path(a) / "x"
