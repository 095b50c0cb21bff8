# options: {from = ["pkg.old"], into = "pkg.new", leave = "nothing"}
# file: pkg/__init__.py
from .new import *
from .old import *
# file: pkg/commented.py
from .new import fresh
from .old import stale  # for now
# file: pkg/hidden.py
from .new import fresh
from .other import stale
from .old import stale
# file: pkg/long.py
from pkg.new import a_rather_long_name_of_a_function, fresh
from pkg.old import stale, another_name_that_takes_room
# file: pkg/new.py
__all__ = ["fresh", "a_rather_long_name_of_a_function"]


def fresh():
    pass


def a_rather_long_name_of_a_function():
    pass
# file: pkg/old.py
__all__ = ["stale", "another_name_that_takes_room"]


def stale():
    pass


def another_name_that_takes_room():
    pass
# file: pkg/other.py
stale = 1
# file: pkg/short.py
from .new import (
    fresh,
)
import os
from .old import stale as s


def f():
    from pkg.old import stale
    from pkg.new import fresh

    return stale, fresh, os
# file: pkg/single.py
from .new import fresh
from .new import a_rather_long_name_of_a_function
from .old import stale
# after
# file: pkg/__init__.py
from .new import *
# file: pkg/commented.py
from .new import fresh
from .new import stale  # for now
# file: pkg/hidden.py
from .new import fresh
from .other import stale
from .new import stale
# file: pkg/long.py
from pkg.new import (
    a_rather_long_name_of_a_function,
    another_name_that_takes_room,
    fresh,
    stale,
)
# file: pkg/new.py
__all__ = ["fresh", "a_rather_long_name_of_a_function", "stale", "another_name_that_takes_room"]


def fresh():
    pass


def a_rather_long_name_of_a_function():
    pass


def stale():
    pass


def another_name_that_takes_room():
    pass
# file: pkg/other.py
stale = 1
# file: pkg/short.py
from .new import (
    fresh,
    stale as s,
)
import os


def f():
    from pkg.new import fresh, stale

    return stale, fresh, os
# file: pkg/single.py
from .new import fresh
from .new import a_rather_long_name_of_a_function
from .new import stale
