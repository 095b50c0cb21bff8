"""Every codemod on a small real project that is made hostile in one way at a time: a right result, or a refusal that helps."""

# ruff: noqa: E501, a file of the trees is one string

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest
from trees import REPO, make_tree

from migrate import codemods
from migrate.model import Outcome
from migrate.workspace import Layout, Workspace

Files = Mapping[str, bytes]

PROJECT = {
    "pkg/__init__.py": '''\
"""A package that shows names of its modules."""
from .core import Box, load

__all__ = ["Box", "load"]
''',
    "pkg/core.py": '''\
"""Loads things: `load` and `Box`."""
import os

LIMIT = 3


class Box:
    """A box; `load` fills it."""

    def __init__(self, size, name="x"):
        self.size = size
        self.name = name

    # opens the box
    def open(self, key):
        """Open with `key`."""
        try:
            return self.size, key
        except:
            pass


# what follows joins paths
def load(path, mode="r", limit=LIMIT):
    """Load `path` in that `mode`."""
    return os.path.join(path, mode), limit


def hold(box: Box, more):
    """What it holds."""
    return box.size + more


def area(width, height):
    """The area."""
    if width:
        return width * height
    return 0
''',
    "pkg/old.py": '''\
"""An old module."""
from . import core

STEP = 2


def twice(number):
    """Twice that, and the limit."""
    return number * STEP + core.LIMIT
''',
    "pkg/deep/__init__.py": "",
    "pkg/deep/inner.py": '''\
"""Uses things from further up."""
from ..core import area, load
from .. import old as older


def both(path):
    """Load it, and say an area."""
    return load(path, mode="w"), area(2, 3), older.twice(4)
''',
    "pkg/user.py": '''\
"""Uses everything."""
import pkg.core
from pkg import load as shown
from pkg.core import Box, area, hold
from pkg.deep.inner import both
from pkg.old import twice


def use():
    """What all of them say."""
    box = Box(1, name="n")
    return hold(box, more=2), shown("p", limit=1), pkg.core.load("q"), box.open("k"), area(4, height=5), both("r"), twice(6)


RESULT = use()
''',
    "pkg/unused.py": '"""Nobody needs this."""\n',
    "pkg/errors.py": """\
class Failed(ValueError): ...


class Lost(Failed, KeyError): ...
""",
    "pkg/shapes.py": '''\
"""What is to be told apart, or made one."""


class Left:
    """One side."""

    def __init__(self, size):
        self.size = size
        self.seen = []

    def grow(self, more):
        """Larger by that."""
        self.size += more
        self.seen.append(more)
        return self.size

    def total(self):
        """What it has seen."""
        return sum(self.seen)

    def side(self):
        """Which it is."""
        return "left"


class Right:
    """The other side."""

    def __init__(self, size):
        self.size = size
        self.seen = []

    def grow(self, more):
        """Larger by that."""
        self.size += more
        self.seen.append(more)
        return self.size

    def total(self):
        """What it has seen."""
        return sum(self.seen)

    def side(self):
        """Which it is."""
        return "right"


class Desk:
    """Keeps papers and counts pens."""

    def __init__(self):
        self._papers = {}
        self._pens = 0

    def file(self, name, text):
        """Keep a paper."""
        self._papers[name] = text

    def read(self, name):
        """The text of a paper."""
        return self._papers.get(name)

    def papers(self):
        """Their names."""
        return sorted(self._papers)

    def buy(self, count):
        """More pens."""
        self._pens += count

    def pens(self):
        """How many."""
        return self._pens

    def lose(self):
        """One pen less."""
        self._pens -= 1


def wide(rows):
    """What is more than three, twice."""
    kept = []
    for row in rows:
        if row > 3:
            kept.append(row * 2)
    kept.sort()
    return kept


def narrow(rows):
    """What is more than five, twice."""
    kept = []
    for row in rows:
        if row > 5:
            kept.append(row * 2)
    kept.sort()
    return kept
''',
    "pkg/uses.py": '''\
"""Uses what is to be told apart."""
from .counting import Counter
from .shapes import Desk, Left, Right, narrow, wide


def everything():
    """What all of it says."""
    desk, counter = Desk(), Counter()
    desk.file("a", "b")
    desk.buy(3)
    desk.lose()
    counter.add("c")
    sides = [(side.grow(2), side.total(), side.side()) for side in (Left(1), Right(2))]
    return desk.papers(), desk.pens(), counter.most(), sides, wide([3, 7]), narrow([5, 6])


RESULT = everything()
''',
    "pkg/counting.py": '''\
"""Counts."""


class Counter:
    """How often what came."""

    def __init__(self):
        self.seen = {}

    def add(self, name):
        """Once more."""
        self.seen[name] = self.seen.get(name, 0) + 1

    def most(self):
        """What came most often."""
        return max(self.seen, key=self.seen.get, default=None)
''',
    "pkg/deep/counting.py": '''\
"""Counts too."""


class Counter:
    """How often what came."""

    def __init__(self):
        self.seen = {}

    def add(self, name):
        """Once more."""
        self.seen[name] = self.seen.get(name, 0) + 1

    def most(self):
        """What came most often."""
        return max(self.seen, key=self.seen.get, default=None)


RESULT = Counter().most()
''',
    "spare/__init__.py": '"""The old one."""\n\n\ndef weigh(thing):\n    """Its weight."""\n    return len(thing)\n',
    "spare_edited/__init__.py": '"""The new one."""\n\n\ndef weigh(thing):\n    """Its weight."""\n    return len(thing)\n',
    "pkg/scales.py": '"""Weighs."""\nimport spare_edited\nfrom spare import weigh\n\nRESULT = weigh("abc"), spare_edited.weigh("de")\n',
    "setup.py": '"""How it is built."""\nfrom setuptools import setup\n\nsetup(name="pkg", version="1.0", packages=["pkg", "pkg.deep"])\n',
    "pkg/settings.py": "class Limits:\n    size = 1\n",
    "pkg/chain.py": '''\
"""Calls one thing after the other."""
from .legacy import area
from .old import twice


def chain(number):
    """Twice twice."""
    number = twice(number)
    # once more
    number = twice(number)
    return number


def all_of(number, names):
    """What `chain` does, for each of the names."""
    for _ in names:
        number = twice(number)
    return number


def later(number):
    """Not implemented yet."""
    pass


RESULT = chain(1), area(2, 3)
''',
    "pkg/legacy.py": '"""For old users, deprecated: use pkg.core."""\nfrom .core import area\n',
    "pkg/deep/settings.py": "class Limits:\n    size = 1\n    depth = 2\n",
    "tests/test_core.py": """\
from unittest import mock

from pkg import core


def test_load():
    with mock.patch("pkg.core.area", return_value=1):
        assert core.load("a") == ("a/r", 3)
""",
    "docs/index.md": "# Docs\n\nSee `pkg.core.load`, and [the rest](more.md).\n",
    "docs/more.md": "Back to [the start](index.md): `pkg/old.py`.\n",
}
FACTORIES = REPO / "examples/program_factories"
KERNELS = {
    "ops/pad.cpp": FACTORIES / "ops/data_movement/pad/pad_program_factory.cpp",
    "ops/table.toml": FACTORIES / "host_api.toml",
}
BASE: Files = {name: text.encode() for name, text in PROJECT.items()} | {
    name: path.read_bytes() for name, path in KERNELS.items()
}
LAYOUT = Layout((".",), ("docs",))

