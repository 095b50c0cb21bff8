# options: {rename = {"k.K.old" = "new"}}
# file: k.py
class K:
    def old(self): ...
# file: a.py
import b
import re
from b import Other
from k import K


class Mine(b.Other):
    old = 2


def f(x: str, y: list[int], z: re.Pattern, *rest: Other, **named: Other):
    x.old, y.old, z.old, "".old, [1].old, {}.old, f"".old, (lambda: 1).old, Mine.old
    b.old, b.f.old, Other.old, rest[0].old, named["a"].old, Other().me().old, f.old, re.old
    for n, o in enumerate(rest):
        n.old, o.old
    return [K, ...]
# file: b.py
def old(): ...


def f(): ...


class Other:
    def old(self):
        return self.old

    def me(self):
        return self
# after
# file: k.py
class K:
    def new(self): ...
# file: a.py
import b
import re
from b import Other
from k import K


class Mine(b.Other):
    old = 2


def f(x: str, y: list[int], z: re.Pattern, *rest: Other, **named: Other):
    x.old, y.old, z.old, "".old, [1].old, {}.old, f"".old, (lambda: 1).old, Mine.old
    b.old, b.f.old, Other.old, rest[0].old, named["a"].old, Other().me().old, f.old, re.old
    for n, o in enumerate(rest):
        n.old, o.old
    return [K, ...]
# file: b.py
def old(): ...


def f(): ...


class Other:
    def old(self):
        return self.old

    def me(self):
        return self
