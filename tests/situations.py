"""Small trees that refer to one class in one way each: the forms of reference that the codemods have to follow.

A form is one text: `# file:` lines as in the cases, without them it is user.py. `# layout:` is the plan's. Each tree has
pkg/core.py, pkg/home.py and a check.py besides, unless the form brings its own. What check.py prints tells whether the tree
still does what it did.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from codemod_cases import split_tree

from migrate.workspace import Layout

CORE = """\
OTHER = "other"


class Thing:
    \"\"\"A thing.\"\"\"

    tag = "thing"

    def __init__(self, x=1):
        self.x = x


def run(x=1):
    return Thing(x).tag, x
"""
BASE = {
    "pkg/__init__.py": "",
    "pkg/core.py": CORE,
    "pkg/home.py": 'HOME = "home"\n',
    "check.py": "import user\n\nprint(user.show())\n",
}
FACADE = 'from .core import OTHER, Thing, run\n\n__all__ = ["OTHER", "Thing", "run"]\n'
STEPS: Mapping[str, tuple[str, dict[str, object]]] = {
    "rename a class": ("rename", {"rename": {"pkg.core.Thing": "Renamed"}}),
    "rename a module": ("rename", {"rename": {"pkg.core": "pkg.heart"}}),
    "move": ("move", {"symbols": ["pkg.core.Thing"], "into": "pkg.home"}),
    "merge-modules": ("merge-modules", {"from": ["pkg.core"], "into": "pkg.home", "leave": "nothing"}),
    "retarget-imports": ("retarget-imports", {"modules": ["pkg.facade"]}),
}
GONE = {
    "rename a class": r"pkg[.:/]core[.:]Thing\b",
    "rename a module": r"pkg[.:/]core\b",
    "move": r"pkg[.:/]core[.:]Thing\b",
    "merge-modules": r"pkg[.:/]core\b",
    "retarget-imports": r"(?!)",
}
"""What no file of the result may hold."""
Files = dict[str, str]


@dataclass(frozen=True)
class Form:
    """One form of reference. `group` is the part of the index's task that it belongs to."""

    group: str
    name: str
    text: str
    since: tuple[int, int] = (3, 11)
    facade: bool = True
    """Whether there can be a facade in between."""

    @property
    def runs(self) -> bool:
        """Whether this interpreter can read it."""
        return sys.version_info >= self.since

    @property
    def layout(self) -> Layout:
        said = re.match(r"# layout: (.*)\n", self.text)
        layout = tomllib.loads(f"it = {said.group(1)}")["it"] if said else {}
        return Layout(tuple(layout.get("source", ())), tuple(layout.get("also", ())))

    def files(self, step: str) -> Files:
        """The tree. For `retarget-imports` whatever names core names a facade that takes its names from there."""
        text = re.sub(r"\A# layout: .*\n", "", self.text)
        own = {str(path): data.decode() for path, data in split_tree(text).items()}
        if "code.py" in own:
            own["user.py"] = own.pop("code.py")
        gone = {name for name, content in own.items() if content == "(none)\n"}
        files = {**BASE, **own}
        if "src/pkg/core.py" in own or "lib/pkg/core.py" in own or "tests/pkg/core.py" in own:
            gone |= {name for name in BASE if name.startswith("pkg/")}
        files = {name: content for name, content in files.items() if name not in gone}
        if step != "retarget-imports":
            return files
        facades = {name.replace("core.py", "facade.py"): FACADE for name in files if name.endswith("pkg/core.py")}
        aside = {name for name in files if name.endswith(("pkg/core.py", "pkg/core.pyi", "pkg/home.py"))}
        kept = {name if name in aside else facing(name): files[name] for name in files}
        kept = {name: content if name in aside else facing(content) for name, content in kept.items()}
        return {**kept, **facades}


def facing(text: str) -> str:
    """With the facade in place of core."""
    return re.sub(r"(?<![A-Za-z])core(?![A-Za-z])", "facade", text)


def twin(files: Files) -> Files:
    """The same tree under another name, file by file: nothing in it may change."""
    return {_twin(name): _twin(content) for name, content in files.items()}


def _twin(text: str) -> str:
    for word, other in (("pkg", "twin"), ("user", "twin_user"), ("check", "twin_check")):
        text = re.sub(rf"(?<![A-Za-z]){word}(?![A-Za-z])", other, text)
    return text