STEPS: dict[str, tuple[str, dict[str, object]]] = {
    "compat from a table": (
        "compat-from-table",
        {
            "module": "pkg.names",
            "reexport": ["pkg"],
            "remove_in": "2.0",
            "rows": {
                "read": "pkg.core.load",
                "surface": {"call": "pkg.core.area($*)", "signature": "(width, height)"},
                "kept": {"noop": True, "signature": "(value)"},
            },
        },
    ),
    "collapse calls": (
        "collapse-calls",
        {"passes": {"pkg.old.twice": "'$0'"}, "to": "pkg.chain.all_of($x, [$passes])"},
    ),
    "remove legacy": ("remove-legacy", {"paths": ["pkg/legacy.py"], "early": True}),
    "stubs": ("stubs", {"raise": {"pkg.chain.later": ""}, "link": {"pkg.chain.later": "#1"}}),
    "rename function": ("rename", {"rename": {"pkg.core.load": "read"}}),
    "rename class": ("rename", {"rename": {"pkg.core.Box": "Crate"}, "leave": "compat"}),
    "rename method": ("rename", {"rename": {"pkg.core.Box.open": "unlock"}}),
    "rename parameter": ("rename", {"rename": {"pkg.core.load(mode)": "how"}}),
    "rename module": ("rename", {"rename": {"pkg.core": "pkg.kernel"}}),
    "move": ("move", {"symbols": ["pkg.core.load"], "into": "pkg.loading", "leave": "compat"}),
    "move all": ("move", {"symbols": ["pkg.old.*"], "into": "pkg.core", "leave": "reexport"}),
    "split-module": ("split-module", {"module": "pkg.core", "into": {"pkg.boxes": ["Box"], "pkg.areas": ["area"]}}),
    "merge-modules": ("merge-modules", {"from": ["pkg.old"], "into": "pkg.core"}),
    "retarget-imports": ("retarget-imports", {"modules": ["pkg"]}),
    "move-files": ("move-files", {"move": {"pkg/old.py": "pkg/deep/old.py", "docs/index.md": "docs/guide/index.md"}}),
    "compat": ("compat", {"moves": {"pkg.legacy.load": "pkg.core.load"}, "remove_in": "2.0"}),
    "follow-moves": ("follow-moves", {"symbols": {"os.path.join": "posixpath.join"}}),
    "add-parameter": ("add-parameter", {"function": "pkg.core.load", "name": "timeout", "default": "None"}),
    "parameter-object": (
        "parameter-object",
        {"function": "pkg.core.area", "parameters": ["width", "height"], "class": "pkg.core.Size", "parameter": "size"},
    ),
    "function-to-method": ("function-to-method", {"function": "pkg.core.hold", "class": "pkg.core.Box"}),
    "method-to-function": ("method-to-function", {"method": "pkg.core.Box.open"}),
    "wrap-in-class": ("wrap-in-class", {"functions": ["pkg.core.area"], "class": "Areas"}),
    "rewrite": ("rewrite", {"pattern": "os.path.join($A, $B)", "to": "posixpath.join($A, $B)"}),
    "snippet": ("snippet", {"at": "pkg.core.load", "action": "insert-after", "code": "def more():\n    return LIMIT"}),
    "delete-path": ("delete-path", {"paths": ["pkg/unused.py"], "reason": "nobody needs it"}),
    "fix-excepts": ("fix-excepts", {"paths": ["pkg/**"], "log": True}),
    "unify-exceptions": (
        "unify-exceptions",
        {"into": "pkg.roots", "root": "PkgError", "families": {"lost": ["pkg.errors.Lost"]}},
    ),
    "merge-configs": ("merge-configs", {"from": ["pkg.deep.settings"], "into": "pkg.settings"}),
    "extract-base-class": (
        "extract-base-class",
        {"classes": ["pkg.shapes.Left", "pkg.shapes.Right"], "into": "pkg.sides.Side"},
    ),
    "extract-function": (
        "extract-function",
        {"places": ["pkg.shapes.wide", "pkg.shapes.narrow"], "into": "pkg.shapes.chosen", "parameters": ["least"]},
    ),
    "unify-class": ("unify-class", {"keep": "pkg.counting.Counter", "drop": ["pkg.deep.counting.Counter"]}),
    "split-class": ("split-class", {"class": "pkg.shapes.Desk", "parts": {"Shelf": "_papers", "Cup": "_pens"}}),
    "split-class collaborators": (
        "split-class",
        {
            "class": "pkg.shapes.Desk",
            "parts": {"Shelf": "_papers", "Cup": "_pens"},
            "as": "collaborators",
            "into": "pkg.desk_parts",
        },
    ),
    "reorganise-tests": ("reorganise-tests", {"map": {"tests/test_core.py": "tests/core"}}),
    "remove-setup-py": ("remove-setup-py", {}),
    "program-descriptor": ("program-descriptor", {"api": "ops/table.toml", "paths": ["ops/**"]}),
    "swap-package": (
        "swap-package",
        {"new": "spare_edited", "place": "spare", "old": "delete", "reason": "the new one does it all"},
    ),
}

USES = (
    b"from pkg.core import Box, load, area\nimport os\nx = load('a'), Box(1).open(2), area(1, 2), os.path.join('a', 'b')\n"
    b"from pkg.deep.counting import Counter\nfrom pkg import shapes, counting\nimport spare_edited as s\n"
    b"x = x, Counter().most(), shapes.Left(1).total(), shapes.Desk().papers(), shapes.wide([4]), s.weigh('a')\n"
)
NESTED = b"(" * 3000 + b"load" + b")" * 3000

