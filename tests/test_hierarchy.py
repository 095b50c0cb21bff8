"""What the hierarchy says of classes: bases, order, families of a member, and every use of it with its evidence."""

from __future__ import annotations

import tempfile
import threading
import unittest
from collections import OrderedDict
from pathlib import Path, PurePosixPath

import pytest
from codemod_cases import write_tree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migrate import codemods
from migrate.references.index import Index
from migrate.references.members.classes import Class
from migrate.references.members.hierarchy import Hierarchy
from migrate.references.members.outside import OutsideClasses
from migrate.workspace import Workspace


def hierarchy(folder: Path, files: dict[str, str]) -> Hierarchy:
    return Hierarchy(Index(write_tree({PurePosixPath(name): text.encode() for name, text in files.items()}, folder)))


def names(classes: object) -> list[str]:
    return [item.dotted if isinstance(item, Class) else f"? {item.dotted}" for item in classes]  # type: ignore[attr-defined]


TREE = {
    "pkg/__init__.py": "from .base import Base as Root\n",
    "pkg/base.py": "class Base:\n    def run(self): ...\n\n\nclass Other(Base): pass\n\n\nAlias = Base\n",
    "pkg/more.py": "import pkg.base as b\nfrom pkg import Root\n\n\nclass A(Root): pass\n\n\nclass B(b.Alias): pass\n\n\n"
    "class C(A, B): pass\n",
    "pkg/stars.py": "from pkg.base import *\n\n\nclass D(Other): pass\n\n\ndef f():\n    class E(D): pass\n    return E\n",
    "pkg/broken.py": "class F(Base:\n",
    "pkg/aside.py": "class Base:\n    def run(self): ...\n\n\nclass G(Base): pass\n",
}


def test_subclasses_are_found_through_reexports_aliases_stars_and_in_functions(tmp_path: Path) -> None:
    tree = hierarchy(tmp_path, TREE)
    base = tree.find("pkg.base.Base")
    assert base is not None
    assert sorted(names(tree.descendants(base))) == [
        "pkg.base.Other", "pkg.more.A", "pkg.more.B", "pkg.more.C", "pkg.stars.D", "pkg.stars.f.<locals>.E",
    ]  # fmt: skip
    assert tree.find("pkg.Root") is base
    assert tree.find("pkg.base.Alias") is base
    assert tree.index.unread.keys() == {PurePosixPath("pkg/broken.py")}


def test_the_order_is_that_of_python(tmp_path: Path) -> None:
    code = "class O: pass\nclass A(O): pass\nclass B(O): pass\nclass C(O): pass\nclass D(B, A): pass\nclass E(C, A): pass\n"
    code += "class F(D, E): pass\nclass X(F, dict): pass\n"
    tree = hierarchy(tmp_path, {"a.py": code})
    namespace: dict[str, type] = {}
    exec(code, namespace)
    for name in "OABCDEFX":
        cls = tree.find(f"a.{name}")
        assert cls is not None
        assert [item.name if isinstance(item, Class) else item.dotted.rpartition(".")[2] for item in tree.mro(cls)] == [
            item.__name__ for item in namespace[name].__mro__[:-1]
        ]


@pytest.mark.parametrize(
    "code",
    [
        "class A(A): pass",
        "class A(B): pass\nclass B(A): pass",
        "class O: pass\nclass P(O): pass\nclass A(O, P): pass",
        "from a import A as B\nclass A(B): pass",
        "A = A\nclass B(A): pass\nclass A(B): pass",
        "class A(A.B):\n    class B(A): pass",
        "class A((lambda: A)()): pass",
    ],
)
def test_impossible_classes_do_no_harm(tmp_path: Path, code: str) -> None:
    tree = hierarchy(tmp_path, {"a.py": code + "\nA().x\n"})
    cls = tree.find("a.A")
    if cls is not None:
        assert cls in tree.mro(cls)
        tree.descendants(cls)
        list(tree.uses(tree.family(cls, "x")))


FAMILY = """\
from somewhere import Foreign
import threading
class Base:
    def run(self): ...
class Child(Base): pass
class Mixin:
    def go(self): return self.run()
class Asks(Mixin, Child): pass
class Root:
    def run(self): ...
class Both(Child, Root): pass
class Apart:
    def run(self): ...
class Thread(threading.Thread): pass
class Far(Foreign, Root): pass
"""