def tree_of(files: Files) -> dict[PurePosixPath, bytes]:
    return {PurePosixPath(name): content.encode() for name, content in files.items()}


IMPORTS, EXPORTS, SCOPES, STRINGS, LAYOUTS = "imports", "definitions and exports", "scopes", "strings and text", "layouts"
FORMS = (
    Form(IMPORTS, "an absolute import", "from pkg.core import Thing\n\n\ndef show():\n    return Thing(2).tag\n"),
    Form(
        IMPORTS,
        "a relative import, one dot",
        """\
# file: user.py
from pkg.user import show
# file: pkg/user.py
from .core import Thing


def show():
    return Thing(2).tag
""",
    ),
    Form(
        IMPORTS,
        "a relative import, deep, beside a module of the same last names",
        """\
# file: user.py
from pkg.deep.er.user import show
# file: pkg/deep/__init__.py
# file: pkg/deep/core.py
class Thing:
    tag = "deep"
# file: pkg/deep/er/__init__.py
# file: pkg/deep/er/user.py
from ..core import Thing as Deep
from ...core import Thing


def show():
    return Thing(2).tag, Deep.tag
""",
    ),
    Form(
        IMPORTS,
        "a relative import of the module",
        """\
# file: user.py
from pkg.user import show
# file: pkg/user.py
from . import core, home


def show():
    return core.Thing(2).tag, core.OTHER, home.HOME
""",
    ),
    Form(
        IMPORTS,
        "a relative import in a package's __init__",
        """\
# file: user.py
import pkg.deep


def show():
    return pkg.deep.made.tag
# file: pkg/deep/__init__.py
from ..core import Thing

made = Thing(3)
""",
    ),
    Form(IMPORTS, "a name under an alias", "from pkg.core import Thing as T\n\n\ndef show():\n    return T(2).tag\n"),
    Form(
        IMPORTS, "a module under an alias", "import pkg.core as c\n\n\ndef show():\n    return c.Thing(2).tag, c.OTHER\n"
    ),
    Form(
        IMPORTS,
        "a module from its package, under an alias",
        "from pkg import core as c\n\n\ndef show():\n    return c.Thing(2).tag, c.run()\n",
    ),
    Form(
        IMPORTS,
        "a chain",
        "import pkg.core\n\n\ndef show():\n    return pkg.core.Thing(2).tag, pkg.core.OTHER\n",
    ),
    Form(
        IMPORTS,
        "a chain that another module has loaded",
        """\
# file: pkg/__init__.py
from . import core
# file: user.py
import pkg


def show():
    return pkg.core.Thing(2).tag, pkg.core.run()
""",
    ),
    Form(
        IMPORTS,
        "a chain broken over lines, with blanks and comments",
        """\
import pkg.core


def show():
    return (
        pkg
        . core  # the core
        .Thing(2)
        .tag
    ), pkg. core .OTHER
""",
    ),
    Form(
        IMPORTS,
        "a chain of which only another name is used",
        "import pkg.core\nimport pkg.home\n\n\ndef show():\n    return pkg.core.OTHER, pkg.home.HOME\n",
    ),
    Form(
        IMPORTS,
        "two imports of one module, one of them a chain",
        """\
import pkg.core
from pkg import core


def show():
    return pkg.core.Thing(1).tag, core.Thing(2).tag, pkg.core is core
""",
    ),
    Form(
        IMPORTS,
        "a chain bound to an alias and to its package",
        """\
import pkg
import pkg.core as mine


def show():
    return mine.Thing(1).tag, pkg.core.Thing.tag, pkg.__name__.isidentifier()
""",
    ),
    Form(
        IMPORTS,
        "one statement for several modules",
        "import os, pkg.core as c, pkg.home, sys\n\n\ndef show():\n    return c.Thing(2).tag, pkg.home.HOME, os.sep\n",
    ),
    Form(
        IMPORTS,
        "one statement for several names, with comments",
        """\
from pkg.core import (  # all of it
    OTHER,
    # the class
    Thing,  # that thing
    run,
)


def show():
    return Thing(2).tag, OTHER, run()
""",
    ),
    Form(
        IMPORTS,
        "names behind a backslash, statements behind semicolons",
        "import os; from pkg.core import OTHER, \\\n    Thing; import sys\n\n\ndef show(): return Thing(2).tag, OTHER, os.sep\n",
    ),
    Form(IMPORTS, "a star without __all__", "from pkg.core import *\n\n\ndef show():\n    return Thing(2).tag, OTHER\n"),
    Form(
        IMPORTS,
        "a star with __all__",
        f"""\
# file: pkg/core.py
__all__ = ["Thing", "run"]
{CORE}# file: user.py
from pkg.core import *


def show():
    return Thing(2).tag, run(), "OTHER" in globals()
""",
    ),
    Form(
        IMPORTS,
        "a star through another module",
        """\
# file: pkg/api.py
from .core import *
# file: user.py
from pkg.api import Thing, OTHER


def show():
    return Thing(2).tag, OTHER
""",
    ),
    Form(
        IMPORTS,
        "a star below a definition of the same name",
        """\
from pkg.core import *


class Thing:
    tag = "mine"


def show():
    return Thing.tag, OTHER
""",
    ),
    Form(
        IMPORTS,
        "an import inside a function",
        "def show():\n    from pkg.core import Thing\n\n    return Thing(2).tag\n",
    ),
    Form(
        IMPORTS,
        "a chain inside a function, another outside",
        """\
import pkg


def show():
    import pkg.core

    return pkg.core.Thing(2).tag, pkg.core.OTHER
""",
    ),
    Form(
        IMPORTS,
        "an import in a class body",
        "class Holder:\n    from pkg.core import Thing\n    made = Thing(3).tag\n\n\ndef show():\n    return Holder.made, Holder().Thing().tag\n",
    ),
    Form(
        IMPORTS,
        "an import that is tried, with None for a fallback",
        "try:\n    from pkg.core import Thing\nexcept ImportError:\n    Thing = None\n\n\ndef show():\n    return Thing and Thing(2).tag\n",
    ),
    Form(
        IMPORTS,
        "an import that is the fallback",
        "try:\n    from nowhere_at_all import Thing\nexcept ImportError:\n    from pkg.core import Thing as Thing\n\n\ndef show():\n    return Thing(2).tag\n",
    ),
    Form(
        IMPORTS,
        "an import under TYPE_CHECKING",
        """\
# file: user.py
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pkg.core import Thing


def use(thing: Thing) -> list[Thing]: ...


def show():
    return "shown"
# file: check.py
import importlib
import typing

import user

print(user.show())
typing.TYPE_CHECKING = True
user = importlib.reload(user)
hints = typing.get_type_hints(user.use)
print(hints["thing"].tag, hints["return"].__args__[0].tag)
typing.TYPE_CHECKING = False
""",
    ),
    Form(
        IMPORTS,
        "an import in the branches of an if",
        """\
import sys

if sys.version_info >= (3, 4):
    from pkg.core import Thing
elif sys.platform:
    from pkg.core import run as Thing
else:
    Thing = None


def show():
    return Thing(2).tag
""",
    ),
    Form(
        IMPORTS,
        "one name from two modules, by branch",
        """\
# file: pkg/fast.py
class Thing:
    tag = "fast"
# file: user.py
import sys

if sys.platform == "none of ours":
    from pkg.fast import Thing
else:
    from pkg.core import Thing


def show():
    return Thing(2).tag
""",
    ),
    Form(
        IMPORTS,
        "an import that is deleted again",
        'from pkg.core import Thing, OTHER\n\nmade = Thing(2)\ndel Thing\n\n\ndef show():\n    return made.tag, OTHER, "Thing" in globals()\n',
    ),
    Form(
        IMPORTS,
        "an import below code",
        'import os\n\nos.environ.setdefault("SITUATION", "1")\n\nfrom pkg.core import Thing  # noqa: E402\n\n\ndef show():\n    return Thing(2).tag\n',
    ),
    Form(
        IMPORTS,
        "an import for its side effect alone",
        """\
# file: user.py
import pkg.core
import pkg.registry


def show():
    return pkg.registry.known
# file: pkg/registry.py
known = []
# file: pkg/core.py
from .registry import known


class Thing:
    tag = "thing"


OTHER = run = None
known.append(Thing.tag)
""",
    ),
    Form(
        EXPORTS,
        "definitions by branch",
        """\
# file: pkg/core.py
import sys

OTHER = "other"
if sys.platform == "none of ours":

    class Thing:
        tag = "theirs"
else:

    class Thing:
        tag = "ours"


def run():
    return Thing.tag
# file: user.py
from pkg.core import Thing, run


def show():
    return Thing.tag, run()
""",
    ),
    Form(
        EXPORTS,
        "a definition for want of an import",
        """\
# file: pkg/core.py
try:
    from nowhere_at_all import Thing
except ImportError:

    class Thing:
        tag = "slow"


OTHER = "other"


def run():
    return Thing.tag
# file: user.py
from pkg.core import Thing, run


def show():
    return Thing.tag, run()
""",
    ),
    Form(
        EXPORTS,
        "a definition that is wrapped anew",
        """\
# file: pkg/core.py
OTHER = "other"


class Thing:
    tag = "plain"


def wrap(cls):
    cls.tag += " wrapped"
    return cls


Thing = wrap(Thing)


def run():
    return Thing.tag
# file: user.py
from pkg.core import Thing, run


def show():
    return Thing.tag, run()
""",
    ),
    Form(
        EXPORTS,
        "a re-export by the package",
        "# file: pkg/__init__.py\nfrom .core import Thing\n# file: user.py\nfrom pkg import Thing\n\n\ndef show():\n    return Thing(2).tag\n",
    ),
    Form(
        EXPORTS,
        "a re-export as X as X",
        """\
# file: pkg/__init__.py
from .core import Thing as Thing, OTHER as OTHER
# file: user.py
import pkg


def show():
    return pkg.Thing(2).tag, pkg.OTHER
""",
    ),
    Form(
        EXPORTS,
        "a re-export under another name, twice handed on",
        """\
# file: pkg/first.py
from .core import Thing as First
# file: pkg/second.py
from .first import First as Second
# file: user.py
from pkg.second import Second


def show():
    return Second(2).tag
""",
    ),
    Form(
        EXPORTS,
        "a re-export by assignment",
        "# file: pkg/api.py\nfrom . import core\n\nThing = core.Thing\n# file: user.py\nfrom pkg.api import Thing\n\n\ndef show():\n    return Thing(2).tag\n",
    ),
    Form(
        EXPORTS,
        "a package with the class's name in __all__",
        """\
# file: pkg/__init__.py
from .core import Thing, run

__all__ = ["Thing", "run"]
# file: user.py
from pkg import *


def show():
    return Thing(2).tag, run()
""",
    ),
    *(
        Form(
            EXPORTS,
            f"__all__ spelled {name}",
            f"""\
# file: pkg/core.py
{CORE}
{spelled}
# file: user.py
from pkg.core import *


def show():
    return [name for name in ("OTHER", "run") if name in globals()], run()
# file: check.py
import importlib

import user

print(user.show())
for name in ("core", "home", "heart", "facade"):
    try:
        exec(f"from pkg.{{name}} import *")
    except ModuleNotFoundError:
        pass
""",
        )
        for name, spelled in (
            ("as a list over lines", '__all__ = [\n    "Thing",  # a thing\n    "run",\n    \'OTHER\',\n]'),
            ("as a tuple", '__all__ = "Thing", "run", "OTHER"'),
            ("with +=", '__all__ = ["run"]\n__all__ += ["Thing", "OTHER"]'),
            ("with extend and append", '__all__ = ["run"]\n__all__.extend(["OTHER"])\n__all__.append("Thing")'),
            ("with an annotation", '__all__: list[str] = ["Thing", "run", "OTHER"]'),
            ("as a sum", '__all__ = ["Thing"] + ["run", "OTHER"]'),
            ("with a method call", '__all__ = "Thing run OTHER".split()'),
            ("from names", "__all__ = [Thing.__name__, run.__name__, 'OTHER']"),
        )
    ),
    Form(
        EXPORTS,
        "__all__ of a package, made of a module's",
        """\
# file: pkg/core.py
__all__ = ["Thing", "run"]
OTHER = "other"


class Thing:
    tag = "thing"


def run(x=1):
    return Thing.tag, x
# file: pkg/api.py
from . import core
from .core import *

__all__ = core.__all__ + ["extra"]
extra = 1
# file: user.py
from pkg.api import *


def show():
    return run(), extra
""",
    ),
    Form(
        EXPORTS,
        "a table of lazy imports",
        """\
# file: pkg/api.py
import importlib

_WHERE = {"Thing": "pkg.core"}


def __getattr__(name):
    if name in _WHERE:
        return getattr(importlib.import_module(_WHERE[name]), name)
    raise AttributeError(name)
# file: user.py
from pkg import api


def show():
    return api.Thing(2).tag
""",
    ),
    Form(
        SCOPES,
        "a comprehension that binds the name",
        "from pkg.core import Thing\n\n\ndef show():\n    return [Thing for Thing in (1, 2)], {Thing: Thing for Thing in [Thing.tag]}, Thing(2).tag\n",
    ),
    Form(
        SCOPES,
        "a comprehension that reads the name",
        "from pkg.core import Thing\n\n\ndef show():\n    return [Thing(x).x for x in range(2) if Thing.tag], list(y.tag for y in [Thing])\n",
    ),
    Form(
        SCOPES,
        "a class body that binds the name it reads",
        """\
from pkg.core import Thing


class Holder:
    Thing = Thing
    made = Thing(3).x

    def read(self):
        return Thing.tag, self.Thing.tag


def show():
    return Holder.made, Holder().read(), Holder.Thing.tag
""",
    ),
    Form(
        SCOPES,
        "a global statement",
        """\
from pkg.core import Thing

counted = 0


def replace():
    global Thing, counted
    counted += 1
    Thing = type("Thing", (Thing,), {"tag": "replaced"})


def show():
    replace()
    return Thing(2).tag, counted
""",
    ),
    Form(
        SCOPES,
        "a nonlocal statement",
        """\
from pkg.core import Thing


def show():
    Thing = "local"

    def inner():
        nonlocal Thing
        Thing += "!"
        return Thing

    return inner(), outer()


def outer():
    return Thing(2).tag
""",
    ),
    Form(
        SCOPES,
        "a global in the defining module",
        """\
# file: pkg/core.py
OTHER = "other"


class Thing:
    tag = "thing"


def run():
    return Thing.tag


def replace(new):
    global Thing
    old, Thing = Thing, new
    return old.tag
# file: user.py
from pkg import core


class Mine:
    tag = "mine"


def show():
    return core.replace(Mine), core.run(), core.Thing.tag
""",
        facade=False,
    ),
    Form(
        SCOPES,
        "a walrus",
        "from pkg.core import Thing\n\n\ndef show():\n    if (made := Thing(2)).tag:\n        return made.tag, local()\n\n\ndef local():\n    return [Thing for x in (1, 2) if (Thing := x)]\n",
    ),
    Form(
        SCOPES,
        "a match capture and a class pattern",
        """\
from pkg.core import Thing


def look(it):
    match it:
        case Thing(x=2) as found:
            return found.tag
        case {"Thing": value}:
            return value
    return None


def capture(it):
    match it:
        case [Thing, *rest]:
            return Thing, rest
        case {"a": 1, **Thing}:
            return Thing
    return None


def show():
    return look(Thing(2)), look({"Thing": 5}), capture([1, 2]), capture({"a": 1, "b": 2})
""",
    ),
    Form(
        SCOPES,
        "type parameters",
        "from pkg.core import Thing\n\n\ndef first[Thing](x: Thing) -> Thing:\n    return x\n\n\ntype Many = list[Thing]\n\n\nclass Box[T: Thing]:\n    kind = Thing.tag\n\n\ndef show():\n    return first(1), Many.__value__.__args__[0].tag, Box.kind\n",
        (3, 12),
    ),
    Form(
        SCOPES,
        "parameters, keyword arguments and attributes of the name",
        """\
from types import SimpleNamespace

from pkg.core import Thing


def take(Thing=1, *, core=2):
    return Thing, core


def make(cls=Thing, size=Thing(4).x):
    return cls.tag, size


def show():
    holder = SimpleNamespace(Thing=3, core=4)
    return take(Thing=5, core=6), holder.Thing, holder.core, make(), (lambda Thing: Thing)(7), (lambda t=Thing: t.tag)()
""",
    ),
    Form(
        SCOPES,
        "locals bound by for, with, except, del and import",
        """\
import contextlib

from pkg.core import Thing


def loops():
    for Thing in (1, 2):
        pass
    return Thing


def opens():
    with contextlib.nullcontext(3) as Thing:
        return Thing


def fails():
    try:
        raise ValueError("four")
    except ValueError as Thing:
        return str(Thing)


def takes():
    from os import sep as Thing

    return Thing


def show():
    return loops(), opens(), fails(), takes(), Thing(2).tag
""",
    ),
    Form(
        SCOPES,
        "a local module of the name of the module",
        """\
from pkg.core import Thing


def show():
    core = {"Thing": 1}
    return core["Thing"], Thing(2).tag, [core for core in "c"]
""",
    ),
    Form(
        SCOPES,
        "decorators, bases, defaults and f-strings",
        """\
from pkg.core import Thing


def with_tag(cls):
    return lambda function: (lambda: (cls.tag, function()))


class Sub(Thing, metaclass=type(Thing)):
    tag = f"sub {Thing.tag!r:>{len(Thing.tag)}} {f'{Thing(9).x}'}"


@with_tag(Thing)
def made(default=Thing(5)):
    return default.x


def show():
    return Sub(2).tag, made(), isinstance(Sub(), (Thing, int)), super(Sub, Sub(3)).tag
""",
    ),
    Form(
        SCOPES,
        "a module and a name of one name",
        """\
# file: pkg/__init__.py
from .thing import thing
# file: pkg/thing.py
from .core import Thing


def thing():
    return Thing(2).tag
# file: user.py
import pkg


def show():
    return pkg.thing()
""",
    ),
    Form(
        SCOPES,
        "a class nested in another, and a method, of the name",
        """\
from pkg import core


class Outer:
    class Thing:
        tag = "inner"

    def core(self):
        return core.Thing(2).tag

    def Renamed(self):
        return self.Thing.tag


def show():
    return Outer.Thing.tag, Outer().core(), Outer().Renamed()
""",
    ),
    Form(
        SCOPES,
        "the new names in use for something else in the file",
        """\
from pkg.core import Thing

Renamed = "a global"
heart = home = "others"


def show():
    facade = 1
    return Thing(2).tag, Renamed, heart, home, facade
""",
    ),
    Form(
        SCOPES,
        "a local of the new name where the old one is read",
        """\
from pkg.core import Thing


def show():
    Renamed = heart = home = "local"
    return Thing(2).tag, Renamed, heart, home
""",
    ),
    Form(
        STRINGS,
        "string annotations",
        """\
# file: user.py
import typing
from typing import Optional

from pkg import core
from pkg.core import Thing


def use(a: "Thing", b: "Optional[core.Thing]", c: "list[Thing] | None" = None) -> "dict[str, Thing]": ...


class Holder:
    thing: "Thing"
    other: "typing.ClassVar[core.Thing]"


word: typing.Literal["Thing"] = "Thing"


def show():
    return "shown"
# file: check.py
import typing

import user


def tags(hint):
    return hint.tag if hasattr(hint, "tag") else [tags(part) for part in typing.get_args(hint)]


print([tags(hint) for hint in typing.get_type_hints(user.use).values()])
print([tags(hint) for hint in typing.get_type_hints(user.Holder).values()], user.word)
""",
    ),
    Form(
        STRINGS,
        "annotations under the future import",
        """\
# file: user.py
from __future__ import annotations

from pkg.core import Thing


def use(a: Thing, b: list[Thing] = ()) -> Thing | None: ...


def show():
    return "shown"
# file: check.py
import typing

import user

print(typing.get_type_hints(user.use)["a"].tag)
""",
    ),
    Form(
        STRINGS,
        "strings given to cast and TypeVar",
        """\
from typing import TypeVar, cast

from pkg.core import Thing

T = TypeVar("T", bound="Thing")


def show():
    return cast("Thing", Thing(2)).tag, cast("list[Thing]", []), T.__bound__._evaluate(globals(), {}, frozenset()).tag
""",
    ),
    Form(
        STRINGS,
        "a dotted string that is loaded",
        """\
import pkgutil

import pkg.core

PATH = "pkg.core.Thing"


def show():
    return pkgutil.resolve_name(PATH)(2).tag, pkgutil.resolve_name("pkg.core:Thing").tag, "core" in "the core", "Thing"
""",
    ),
    Form(
        STRINGS,
        "a module loaded by its name",
        """\
from importlib import import_module


def show():
    return import_module("pkg.core").OTHER, __import__("pkg.core").__name__.isidentifier()
""",
    ),
    Form(
        STRINGS,
        "a module loaded by a relative name",
        'from importlib import import_module\n\n\ndef show():\n    return import_module(".core", "pkg").OTHER, import_module(".home", package="pkg").HOME\n',
    ),
    Form(
        STRINGS,
        "an attribute of a module loaded by its name",
        'from importlib import import_module\n\n\ndef show():\n    return import_module("pkg.core").Thing(2).tag\n',
    ),
    Form(
        STRINGS,
        "getattr and setattr with a string",
        """\
from pkg import core


def show():
    old = getattr(core, "Thing")
    setattr(core, "Thing", type("T", (), {"tag": "patched", "__init__": lambda self, x: None}))
    try:
        return old.tag, core.Thing(1).tag, hasattr(core, "OTHER")
    finally:
        setattr(core, "Thing", old)
""",
    ),
    Form(
        STRINGS,
        "a patch where the name is defined",
        """\
from unittest import mock

from pkg import core


def show():
    with mock.patch("pkg.core.Thing", **{"return_value.tag": "patched"}):
        return core.run()[0]
""",
    ),
    Form(
        STRINGS,
        "a patch where the name is used",
        """\
# file: pkg/user.py
from .core import Thing


def made():
    return Thing(2).tag
# file: user.py
from unittest import mock

from pkg.user import made


def show():
    with mock.patch("pkg.user.Thing", **{"return_value.tag": "patched"}):
        return made()
""",
    ),
    Form(
        STRINGS,
        "an attribute of a patched object",
        """\
from unittest import mock

from pkg import core


def show():
    with mock.patch.object(core, "OTHER", "patched"), mock.patch("pkg.core.Thing.tag", "new"):
        return core.OTHER, core.Thing.tag
""",
    ),
    Form(
        STRINGS,
        "documents and entry points",
        """\
# layout: {also = ["docs/*.md", "*.toml", "*.cfg"]}
# file: docs/user.md
`pkg.core.Thing` and :class:`pkg.core.Thing` of pkg.core are no Thing of mypkg.core.Thing.

```python
from pkg.core import Thing

print(Thing(2).tag)
```
# file: pkg.toml
[project.scripts]
thing = "pkg.core:Thing"
# file: user.py
import pkgutil
import re
import tomllib
from pathlib import Path

HERE = Path(__file__).parent


def show():
    entry = tomllib.loads((HERE / "pkg.toml").read_text())["project"]["scripts"]["thing"]
    text = (HERE / "docs/user.md").read_text()
    named = re.findall(r"`([\\w.]+)`", text)
    space = {}
    exec(re.search(r"```python\\n(.*)```", text, re.S)[1], space)
    return pkgutil.resolve_name(entry).tag, [pkgutil.resolve_name(name).tag for name in named], "no Thing of" in text
""",
    ),
    Form(
        STRINGS,
        "comments and docstrings",
        """\
\"\"\"Shows `pkg.core.Thing`, and nothing else of pkg.core.\"\"\"
# See pkg.core.Thing; the Thing itself is no matter.
from pkg.core import Thing


def show():
    \"\"\"As :class:`pkg.core.Thing` does.\"\"\"
    return Thing(2).tag
""",
    ),
    Form(
        STRINGS,
        "a string that may be the name",
        'import pkg.core\n\nWHERE = "pkg.core"\nWHAT = "Thing"\n\n\ndef show():\n    import sys\n\n    return getattr(sys.modules[WHERE], WHAT)(2).tag\n',
    ),
    Form(
        STRINGS,
        "a word of prose that is the name",
        'from pkg.core import OTHER\n\n\ndef show():\n    return "Thing", "core", "a Thing of the core", OTHER, {"Thing": 1, "pkg": 2}\n',
    ),
    Form(
        LAYOUTS,
        "a namespace package",
        """\
# layout: {source = ["."]}
# file: pkg/__init__.py
(none)
# file: user.py
from pkg.core import Thing
from pkg.part.user import tag


def show():
    return Thing(2).tag, tag()
# file: pkg/part/user.py
from ..core import Thing


def tag():
    return Thing.tag
""",
    ),
    Form(
        LAYOUTS,
        "a src layout",
        f"""\
# layout: {{source = ["src"]}}
# file: src/pkg/__init__.py
from .core import Thing
# file: src/pkg/core.py
{CORE}# file: src/pkg/home.py
HOME = "home"
# file: src/user.py
from pkg.core import Thing
# file: scripts/user_script.py
from pkg import Thing as Short
from pkg.core import Thing


def show():
    return Thing(2).tag, Short.tag
# file: check.py
import user_script

print(user_script.show())
""",
    ),
    Form(
        LAYOUTS,
        "several import roots",
        f"""\
# layout: {{source = ["lib", "apps"]}}
# file: lib/pkg/__init__.py
# file: lib/pkg/core.py
{CORE}# file: lib/pkg/home.py
HOME = "home"
# file: apps/user.py
import core
from pkg.core import Thing


def show():
    return Thing(2).tag, core.Thing
# file: apps/core.py
Thing = "of another root"
""",
    ),
    Form(
        LAYOUTS,
        "tests that import by their folder",
        """\
# file: tests/support_user.py
from pkg.core import Thing

made = Thing(2)
# file: tests/test_user.py
from support_user import Thing, made


def test_it():
    assert isinstance(made, Thing)


def show():
    test_it()
    return made.tag
# file: check.py
import test_user

print(test_user.show())
""",
    ),
    Form(
        LAYOUTS,
        "tests in a package",
        """\
# file: pkg/tests/__init__.py
# file: pkg/tests/test_user.py
from ..core import Thing
from . import test_user as me


def show():
    return Thing(2).tag, me.__name__.rpartition(".")[2]
# file: user.py
from pkg.tests.test_user import show
""",
    ),
    Form(
        LAYOUTS,
        "a stub beside the module",
        """\
# file: pkg/core.pyi
OTHER: str

class Thing:
    tag: str
    def __init__(self, x: int = ...) -> None: ...

def run(x: int = ...) -> tuple[str, int]: ...
def other(thing: Thing) -> Thing: ...
# file: user.py
from pkg.core import Thing


def show():
    return Thing(2).tag
""",
    ),
    Form(
        LAYOUTS,
        "a stub that imports the name",
        """\
# file: pkg/user.py
from .core import Thing


def made(x=1):
    return Thing(x)
# file: pkg/user.pyi
from .core import Thing

def made(x: int = ...) -> Thing: ...
# file: user.py
from pkg.user import made


def show():
    return made(2).tag
""",
    ),
    Form(
        LAYOUTS,
        "a conftest",
        """\
# file: pkg/conftest.py
from pkg.core import Thing


def made():
    return Thing(2)
# file: user.py
from pkg.conftest import made


def show():
    return made().tag
""",
    ),
    Form(
        LAYOUTS,
        "a __main__ module",
        """\
# file: pkg/__main__.py
from .core import Thing

if __name__ == "__main__":
    print(Thing(2).tag)
# file: user.py
import contextlib
import io
import runpy


def show():
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        runpy.run_module("pkg", run_name="__main__")
    return out.getvalue()
""",
    ),
    Form(
        LAYOUTS,
        "an if __name__ block in the module",
        f"""\
# file: pkg/core.py
{CORE}

if __name__ == "__main__":
    print(Thing(7).x, run())
# file: user.py
from pkg.core import Thing


def show():
    return Thing(2).tag
""",
    ),
    Form(
        LAYOUTS,
        "an if __name__ block of an importer",
        """\
# file: user.py
if __name__ == "__main__":
    from pkg.core import Thing

    print(Thing(7).x)


def show():
    return 1
# file: check.py
import runpy

runpy.run_module("user", run_name="__main__")
""",
    ),
    Form(
        LAYOUTS,
        "two modules that import each other",
        """\
# file: pkg/core.py
from . import user

OTHER = "other"


class Thing:
    tag = "thing"

    def __init__(self, x=1):
        self.x = x


def run():
    return user.made()
# file: pkg/user.py
from . import core


def made():
    return core.Thing(2).tag
# file: user.py
import pkg.core


def show():
    return pkg.core.run()
""",
        facade=False,
    ),
    Form(
        LAYOUTS,
        "a module of the name in a nested package",
        """\
# file: pkg/inner/__init__.py
# file: pkg/inner/core.py
class Thing:
    tag = "inner"
# file: pkg/inner/user.py
from . import core
from .core import Thing


def tags():
    return core.Thing.tag, Thing.tag
# file: user.py
from pkg.core import Thing
from pkg.inner.user import tags


def show():
    return Thing(2).tag, tags()
""",
    ),
)