BROKEN: dict[str, Files] = {
    "a syntax error": {"pkg/bad.py": USES + b"def load(:\n"},
    "a syntax error in a package": {"pkg/bad/__init__.py": USES + b"def load(:\n", "pkg/bad/a.py": b""},
    "latin-1 without saying so": {"pkg/bad.py": USES + b"s = '\xe9'\n"},
    "utf-16": {"pkg/bad.py": USES.decode().encode("utf-16")},
    "an unknown encoding": {"pkg/bad.py": b"# coding: klingon\n" + USES},
    "a codec that is no encoding": {"pkg/bad.py": b"# coding: hex\n" + USES},
    "null bytes": {"pkg/bad.py": USES + b"\0\n"},
    "data named .py": {"pkg/bad.py": (USES + b"# " + b"x" * 97 + b"\n") * 14000},
    "too deep brackets": {"pkg/bad.py": USES + b"y = " + NESTED + b"\n"},
    "too deep attributes": {"pkg/bad.py": USES + b"y = load" + b".a" * 100_000 + b"\n"},
    "too deep sums": {"pkg/bad.py": USES + b"y = load" + b" + load" * 100_000 + b"\n"},
    "tabs against spaces": {"pkg/bad.py": USES + b"if x:\n        load\n\tload\n"},
    "a merge conflict": {"pkg/bad.py": b"<<<<<<< ours\n" + USES + b"=======\n" + USES + b">>>>>>> theirs\n"},
    "python 2": {"pkg/bad.py": USES + b"print load\n"},
    "a template": {"pkg/bad.py": USES + b"from {{ pkg }} import load\n"},
    "bom and another encoding": {"pkg/bad.py": b"\xef\xbb\xbf# coding: latin-1\n" + USES},
    "only a bom": {"pkg/bad.py": b"\xef\xbb\xbf"},
    "an empty file": {"pkg/bad.py": b""},
    "only comments": {"pkg/bad.py": b"# load\n\n# pkg.c"},
}

