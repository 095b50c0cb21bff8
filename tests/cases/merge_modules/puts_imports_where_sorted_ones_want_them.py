# options: {from = ["pkg.old"], into = "pkg.new", leave = "nothing"}
# file: pkg/__init__.py
# file: pkg/new.py
import abc
import sys
from collections import deque
from typing import Any

from .a import one
from .c import three


def new() -> Any:
    return abc, sys, deque, one, three
# file: pkg/old.py
import json
from decimal import Decimal
import zlib
from .b import two
from .d import four


def old():
    return json, Decimal, zlib, two, four
# file: pkg/a.py
one = 1
# file: pkg/b.py
two = 2
# file: pkg/c.py
three = 3
# file: pkg/d.py
four = 4
# after
# file: pkg/__init__.py
# file: pkg/new.py
import abc
import json
import sys
import zlib
from collections import deque
from decimal import Decimal
from typing import Any

from .a import one
from .b import two
from .c import three
from .d import four


def new() -> Any:
    return abc, sys, deque, one, three


def old():
    return json, Decimal, zlib, two, four
# file: pkg/a.py
one = 1
# file: pkg/b.py
two = 2
# file: pkg/c.py
three = 3
# file: pkg/d.py
four = 4
