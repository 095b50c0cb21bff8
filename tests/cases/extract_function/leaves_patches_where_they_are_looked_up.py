# options: {places = ["pkg.a.f", "pkg.b.f"], into = "pkg.common.both", min_saving = -10}
# file: pkg/__init__.py
# file: pkg/a.py
import time


def f(x):
    now = time.time()
    rest = now - x
    if rest > 3:
        rest = 3
    return rest + 1
# file: pkg/b.py
import time


def f(x):
    now = time.time()
    rest = now - x
    if rest > 3:
        rest = 3
    return rest + 2
# file: test_it.py
from unittest import mock

from pkg import a


def test():
    with mock.patch("pkg.a.time") as time:
        a.f(1)
# after
# file: pkg/__init__.py
# file: pkg/a.py
import time

from pkg.common import both


def f(x):
    return both(x, time=time, number=1)
# file: pkg/b.py
import time

from pkg.common import both


def f(x):
    return both(x, time=time, number=2)
# file: pkg/common.py
def both(x, *, time, number):
    now = time.time()
    rest = now - x
    if rest > 3:
        rest = 3
    return rest + number
# file: test_it.py
from unittest import mock

from pkg import a


def test():
    with mock.patch("pkg.a.time") as time:
        a.f(1)