GOOD: dict[str, str | bytes] = {
    "a latin-1 file": b"# coding: latin-1\n" + USES + b"RESULT = '\xe9', x\n",
    "a line of one megabyte": USES + b"RESULT = x, len([" + b"load, " * 500 + b"'" + b"x" * 1_000_000 + b"'])\n",
    "half a megabyte in a string": USES + b"RESULT = x, len('" + b"load " * 100_000 + b"')\n",
    "mixed line ends": USES.replace(b"\n", b"\r\n", 1) + b"RESULT = x\r# end\r\n",
    "a lone carriage return": b"from pkg.core import load\rRESULT = load('a')\r",
    "no last newline": b"from pkg.core import load\nRESULT = load('a')",
    "no last newline but a backslash in a comment": b"from pkg.core import load\nRESULT = load('a') # \\",
    "form feeds": b"\x0cfrom pkg.core import load\n\x0c\n\x0cdef f():\n  \x0c  return load('a')\nRESULT = f()\n",
    "tabs": "from pkg.core import load\nif 1:\n\tdef f():\n\t\tif 2:\n\t\t        return load('a')\nRESULT = f()\n",
    "semicolons": "import pkg.core as c; from pkg.core import load; from pkg import Box; RESULT = load('a'), c.area(1, 2)\n",
    "continued imports": "from pkg.core \\\n  import load \\\n  , area\nimport \\\n  pkg.core\nRESULT = load('a'), pkg . core \\\n  . area(1, 2)\n",
    "imports in brackets": "from pkg.core import ( # one\n  load, # two\n  # three\n  area as a,\n  ) # four\nRESULT = load('a'), a(1, 2)\n",
    "an import cycle": "import pkg.cycle2 as c\nfrom pkg.core import load\ndef f(): return load('a'), c.g()\nRESULT = f()\n",
    "star imports in a ring": "from pkg.ring2 import *\ndef here(): return load('a'), area(1, 2)\nRESULT = here()\n",
    "unicode names": "from pkg.core import load as ﬁne, area as µ\nRESULT = fine('a'), μ(1, 2)\n",
    "a name that is equal by NFKC only": "from pkg.core import ｌｏａｄ, 𝐚rea\nimport pkg.core as ℂ\nRESULT = load('a'), area(1, 2), C.𝑙oad('b')\n",
    "names that differ by case": "from pkg.core import load\nLoad = LOAD = lambda: 1\ndef READ(): return 2\nRESULT = load('a'), Load(), LOAD(), READ()\n",
    "soft keywords": "from pkg.core import load as match, area as type, Box as case\n_ = match('a')\nmatch _:\n    case (p, 3): RESULT = match(p), type(1, 2)\n    case _: RESULT = case(1).open(2)\n",
    "a match on the class": "from pkg.core import Box, load\nmatch Box(7):\n    case Box(size=s, name=load): RESULT = s, load\n",
    "strings in strings": "from pkg.core import load, area\nRESULT = f\"{load('a')!r:>{area(4, 5)}} {load('b')} {{load}} {f'{area(1, 2)}'}\"\n",
    "added to __all__": "from pkg.core import *\nfrom pkg import core, __all__\nfrom pkg.core import area\n__all__ = list(__all__)\n__all__ += ['area']\nRESULT = core.load('a'), area(1, 2), sorted(__all__)[:1]\n",
    "conditional definitions": "import sys\nif sys.version_info > (3,):\n    from pkg.core import load\nelse:\n    def load(path): return path\ntry:\n    from pkg.core import area\nexcept ImportError:\n    area = None\nRESULT = load('a'), area(1, 2)\n",
    "type checking": "from __future__ import annotations\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from pkg.core import Box\nelse:\n    Box = None\ndef f(box: Box, more: 'Box' = None) -> list['Box']: return 1\nRESULT = f(1), sorted(f.__annotations__)\n",
    "comments between decorators": "from pkg.core import load\ndef deco(*a):\n    return lambda f: f\n@deco(load('a'))\n# between\n\n@deco  (  # odd\n  load\n)\ndef f(): return load('b')\nRESULT = f()\n",
    "docstrings like code": '"""\nfrom pkg.core import load\nload("a")\n>>> from pkg.core import load\n>>> load("a")\n(\'a/r\', 3)\n"""\nfrom pkg.core import load\nRESULT = load("a"), len(__doc__) > 9\n',
    "a shadowed parameter": "from pkg.core import load, area\ndef f(load, read=3, area=area): return load, read, area(1, 2), [load for load in (1, 2)]\nRESULT = f(1), load('a')\n",
    "keyword arguments of the name": "from pkg.core import load, area\ndef f(load=1, area=2, **k): return load, area, sorted(k)\nRESULT = f(load=3), f(area=area(1, 2), mode=4, Box=5), dict(load=load('a'))\n",
    "attributes of the name": "import pkg.core\nclass N:\n    load = open = area = size = mode = core = 7\nn = N()\nn.load += 1\nRESULT = n.load, n.open, n.area, n.core, pkg.core.load('a')\n",
    "del of the name": "from pkg.core import load, area\nr = load('a'), area(1, 2)\ndel load, area\nRESULT = r, 'load' in globals()\n",
    "rebinding": "from pkg import core\nfrom pkg.core import load, area\na = load('a')\nload = area\nload(1, 2)\nRESULT = a, load(2, 3), core.load('b')\n",
    "global statements": "import pkg.core\ndef f():\n    global load\n    from pkg.core import load\nf()\nRESULT = load('a')\n",
    "a walrus": "from pkg import core\nRESULT = [y for x in 'ab' if (y := core.load(x)) and (load := 1)], load\n",
    "imports in functions": "def f():\n    from pkg.core import load\n    import pkg.core as c\n    def g(): return load('a'), c.area(1, 2)\n    return g()\nclass C:\n    from pkg.core import load, area\n    both = load('b'), area(2, 2)\nRESULT = f(), C.both\n",
    "a starred import of a submodule": "import pkg.core, pkg.deep.inner as i, pkg\nRESULT = pkg.core.load('a'), i.load('b'), pkg.load('c'), i.area(1, 2)\n",
    "lambdas and defaults": "from pkg.core import load, area\nf = lambda path, load=load, *, area=area: (load(path), area(1, 2))\nRESULT = f('a')\n",
    "an odd tail": "from pkg.core import load\nRESULT = load('a')\nif 0:\n    pass\n    # comment\n  # odd\n\t\n",
    "generated code": "# @generated by a tool; DO NOT EDIT\nfrom pkg.core import load, area\nRESULT = load('a'), area(1, 2)\n",
    "names of our codemods": "from pkg.core import load\nread = how = unlock = timeout = size = Size = Areas = Crate = kernel = loading = posixpath = 1\nRESULT = load('a'), read, how, size, Areas\n",
    "its own answers to names": "import pkg.core\ndef __getattr__(name):\n    if name == 'late': return pkg.core.load('a')\n    raise AttributeError(name)\nRESULT = __getattr__('late')\n",
    "subclasses of what is taken apart": "from pkg.shapes import Left, Desk\nfrom pkg.deep.counting import Counter\nclass Sub(Left):\n    def side(self): return 'sub ' + super().side()\nclass D(Desk):\n    def buy(self, count): return super().buy(count * 2)\nclass C(Counter):\n    def add(self, name): super().add(name * 2)\nd, c = D(), C()\nd.buy(2), c.add('x')\nRESULT = Sub(3).side(), Sub(1).grow(2), d.pens(), c.most(), [k.__name__ for k in Sub.__mro__][:2]\n",
    "patches of classes and functions": "from unittest import mock\nimport pkg.shapes\nwith mock.patch.object(pkg.shapes.Left, 'total', lambda self: 9), mock.patch('pkg.shapes.wide', lambda rows: 5):\n    r = pkg.shapes.Left(1).total(), pkg.shapes.wide([4])\nRESULT = r, pkg.shapes.Left(1).total(), pkg.shapes.wide([4])\n",
    "functions as values": "from pkg.shapes import wide, narrow\nRESULT = wide.__name__, list(map(wide, [[4], [5]])), (lambda f=narrow: f([6, 7]))(), wide.__doc__, narrow.__module__\n",
    "pickles": "import pickle\nfrom pkg.shapes import Left, Desk\nfrom pkg.deep.counting import Counter\nRESULT = [pickle.loads(pickle.dumps(each)) for each in (Left(4), Desk(), Counter())]\nRESULT = RESULT[0].size, RESULT[1].pens(), RESULT[2].most()\n",
    "a class that is looked into": "import pkg.shapes as s\nRESULT = sorted(vars(s.Desk())), sorted(n for n in vars(s.Left) if n[0] != '_'), 'buy' in vars(s.Desk)\n",
    "attributes that are written from outside": "from pkg.shapes import Desk, Left\nd, l = Desk(), Left(1)\nd._pens = 7\nd._papers['a'] = 'b'\nl.seen += [4]\nRESULT = d.pens(), d.read('a'), l.total()\n",
    "copies": "import copy\nfrom pkg.shapes import Desk\na = Desk()\nb = copy.copy(a)\nb.buy(2)\nRESULT = a.pens(), b.pens()\n",
    "methods as values": "from pkg.shapes import Desk, Left\nd = Desk()\nbuy, pens, total = d.buy, Desk.pens, Left.total\nbuy(2)\nRESULT = pens(d), total(Left(1)), getattr(d, 'pens')(), hasattr(d, 'lose'), Desk.buy.__name__\n",
    "two classes of one name": "from pkg.counting import Counter as A\nfrom pkg.deep.counting import Counter as B\nRESULT = A is B, isinstance(A(), B), len({A, B})\n",
    "many handlers": "from pkg.core import load\ntry:\n    RESULT = load('a')\nexcept (KeyError, ValueError) as error: raise\nexcept: RESULT = 0\n",
    "sub-generators": "from pkg.core import load, area\nasync def f():\n    async def g():\n        yield load('a')\n    async for x in g(): return x, [area(1, y) async for y in g() if 0]\ntry: f().send(None)\nexcept StopIteration as stop: RESULT = stop.value\n",
}  # fmt: skip
TOGETHER: dict[str, dict[str, str]] = {
    "an import cycle": {
        "pkg/cycle2.py": "import pkg.odd_{n} as e\nfrom pkg.core import area\ndef g(): return area(1, 2), e.__name__\n"
    },
    "star imports in a ring": {
        "pkg/ring2.py": "from pkg.ring3 import *\n",
        "pkg/ring3.py": "from pkg.core import *\nfrom pkg.odd_{n} import *\n",
    },
    "a module that shadows the standard library": {"pkg/os.py": "join = 1\n", "pkg/logging.py": "load = 2\n"},
    "two modules of one name under two roots": {
        "other/core.py": "def load(): return 1\n",
        "more/core.py": "def load(): return 2\n",
        "other/test_core.py": "from core import load\n",
    },
    "a package and a module of one name": {
        "pkg/twin.py": "from pkg.core import load\n",
        "pkg/twin/__init__.py": "from pkg.core import load, area\nRESULT = load('a'), area(1, 2)\n",
    },
    "names with spaces and newlines": {
        "pkg/a b.py": "from pkg.core import load\n",
        "pkg/a\nb.py": "from pkg.core import load\n",
        "odd folder/pkg.core.py": "from pkg.core import load\n",
        "docs/a b.md": "`pkg.core.load`\n",
        "pkg/core-load.py": "from pkg.core import load\n",
        "pkg/class.py": "from pkg.core import load\n",
    },
    "a namespace package": {"space/deep/use.py": "from pkg.core import load, area\nRESULT = load('a'), area(1, 2)\n"},
    "type parameters": {
        "pkg/new.py": "from pkg.core import load, area, Box\ntype load2[Box] = list[Box]\n"
        "class G[load: Box]:\n    def f[area](self, x: area) -> load: return load('a')\n"
        "RESULT = load('a'), f'{area(1, 2)} {'load'} {f\"{f'{load(\"b\")}'}\"}'\n"
    },
    "files that tools find": {
        "conftest.py": "from pkg.core import load\n",
        "tools/setup.py": "from pkg.core import load\nload('a')\n",
        "pkg/__main__.py": "from .core import load\nload('a')\n",
    },
}