def test_a_family_is_whoever_shares_the_member_up_and_down(tmp_path: Path) -> None:
    tree = hierarchy(tmp_path, {"a.py": FAMILY})
    child = tree.find("a.Child")
    assert child is not None
    family = tree.family(child, "run")
    assert sorted(cls.name for cls in family.classes) == ["Asks", "Base", "Both", "Child", "Far", "Mixin", "Root"]
    assert names(family.definers) == ["a.Base", "a.Root"]
    assert names(family.asking) == ["a.Mixin"]
    assert [(cls.name, base.dotted) for cls, base in family.outside] == [("Far", "somewhere.Foreign")]
    thread = tree.find("a.Thread")
    assert thread is not None
    assert [base.dotted for _, base in tree.family(thread, "run").outside] == ["threading.Thread"]
    assert tree.family(thread, "walk").outside == ()


@pytest.mark.parametrize(
    ("dotted", "real"),
    [
        ("threading.Thread", threading.Thread),
        ("unittest.TestCase", unittest.TestCase),
        ("collections.OrderedDict", OrderedDict),
        ("builtins.dict", dict),
        ("builtins.ValueError", ValueError),
    ],
)
def test_the_standard_library_is_known_by_its_source(dotted: str, real: type) -> None:
    known = OutsideClasses().members(dotted)
    assert known is not None
    assert {name for name in dir(real) if not name.startswith("__")} <= known


def test_what_is_not_known_of_outside_is_not_guessed() -> None:
    outside = OutsideClasses()
    assert outside.members("somewhere.Thing") is None
    assert outside.members("threading.Nothing") is None
    assert outside.members("") is None


CLASSES = """\
from __future__ import annotations
import contextlib, dataclasses
from typing import Optional, Union, Iterator, Generic, TypeVar, Annotated, Self, Type

T = TypeVar("T")
class K:
    twin: K
    def old(self): ...
    def me(self): return self
    def also(self) -> Self: ...
    @classmethod
    def make(cls): return cls()
    @property
    def other(self) -> Other: ...
    @property
    def next(self): return K()
    @property
    def both(self): return K()
    @both.setter
    def both(self, value): ...
    def __enter__(self): return self
    def __exit__(self, *a): ...
class Sub(K):
    def me(self): return self
class Other:
    def old(self): ...
    def __init__(self, k: K, x):
        self.k, self.x, self.one = k, x, K()
        self.some = None
        self.some = Sub()
class Box(Generic[T]):
    def get(self) -> T: ...
class Odd:
    def __getattr__(self, name): ...
class Sly:
    def __new__(cls): return K()
def make() -> K: ...
def plain(): return Sub()
def mixed(flag): return K() if flag else Other(K(), 1)
async def later() -> K: ...
@contextlib.contextmanager
def managed() -> Iterator[K]: ...
def many() -> Iterator[K]: ...
@some
def decorated(): return K()
Alias = Union[K, Sub]
k = K()
k2: K
nothing = None
"""
EXPRESSIONS = {
    "K().old": "resolved", "Sub().old": "resolved", "Other(k, 1).old": "other", "Odd().old": "unknown",
    "K().me().old": "resolved", "K().also().old": "resolved", "Sub.make().old": "resolved", "K().next.old": "resolved",
    "K().other.old": "other", "K().twin.twin.old": "resolved", "make().old": "resolved", "plain().old": "resolved",
    "mixed(1).old": "unknown", "decorated().old": "unknown", "Box().get().old": "unknown", "k.old": "resolved",
    "k2.old": "resolved", "K.old": "resolved", "Other.old": "other", "k.old()": "resolved", "(k or Sub()).old": "resolved",
    "(k if u else u).old": "unknown", "[k][0].old": "resolved", "[k, 1][0].old": "unknown", "{'a': k}['a'].old": "resolved",
    "{'a': k}.get('a').old": "resolved", "list(many())[0].old": "resolved", "next(iter([k])).old": "resolved",
    "[x.old for x in many()]": "resolved", "{x: x.old for x in (u,)}": "unknown", "(lambda k: k.old)": "unknown",
    "type(k).old": "resolved", "type(k)().old": "resolved", "Other(k, 1).k.old": "resolved", "Other(k, 1).x.old": "unknown",
    "Other(k, 1).one.old": "resolved", "Other(k, 1).some.old": "resolved", "u.old": "unknown", "''.old": "other",
    "f'{k.old}'": "resolved", "print.old": "other", "len('').old": "other", "u().old": "unknown", "(x := k).old": "resolved",
    "k.__class__.old": "resolved", "super.old": "other", "getattr(k, 'old')": "resolved", "getattr(u, 'old')": "unknown",
    "nothing.old": "unknown", "(await later()).old": "resolved", "later().old": "other",
    "[y.old for y in sorted([Sub()])]": "resolved", "[z.old for _, z in enumerate(many())]": "resolved",
    "[z.old for _, z in {1: k}.items()]": "resolved", "[p.old for p, q in zip(many(), [1])]": "resolved",
    "globals()['k'].old": "unknown", "Sly().old": "unknown", "decorated.old": "unknown", "plain.old": "other", "K().both.old": "resolved",
    "isinstance(u, K) and u.old": "resolved", "(u.old if isinstance(u, Sub) else 1)": "resolved",
    "dataclasses.replace(k).old": "unknown", "open('').old": "other",
}  # fmt: skip
PARAMETERS = {
    "K": "resolved", "'K'": "resolved", "Optional[K]": "resolved", "K | None": "resolved", "Union[K, Sub, None]": "resolved",
    "'Optional[Sub]'": "resolved", "Annotated[K, 1]": "resolved", "Type[K]": "resolved", "type[K]": "resolved",
    "Alias": "resolved", "Other": "other", "int": "other", "list[K]": "other", "K | Other": "unknown", "T": "unknown",
    "object": "unknown", "'Any'": "unknown", "Unknown": "unknown", "'K[': ": "unknown", "Odd": "unknown",
}  # fmt: skip


