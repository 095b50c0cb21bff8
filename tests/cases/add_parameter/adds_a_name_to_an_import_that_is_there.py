# options: {function = "pkg.m.f", name = "mode", annotation = "Mode", pass = [{value = "Mode.FAST"}], imports = ["from pkg.modes import Mode"]}
# file: pkg/__init__.py
# file: pkg/modes.py
class Mode:
    FAST = 1


class Other: ...


class Alpha: ...
# file: pkg/m.py
from .modes import (
    Alpha,
    Other,
)

print(Alpha, Other)


def f(a): ...
# file: pkg/use.py
from pkg import m
from pkg.modes import Alpha

m.f(Alpha)
# after
# file: pkg/__init__.py
# file: pkg/modes.py
class Mode:
    FAST = 1


class Other: ...


class Alpha: ...
# file: pkg/m.py
from .modes import (
    Alpha,
    Mode,
    Other,
)

print(Alpha, Other)


def f(a, mode: Mode): ...
# file: pkg/use.py
from pkg import m
from pkg.modes import Alpha, Mode

m.f(Alpha, mode=Mode.FAST)