def windows(text: bytes) -> bytes:
    return b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n")


def tabs(text: bytes) -> bytes:
    lines = (line.removeprefix(b"\x0c") for line in text.replace(b"\n\n\n", b"\n\x0c\n\n").split(b"\n"))
    return b"\n".join(b"\t" * ((len(line) - len(line.lstrip(b" "))) // 4) + line.lstrip(b" ") for line in lines)


def foreign(text: bytes) -> bytes:
    return b"# coding: latin-1\n# \xe9\n" + text.replace(b"\n", b"  \n").replace(b'"""', b'"""\xe9', 1).removesuffix(
        b"\n"
    )


def wide(text: bytes) -> bytes:
    return b"\x0c" + text.replace(b'"""', '"""€𝄞é '.encode(), 1).replace(b"# ", "# €𝄞é ".encode()) + b"# end"


def japanese(text: bytes) -> bytes:
    return ("# coding: shift-jis\n" + text.decode().replace('"""', '"""ソ', 1)).encode("shift-jis")


WAYS = {way.__name__: way for way in (windows, tabs, foreign, wide, japanese)}


def write(files: Files, root: Path) -> Workspace:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text)
    return Workspace(root, LAYOUT)


def run(step: str, workspace: Workspace) -> Outcome:
    codemod, options = STEPS[step]
    return codemods.run(codemods.make(codemod, options), workspace)


def texts(outcome: Outcome) -> dict[str, bytes | None]:
    return {str(change.path): change.after for change in outcome.changes}


def parses(text: bytes) -> bool:
    try:
        compile(text, "code.py", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def problems_of(step: str, workspace: Workspace, outcome: Outcome) -> list[str]:
    """What is wrong with that outcome in any project: a refusal that does not help, a result that does not parse, another
    outcome from the same tree, a second run that finds more to do."""
    wrong = [
        f"a refusal that does not help: {refusal}"
        for refusal in outcome.refusals
        if not (refusal.code and refusal.reason and refusal.next) or "\n" in refusal.line()
    ]
    if run(step, Workspace(workspace.root, LAYOUT, workspace.overlay)) != outcome:
        wrong.append("two runs differ")
    for change in outcome.changes:
        if change.after and change.path.suffix == ".py" and parses(change.before or b"") and not parses(change.after):
            wrong.append(f"{change.path} does not parse any more")
    if outcome.changes:
        again = run(step, workspace.with_changes(outcome.changes))
        wrong += [f"the second run changes {change.path}" for change in again.changes]
        wrong += [f"the second run refuses: {refusal.line()}" for refusal in again.refusals]
    return wrong


SAID = r"""
import contextlib, importlib, io, json, os, sys, warnings
warnings.simplefilter("ignore")
answers = {}
for root in sys.argv[1:]:
    known, said = set(sys.modules), {}
    sys.path.insert(0, root)
    importlib.invalidate_caches()
    for folder, _, files in sorted(os.walk(root)):
        for file in sorted(files):
            name = os.path.relpath(os.path.join(folder, file), root)[:-3].replace("/", ".").removesuffix(".__init__")
            if file.endswith(".py") and name.replace(".", "").isidentifier() and name not in ("setup", "pkg.__main__"):
                with contextlib.redirect_stdout(io.StringIO()):
                    try:
                        said[name] = ascii(getattr(importlib.import_module(name), "RESULT", None))
                    except BaseException as error:
                        said[name] = f"{type(error).__name__}: {error}"
    for name in set(sys.modules) - known:
        del sys.modules[name]
    sys.path.remove(root)
    answers[root] = said
print(json.dumps(answers))
"""


def what_they_say(trees: Mapping[Path, Workspace]) -> list[dict[str, str]]:
    """What each module of each tree, written below its root, has as RESULT, or what importing it raises."""
    for root, workspace in trees.items():
        write({str(path): workspace.read(path) for path in workspace.files if path.suffix == ".py"}, root)
    command = [sys.executable, "-B", "-I", "-c", SAID, *map(str, trees)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    said: dict[str, dict[str, str]] = json.loads(answer.stdout)
    return [{name: text.replace(root, "") for name, text in modules.items()} for root, modules in said.items()]


def told_otherwise(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [f"{name}: {before[name]} became {text}" for name, text in after.items() if text != before.get(name, text)]


def odd_files() -> dict[str, Files]:
    """The files of every oddity, each in a module of its own."""
    found: dict[str, Files] = {}
    for number, oddity in enumerate(sorted({*GOOD, *TOGETHER})):
        text = GOOD.get(oddity, b"")
        text = text.replace("{n}", str(number)).encode() if isinstance(text, str) else text
        others = {name: code.replace("{n}", str(number)).encode() for name, code in TOGETHER.get(oddity, {}).items()}
        found[oddity] = others | ({f"pkg/odd_{number}.py": text} if text else {})
    if sys.version_info < (3, 12):
        del found["type parameters"]
    return found


ODD = odd_files()
MOST_REFUSED = 8
"""Of so many oddities a step may say that it cannot prove them; the others it must get right."""


def laid_away(workspace: Workspace, oddities: set[str]) -> Workspace:
    """The tree without the files of these oddities."""
    away = [PurePosixPath(name) for oddity in sorted(oddities) for name in ODD[oddity]]
    return Workspace(workspace.root, LAYOUT, dict.fromkeys(away))


def where_it_works(step: str, workspace: Workspace) -> tuple[Workspace, Outcome, set[str]]:
    """The tree without the odd files that the step refuses by name, its outcome there, and the oddities that it refused."""
    refused: set[str] = set()
    while True:
        outcome = run(step, workspace)
        lines = [refusal.line() for refusal in outcome.refusals]
        more = {oddity for oddity, files in ODD.items() if any(name in line for name in files for line in lines)}
        if not more - refused:
            return workspace, outcome, refused
        refused |= more
        workspace = laid_away(workspace, refused)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """What each step makes of the project as it is."""
    workspace = write(BASE, tmp_path_factory.mktemp("plain"))
    return {step: run(step, workspace) for step in STEPS}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, dict[str, str]]:
    """The project with all odd files, and what its modules say."""
    root = tmp_path_factory.mktemp("odd")
    workspace = write({**BASE, **{name: text for files in ODD.values() for name, text in files.items()}}, root)
    return workspace, what_they_say({root: workspace})[0]


def test_every_codemod_has_a_step_here() -> None:
    assert sorted({codemod for codemod, _ in STEPS.values()}) == sorted(codemods.find())


@pytest.mark.parametrize("step", STEPS)
def test_odd_files_say_after_each_step_what_they_said_before_or_are_refused(
    tmp_path: Path, odd: tuple[Workspace, dict[str, str]], step: str
) -> None:
    workspace, before = odd
    workspace, outcome, refused = where_it_works(step, workspace)
    problems = problems_of(step, workspace, outcome)
    [after] = what_they_say({tmp_path: workspace.with_changes(outcome.changes)})
    assert problems + told_otherwise(before, after) == []
    assert outcome.changes
    assert len(refused) <= MOST_REFUSED, refused


@pytest.mark.parametrize("step", STEPS)
def test_files_that_nobody_can_read_keep_their_bytes_and_the_others_change_as_without_them(
    tmp_path: Path, plain: dict[str, Outcome], step: str
) -> None:
    files = {
        name.replace("bad", f"bad_{n}"): text for n, each in enumerate(BROKEN.values()) for name, text in each.items()
    }
    workspace = write({**BASE, **files}, tmp_path)
    outcome = run(step, workspace)
    assert problems_of(step, workspace, outcome) == []
    assert texts(outcome) == texts(plain[step])


@pytest.mark.parametrize("way", WAYS)
def test_every_step_works_on_the_project_written_in_another_way(
    tmp_path: Path, plain: dict[str, Outcome], way: str
) -> None:
    files = {name: WAYS[way](text) if name.endswith(".py") and text else text for name, text in BASE.items()}
    workspace = write(files, tmp_path / "before")
    outcomes = {step: run(step, workspace) for step in STEPS}
    trees = {tmp_path / step: workspace.with_changes(outcome.changes) for step, outcome in outcomes.items()}
    before, *after = what_they_say({tmp_path / "before": workspace, **trees})
    problems = {}
    for (step, outcome), said in zip(outcomes.items(), after, strict=True):
        wrong = problems_of(step, workspace, outcome) + [refusal.line() for refusal in outcome.refusals]
        wrong += told_otherwise(before, said)
        if sorted(texts(outcome)) != sorted(texts(plain[step])):
            wrong.append(f"it changes {sorted(texts(outcome))}, not {sorted(texts(plain[step]))}")
        for path, text in texts(outcome).items():
            if (
                way == "windows"
                and path.endswith(".py")
                and path in files
                and text
                and b"\n" in text.replace(b"\r\n", b"")
            ):
                wrong.append(f"{path} has two kinds of line ends: {text!r}")
        if wrong:
            problems[step] = wrong
    assert problems == {}


def test_symlinks_and_files_that_cannot_be_written_or_named_do_no_harm(
    tmp_path: Path, plain: dict[str, Outcome]
) -> None:
    root = tmp_path / "project"
    write(BASE, root)
    write({"a.py": USES}, tmp_path / "outside")
    links = {
        "pkg/dangling.py": "nowhere.py",
        "pkg/out.py": "../../outside/a.py",
        "outside": "../outside",
        "pkg/deep/ring": "..",
        "pkg/itself.py": "itself.py",
        "pkg/again.py": "core.py",
    }
    for name, target in links.items():
        (root / name).symlink_to(target)
    (Path(os.fsdecode(os.fsencode(root) + b"/pkg/\xff\xfe.py"))).write_bytes(USES)
    os.mkfifo(root / "pkg/pipe.py")
    (root / "pkg/core.py").chmod(0o555)
    (root / "pkg/user.py").chmod(0o444)

    workspace, problems = Workspace(root, LAYOUT), {}
    for step in STEPS:
        outcome = run(step, workspace)
        wrong = problems_of(step, workspace, outcome)
        if texts(outcome) != texts(plain[step]):
            wrong.append(f"other changes: {sorted(texts(outcome))}, not {sorted(texts(plain[step]))}")
        wrong += [
            f"{change.path} is not executable any more"
            for change in outcome.changes
            if str(change.path) == "pkg/core.py" and change.after is not None and change.after_mode != 0o100755
        ]
        if wrong:
            problems[step] = wrong
    assert problems == {}


WRONG = {
    "rename": [
        'rename = { "pkg.core.load" = "class" }',
        'rename = { "pkg.core.load" = "a b" }',
        'rename = { "pkg.core.load" = "ﬁne" }',
        'rename = { "pkg..core" = "x" }',
        'rename = { "pkg.core.load" = "x", "pkg.core.area" = "x" }',
        'rename = { "pkg.core" = "pkg.old" }',
        'rename = { "pkg.core" = "../x" }',
        'rename = { "pkg.core.load(path)" = "mode" }',
        'rename = ["pkg.core.load"]',
    ],
    "move": [
        'symbols = []\ninto = "pkg.new"',
        'symbols = ["pkg.core.load"]\ninto = "pkg.core"',
        'symbols = ["pkg.core.load"]\ninto = "pkg.class"',
        'symbols = ["pkg.core.load"]\ninto = "../new"',
        'symbols = ["pkg.core.loda"]\ninto = "pkg.new"',
        'symbols = ["pkg.core.load"]\ninto = "pkg.new"\nhelpers = "no"',
    ],
    "split-module": [
        'module = "pkg.core"\ninto = { "pkg.core" = ["load"] }',
        'module = "pkg.core"\ninto = { "pkg.a" = ["load"], "pkg.b" = ["load"] }',
    ],
    "merge-modules": ['from = ["pkg.core"]\ninto = "pkg.core"', 'from = ["pkg.old"]\ninto = "pkg.old.below"'],
    "move-files": [
        'move = { "pkg/old.py" = "/tmp/x.py" }',
        'move = { "pkg/old.py" = "pkg/core.py" }',
        'move = { "pkg" = "class" }',
        'move = { "pkg" = "pkg/deep/below" }',
    ],
    "compat": ['guide = "../guide.md"', 'moves = { "a b" = "c" }'],
    "follow-moves": ['symbols = { "os.path.join" = "a b" }'],
    "add-parameter": [
        'function = "pkg.core.load"\nname = "class"\ndefault = "None"',
        'function = "pkg.core.load"\nname = "path"\ndefault = "None"',
        'function = "pkg.core.load"\nname = "x"\ndefault = "1 +"',
        'function = "pkg.core.load"\nname = "x"\ndefault = "None"\nafter = "nope"',
        'function = "pkg.core.LIMIT"\nname = "x"\ndefault = "None"',
    ],
    "parameter-object": [
        'function = "pkg.core.area"\nparameters = []\nclass = "pkg.core.Size"\nparameter = "size"',
        'function = "pkg.core.area"\nparameters = ["width"]\nclass = "pkg.core.class"\nparameter = "size"',
        'function = "pkg.core.area"\nparameters = ["width"]\nclass = "pkg.core.Size"\nparameter = "class"',
    ],
    "wrap-in-class": [
        'functions = ["pkg.core.area"]\nclass = "class"',
        'functions = ["pkg.core.area"]\nclass = "load"',
        'functions = []\nclass = "K"',
    ],
    "function-to-method": [
        'function = "pkg.core.hold"\nclass = "pkg.core.Box"\nname = "class"',
        'function = "pkg.core.hold"\nclass = "pkg.core.Box"\nreceiver = "a b"',
        'function = "pkg.core.hold"\nclass = "pkg.core.Box"\nname = "open"',
    ],
    "method-to-function": [
        'method = "pkg.core.Box.open"\nname = "class"',
        'method = "pkg.core.Box.open"\nparameter = "a b"',
        'method = "pkg.core.load"',
    ],
    "rewrite": ['pattern = "os.path.join($A"\nto = "x"', 'pattern = "f($A)"\nto = "g($B)"', "rules = []"],
    "snippet": [
        'action = "replace"\nat = "pkg.core.load"\ncode = "def ("',
        'action = "append"\nfile = "../x.py"\ncode = "x = 1"',
        'action = "fly"',
    ],
    "delete-path": ['paths = ["../x"]\nreason = "r"', 'paths = ["pkg/unused.py"]\nreason = 3'],
    "fix-excepts": [
        'paths = ["nothing/**"]',
        'paths = ["pkg/**"]\nlevel = "loud"',
        'paths = ["pkg/**"]\nnarrow = "all"',
        'paths = ["pkg/**"]\nnarrow = { "pkg/core.py::Box.opens" = ["OSError"] }',
        'paths = ["pkg/**"]\nnarrow = { "pkg/core.py::Box.open" = ["NoSuchError"] }',
    ],
    "unify-exceptions": [
        'into = "pkg.roots"\nroot = "PkgError"',
        'into = "pkg.roots"\nroot = "class"\nclasses = ["Lost"]',
        'into = "pkg..roots"\nroot = "PkgError"\nclasses = ["Lost"]',
        'into = "pkg.roots"\nroot = "KeyError"\nclasses = ["Lost"]',
        'into = "pkg.roots"\nroot = "PkgError"\nclasses = ["Loss"]',
        'into = "pkg.roots"\nroot = "PkgError"\nfamilies = { "a b" = ["Lost"] }',
        'into = "pkg.roots"\nroot = "PkgError"\nfamilies = { PkgError = ["Lost"] }',
        'into = "pkg.core.roots"\nroot = "PkgError"\nclasses = ["Lost"]',
    ],
    "merge-configs": [
        'from = []\ninto = "pkg.settings"',
        'from = ["pkg.setting"]\ninto = "pkg.settings"',
        'from = ["pkg.deep.settings"]\ninto = "pkg.settings"\nrename = { Limit = "More" }',
        'from = ["pkg.deep.settings"]\ninto = "pkg.settings"\nrename = { Limits = "class" }',
        'from = ["pkg.deep.settings"]\ninto = "pkg.settings"\ndefaults = "mine"',
    ],
    "compat-from-table": [
        'module = "pkg.names"',
        'module = "pkg.names"\nrows = { read = "pkg.core.nope" }',
        'module = "pkg.names"\nrows = { read = { call = "pkg.core.load($path" } }',
        'module = "pkg.names"\nrows = { read = { call = "load($path)" } }',
        'module = "pkg.names"\nrows = { read = { noop = true, removed = "x" } }',
        'module = "pkg.names"\nrows = { class = "pkg.core.load" }',
        'module = "pkg.core"\nrows = { hold = "pkg.core.load" }',
        'module = "pkg.core"\nremove = ["load"]',
    ],
    "collapse-calls": [
        'passes = { "pkg.old.twice" = "" }\nto = "f"',
        'passes = { "pkg.old.nope" = "" }\nto = "len($x)"',
        'passes = { "pkg.core.LIMIT" = "" }\nto = "len($x)"',
        'passes = { "pkg.old.twice" = "x" }\nto = "len($x)"',
    ],
    "remove-legacy": ['paths = ["pkg/core.py"]', "paths = []", 'paths = ["pkg/legacy.py"]\ntests = "keep"'],
    "stubs": [
        'raise = { "pkg.core.load" = "" }',
        'raise = { "pkg.core.nope" = "" }',
        'link = { "pkg.chain.later" = "(1)" }',
    ],
    "extract-base-class": [
        'classes = ["pkg.shapes.Left"]\ninto = "pkg.sides.Side"',
        'classes = ["pkg.shapes.Left", "pkg.shapes.Rihgt"]\ninto = "pkg.sides.Side"',
        'classes = ["pkg.shapes.Left", "pkg.shapes.Left"]\ninto = "pkg.sides.Side"',
        'classes = ["pkg.shapes.Left", "pkg.shapes.Right"]\ninto = "Side"',
        'classes = ["pkg.shapes.Left", "pkg.shapes.Right"]\ninto = "pkg.sides.class"',
        'classes = ["pkg.shapes.Left", "pkg.shapes.Right"]\ninto = "pkg.shapes.Desk"',
        'classes = ["pkg.shapes.Left", "pkg.shapes.wide"]\ninto = "pkg.sides.Side"',
        'classes = ["pkg.shapes.Left", "pkg.shapes.Right"]\ninto = "pkg.sides.Side"\nmembers = ["nothing"]',
        'classes = ["pkg.shapes.Left", "pkg.shapes.Right"]\ninto = "pkg.sides.Side"\nmin_saving = 500',
        'classes = ["pkg.shapes.Left", "pkg.shapes.Right"]\ninto = "pkg.sides.Side"\nhooks = { _side = "a b" }',
    ],
    "extract-function": [
        'places = ["pkg.shapes.wide"]\ninto = "pkg.shapes.chosen"',
        'places = ["pkg.shapes.wide", "pkg.shapes.broad"]\ninto = "pkg.shapes.chosen"',
        'places = ["pkg.shapes.wide", "pkg.shapes.narrow"]\ninto = "pkg.shapes.class"',
        'places = ["pkg.shapes.wide", "pkg.shapes.narrow"]\ninto = "pkg.shapes.Desk"',
        'places = ["pkg.shapes.wide", "pkg.shapes.narrow"]\ninto = "chosen"',
        'places = ["pkg.shapes.wide", "pkg.shapes.narrow"]\ninto = "pkg.shapes.chosen"\nparameters = ["a b"]',
        'places = ["pkg.shapes.wide", "pkg.shapes.narrow"]\ninto = "pkg.shapes.chosen"\nparameters = ["a", "a"]',
        'places = ["pkg/shapes.py:1-2", "pkg/shapes.py:900-901"]\ninto = "pkg.shapes.chosen"',
        'places = ["../x.py:1-2", "pkg/shapes.py:1-2"]\ninto = "pkg.shapes.chosen"',
    ],
    "unify-class": [
        'keep = "pkg.counting.Counter"\ndrop = []',
        'keep = "pkg.counting.Counter"\ndrop = ["pkg.counting.Counter"]',
        'keep = "pkg.counting.Countre"\ndrop = ["pkg.deep.counting.Counter"]',
        'keep = "pkg.counting.Counter"\ndrop = ["pkg.core.load"]',
        'keep = "pkg.counting.Counter"\ndrop = ["pkg.core.Box"]',
        'keep = "pkg.core.LIMIT"\ndrop = ["pkg.core.Box"]',
        'keep = "pkg.counting.Counter"\ndrop = ["pkg.deep.counting.Counter"]\nlevel = "much"',
    ],
    "split-class": [
        'class = "pkg.shapes.Desk"\nparts = {}',
        'class = "pkg.shapes.Desks"\nparts = { Shelf = "_papers" }',
        'class = "pkg.shapes.wide"\nparts = { Shelf = "_papers" }',
        'class = "pkg.shapes.Desk"\nparts = { Shelf = "_paper" }',
        'class = "pkg.shapes.Desk"\nparts = { class = "_papers" }',
        'class = "pkg.shapes.Desk"\nparts = { "a b" = "_papers" }',
        'class = "pkg.shapes.Desk"\nparts = { Left = "_papers" }',
        'class = "pkg.shapes.Desk"\nparts = { Shelf = "_papers" }\ninto = "../x"',
        'class = "pkg.shapes.Desk"\nparts = { Shelf = "_papers" }\nleast = 9',
        'class = "pkg.shapes.Desk"\nparts = { Shelf = "_papers" }\nas = "pieces"',
    ],
    "reorganise-tests": [
        'tests = "nowhere"',
        'tests = "../outside"',
        'map = { "tests/test_nothing.py" = "tests/a" }',
        'map = { "tests/test_core.py" = "../outside" }',
        'map = { "tests/test_core.py" = "/tmp" }',
        'map = { "pkg/core.py" = "tests/test_core.py" }',
    ],
    "program-descriptor": [
        "",
        'api = "ops/nowhere.toml"',
        'api = "../outside.toml"',
        'api = "ops/pad.cpp"',
        'api = "pyproject.toml"',
        'api = "ops/table.toml"\ntarget = "elsewhere"',
        'api = "ops/table.toml"\npaths = ["nothing/**"]',
        "api = { program = 1 }",
    ],
    "remove-setup-py": ['version = "pkg.nowhere.VERSION"', 'version = "a b"', "mentions = 3", 'drop_code = "no"'],
    "swap-package": [
        'new = "spare_edited"\nplace = "nowhere"\nold = "delete"\nreason = "r"',
        'new = "spare"\nplace = "spare"\nold = "delete"\nreason = "r"',
        'new = "spare_edited"\nplace = "spare"',
        'new = "spare_edited"\nplace = "spare"\nto = "../outside"',
        'new = "spare_edited"\nplace = "spare"\nto = "pkg"',
        'new = "pkg/deep"\nplace = "pkg"\nold = "delete"\nreason = "r"',
        'new = "spare_edited"\nplace = "spare"\nold = "burn"',
    ],
    "retarget-imports": ['modules = ["pkg.nope"]', 'modules = ["pkg"]\npaths = ["nothing/**"]'],
}
PLAN = '[project]\nname = "small"\nsource = ["."]\n[gate]\nchecks = ["parse"]\n[[phase]]\nid = 1\n[[phase.step]]\nid = "1.1"\n'


def test_options_that_make_no_sense_are_refused_in_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    tree = make_tree(tmp_path / "project", {**BASE, "migration.toml": PLAN + 'codemod = "compat"\n'})
    problems = []
    for codemod, options in WRONG.items():
        for text in options:
            tree.write({"migration.toml": f'{PLAN}codemod = "{codemod}"\n{text}\n'})
            answer = tree.migrate("plan")
            lines = [line.strip() for line in answer.out.splitlines()]
            unknown = any(line.startswith("✗ ") and " = " in line for line in lines)
            refused = [line for line in lines if line.startswith("refused ")]
            named = answer.code == 2 and "migration.toml:" in answer.err and "step 1.1: " in answer.err
            helps = answer.code == 1 and (unknown or refused) and all("; " in line for line in refused)
            if not (named or helps) or "report this as a bug" in answer.out or "Traceback" in answer.err:
                problems.append(f"{codemod}: {text!r}: {answer.code}: {answer.err or answer.out}")
    assert sorted(WRONG) == sorted(codemods.find())
    assert problems == []