@pytest.mark.parametrize(("code", "expected"), EXPRESSIONS.items())
def test_a_receiver_is_what_its_expression_says(tmp_path: Path, code: str, expected: str) -> None:
    tree = hierarchy(tmp_path, {"a.py": f"{CLASSES}\nasync def f(u):\n    {code}\n"})
    cls = tree.find("a.K")
    assert cls is not None
    assert [use.evidence for use in tree.uses(tree.family(cls, "old"))] == [expected]


@pytest.mark.parametrize(("annotation", "expected"), PARAMETERS.items())
def test_a_receiver_is_what_its_annotation_says(tmp_path: Path, annotation: str, expected: str) -> None:
    annotation = annotation.removesuffix(": ")
    tree = hierarchy(tmp_path, {"a.py": f"{CLASSES}\ndef f(u: {annotation}):\n    u.old\n"})
    cls = tree.find("a.K")
    assert cls is not None
    assert [use.evidence for use in tree.uses(tree.family(cls, "old"))] == [expected]


FLOW = """\
def f(q, flag):
    x = q
    if flag:
        x = K()
        x.old  # resolved
    x.old  # unknown
    x = Other(q, 1)
    x.old  # other
    for x in [K()]:
        x.old  # resolved
    while flag:
        x.old  # unknown
        x = K()
        x.old  # resolved
    try:
        x = K()
        x.old  # resolved
    except ValueError:
        x.old  # unknown
    with managed() as x:
        x.old  # resolved
    with q as x, K() as y:
        x.old, y.old  # unknown resolved
    x = K()
    later = lambda: x.old  # unknown
    if isinstance(q, K):
        q.old  # resolved
        q = later
        q.old  # other
    if not isinstance(flag, Sub):
        return flag.old  # unknown
    flag.old  # resolved
    match q:
        case K() as m:
            m.old  # resolved
    global k
    try: pass
    except K as error: error.old  # resolved
    except (Other, ValueError) as error: error.old  # other
    except OSError as error:
        error = later(error)
        error.old  # unknown
"""


def test_flow_counts_only_where_it_is_certain(tmp_path: Path) -> None:
    code = CLASSES + FLOW
    tree = hierarchy(tmp_path, {"a.py": code})
    cls = tree.find("a.K")
    assert cls is not None
    expected = {
        number: line.split("#")[1].split()
        for number, line in enumerate(code.splitlines(), 1)
        if ".old" in line and "#" in line
    }
    found: dict[int, list[str]] = {}
    for use in tree.uses(tree.family(cls, "old")):
        found.setdefault(use.line, []).append(use.evidence)
    assert found == expected


def test_uses_enclose_the_name_whatever_the_bytes(tmp_path: Path) -> None:
    code = (
        'class K:\r\n\tdef größe(self): return f"{self . größe} größe"\r\nK() . \\\r\n größe; getattr(K, "größe")\r\n'
    )
    for number, data in enumerate(
        (code.encode(), b"\xef\xbb\xbf" + code.encode(), f"# coding: latin-1\r\n{code}".encode("latin-1"))
    ):
        folder = tmp_path / str(number)
        tree = Hierarchy(Index(write_tree({PurePosixPath("a.py"): data}, folder)))
        cls = tree.find("a.K")
        assert cls is not None
        uses = list(tree.uses(tree.family(cls, "größe")))
        assert [use.evidence for use in uses] == ["resolved"] * 3
        name = "größe".encode("latin-1" if b"latin" in data else "utf-8")
        assert {data[use.start : use.end] for use in uses} == {name}


STATEMENTS = [
    "x = {e}", "for x in {e}: x.old", "with {e} as x: x.old", "def g(x={e}): return x.old", "x: K = {e}", "x.old", "del x",
    "x, y = {e}, {e}", "[x.old for x in {e}]", "class L(K):\n        old = {e}", "import a as x", "global x", "x.old = {e}",
]  # fmt: skip
ATOMS = ["K()", "x", "y", "K", "g()", "[K()]", "x.me()", "None", "x.old", "L()", "super()", "(yield)"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(STATEMENTS), st.sampled_from(ATOMS)), max_size=7))
def test_no_code_makes_it_raise_and_every_place_is_the_name(tmp_path: Path, parts: list[tuple[str, str]]) -> None:
    body = "".join(f"    {statement.format(e=atom)}\n" for statement, atom in parts)
    code = f"class K:\n    def old(self): ...\n    def me(self): return self\ndef f():\n    pass\n{body}"
    tree = hierarchy(tmp_path, {"a.py": code})
    cls = tree.find("a.K")
    if cls is not None:
        for use in tree.uses(tree.family(cls, "old")):
            assert code.encode()[use.start : use.end] == b"old"


MEMBERS = {
    "method": "    def {old}(self): return self\n",
    "class method": "    @classmethod\n    def {old}(cls): return cls\n",
    "property": "    @property\n    def {old}(self): return self\n\n    @{old}.setter\n    def {old}(self, x): ...\n",
    "value": "    {old} = 1; twice = {old} * 2\n",
    "attribute": "    def __init__(self):\n        self.{old}: K = self; self . {old} = self\n",
    "field": "    {old}: int = 1\n",
}
USES = [
    "from pkg.core import K\nK().{old}; K . {old}  # {old}",
    "import pkg.core as c\n\n\ndef f(x: c.K, y, {old}=1):\n    return [z.{old} for z in (x, x)], f'{x.{old}} {old}', {old}",
    "from pkg.core import K as L\n\n\nclass Sub(L):\n\t{old} = 3\n\tdef g(self): return super().{old}, self.{old}",
    "class Apart:\n    def {old}(self): return self.{old}\n\n\nApart().{old}",
    "from pkg.core import K\ngetattr(K, '{old}'), {{'{old}': 1}}, 'pkg.core.K.{old}'",
    "from pkg.core import K\nK({old}=1)",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(MEMBERS)),
    st.lists(st.sampled_from(USES), max_size=5),
    st.sampled_from(["run", "größe", "x1"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
)
def test_a_member_renamed_there_and_back_leaves_every_byte_as_it_was(
    kind: str, uses: list[str], old: str, line: str, head: str
) -> None:
    files = {"pkg/__init__.py": "", "pkg/core.py": f"import dataclasses\n\n\nclass K:\n{MEMBERS[kind]}"}
    if kind == "field":
        files["pkg/core.py"] = files["pkg/core.py"].replace("class K", "@dataclasses.dataclass\nclass K")
    files |= {f"pkg/use{number}.py": text for number, text in enumerate(uses)}
    ready = {
        PurePosixPath(name): (
            head + text.replace("{{", "{").replace("}}", "}").replace("{old}", old).replace("\n", line)
        ).encode()
        for name, text in files.items()
    }
    with tempfile.TemporaryDirectory() as folder:
        write_tree(ready, Path(folder))
        there = codemods.make("rename", {"rename": {f"pkg.core.K.{old}": "brand_new"}, "unproven": "leave"})
        middle = Workspace(Path(folder)).with_changes(there.run(Workspace(Path(folder))).changes)
        assert {path: middle.read(path) for path in middle.files} != ready
        back = codemods.make("rename", {"rename": {"pkg.core.K.brand_new": old}, "unproven": "leave"}).run(middle)
        assert back.refusals == ()
        after = middle.with_changes(back.changes)
        assert {path: after.read(path) for path in after.files} == ready
