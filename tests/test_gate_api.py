"""What the check `api` makes of two sources, told by the source alone: no interpreter is asked here."""

# ruff: noqa: E501, a case is one line: the source before, the source after, what is said

from __future__ import annotations

from pathlib import Path

import pytest
from gated import Project, red

from migrate import codemods, plan
from migrate.gate import CHECKS
from migrate.gate.moved import Moved
from migrate.model import Move, Redefinition, Removal
from migrate.plan import GateTable
from migrate.python.parameters import accepts
from migrate.workspace import Workspace

CASES: dict[str, tuple[str, str, str]] = {
    # what it shows: (before, after, what the red verdict names; empty: green)
    "an alias that goes": ("def f(): ...\ng = f", "def f(): ...", "pkg.m.g is lost"),
    "an alias instead of the thing": ("def f(a): ...", "def h(a): ...\nf = h", ""),
    "an alias of less": ("def f(a): ...", "def h(): ...\nf = h", "pkg.m.f: takes no a any more"),
    "a function that becomes a value": ("def f(a): ...", "f = 3", "pkg.m.f is no function any more"),
    "a function that becomes whatever a call gives": ("def f(a): ...", "f = make()", ""),
    "a class that becomes a function": ("class C: ...", "def C(): ...", "pkg.m.C is no class any more"),
    "a value that changes": ("X = 1", "X = 'b'", ""),
    "a private name": ("def _f(): ...", "", ""),
    "an incidental import": ("import json\nfrom os import path\nfrom pkg.other import o\ndef f(): ...", "def f(): ...", ""),
    "an import meant to be seen": ("from pkg.other import o as o\ndef f(): ...", "def f(): ...", "pkg.m.o is lost"),
    "a facade's import": ("from pkg.other import o", "", "pkg.m.o is lost"),
    "a name behind a star": ("from pkg.other import *", "", "pkg.m.o is lost"),
    "a star instead of a name": ("from pkg.other import o", "from pkg.other import *", ""),
    "a name in __all__": ("__all__ = ['_x']\n_x = 1\ny = 2", "__all__ = []\ny = 2", "pkg.m._x is lost"),
    "a name not in __all__": ("__all__ = ['x']\nx = 1\ny = 2", "__all__ = ['x']\nx = 1", ""),
    "an __all__ that grows": ("__all__ = ['x']\n__all__ += ['y']\nx = y = 1", "__all__ = ['x']\nx = y = 1", "no longer in `__all__`"),
    "an __all__ that is computed": ("import pkg.other as q\n__all__ = ['x'] + q.names\nx = 1\ndef f(): ...", "x = 1\ndef f(): ...", ""),
    "one of two definitions": ("try:\n    import a\n    def f(x): ...\nexcept ImportError:\n    def f(): ...", "def f(): ...", ""),
    "both definitions": ("if X:\n    def f(x): ...\nelse:\n    f = None", "", "pkg.m.f is lost"),
    "a name for type checkers": ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    class T: ...", "", ""),
    "names of loops and withs": ("for i in (): ...\nwith a() as (b, c): ...\nwhile (d := 0): ...", "b = c = d = i = 0", ""),
    "a name of a match": ("match x:\n    case [a, *b]: ...\n    case {**c}: ...\n    case int() as d: ...", "a = b = c = d = 1", ""),
    "a global of a function": ("def f():\n    global g\n    g = 1", "def f(): ...", ""),
    "a deleted name": ("def f(): ...\ndel f", "", ""),
    "overloads": ("from typing import overload\n@overload\ndef f(a: int): ...\n@overload\ndef f(a: str): ...\ndef f(a, b=1): ...",
                  "def f(a, b=1): ...", ""),
    "a decorator that is seen through": ("from functools import cache\n@cache\ndef f(a): ...", "def f(): ...", "takes no a"),
    "a decorator that is not": ("@app.route('/')\ndef f(a): ...", "@app.get\ndef f(): ...", ""),
    "a decorator that stays": ("@app.route('/')\ndef f(a): ...", "@app.route('/')\ndef f(): ...", "takes no a any more"),
    "a static method": ("class C:\n    @staticmethod\n    def f(a): ...", "class C:\n    def f(self, a): ...", "was a static method"),
    "a class method for a static one": ("class C:\n    @staticmethod\n    def f(a): ...", "class C:\n    @classmethod\n    def f(cls, a): ...", ""),
    "an inherited method": ("class B:\n    def f(self): ...\nclass C(B): ...", "class B: ...\nclass C(B): ...", "pkg.m.C.f is lost"),
    "a method moved up": ("class C:\n    def f(self): ...", "class _B:\n    def f(self): ...\nclass C(_B): ...", ""),
    "a method behind an unknown base": ("class C:\n    def f(self): ...", "import x\nclass C(x.B): ...", ""),
    "a method beside the same unknown base": ("import x\nclass C(x.B):\n    def f(self): ...", "import x\nclass C(x.B): ...", "C.f is lost"),
    "a dunder that every object has": ("class C:\n    def __repr__(self): ...", "class C: ...", ""),
    "a dunder that makes it usable": ("class C:\n    def __enter__(self): ...", "class C: ...", "pkg.m.C.__enter__ is lost"),
    "a far base": ("class A: ...\nclass B(A): ...\nclass C(B): ...", "class A: ...\nclass B: ...\nclass C(B): ...", "pkg.m.C has lost its base class pkg.m.A"),
    "a base behind a private one": ("class A: ...\nclass C(A): ...", "class A: ...\nclass _B(A): ...\nclass C(_B): ...", ""),
    "a private base": ("class _B: ...\nclass C(_B): ...", "class C: ...", ""),
    "a built-in base": ("class C(ValueError): ...", "class C(Exception): ...", "lost its base class builtins.ValueError"),
    "a generic base": ("from typing import Generic\nclass C(Generic[T]): ...", "from typing import Generic\nclass C(Generic[T, U]): ...", ""),
    "an exception's message": ("class E(Exception): ...", "class E(Exception):\n    def __init__(self): ...", "pkg.m.E(…): takes no further positional"),
    "a message with a default": ("class E(Exception):\n    def __init__(self, m='x'): ...", "class E(Exception): ...", "m can no longer be given by name"),
    "a constructor from a base": ("class B:\n    def __init__(self, a): ...\nclass C(B): ...", "class B:\n    def __init__(self): ...\nclass C(B): ...", "pkg.m.C(…): takes no a any more"),
    "a dataclass's field": ("from dataclasses import dataclass\n@dataclass\nclass C:\n    a: int\n    b: int = 0", "from dataclasses import dataclass\n@dataclass\nclass C:\n    a: int", "takes no b any more"),
    "a dataclass's inherited field": ("import dataclasses\n@dataclasses.dataclass\nclass B:\n    a: int\n@dataclasses.dataclass\nclass C(B):\n    b: int = 0",
                                      "import dataclasses\n@dataclasses.dataclass\nclass B:\n    a: int\n@dataclasses.dataclass\nclass C(B):\n    b: int", "pkg.m.C(…): b must be given now"),
    "a named tuple's field": ("from typing import NamedTuple\nclass C(NamedTuple):\n    a: int\n    b: int = 0", "from typing import NamedTuple\nclass C(NamedTuple):\n    a: int", "takes no b any more"),
    "a metaclass": ("class C(metaclass=M):\n    def __init__(self, a): ...", "class C(metaclass=M):\n    def __init__(self): ...", ""),
    "a base class that is its own": ("class C(C): ...", "class C(C): ...", ""),
    "an exec": ("exec('f = 1')", "", ""),
    "a nested class's method": ("class C:\n    class D:\n        def f(self, a): ...", "class C:\n    class D:\n        def f(self): ...", "pkg.m.C.D.f: takes no a any more"),
    "two bases that change places": ("class A: ...\nclass B: ...\nclass C(A, B): ...", "class A: ...\nclass B: ...\nclass C(B, A): ...", "pkg.m.C takes members of pkg.m.B before those of pkg.m.A now"),
    "a base put between": ("class A: ...\nclass B: ...\nclass C(A, B): ...", "class A: ...\nclass B: ...\nclass _X: ...\nclass C(A, _X, B): ...", ""),
    "a base order that nobody can work out": ("import x\nclass A: ...\nclass C(A, x.B): ...", "import x\nclass A: ...\nclass C(x.B, A): ...", ""),
    "an exception of another kind": ("class E(Exception): ...", "class E(KeyError): ...", "pkg.m.E is caught by `except KeyError` now"),
    "an exception below one that is there": ("class A(Exception): ...\nclass E(Exception): ...", "class A(Exception): ...\nclass E(A): ...", "pkg.m.E is caught by `except pkg.m.A` now"),
    "an exception below a new root": ("class E(Exception): ...", "class Root(Exception): ...\nclass E(Root): ...", ""),
    "an exception that was one by another way": ("class E(KeyError): ...", "class E(KeyError, LookupError): ...", ""),
    "a class that is no exception": ("class A: ...\nclass C: ...", "class A: ...\nclass C(A): ...", ""),
    "form feeds, tabs and no last newline": ("\x0cdef f(a):\n\tpass", "\x0cdef f(a):\n\tpass\n\n\x0c", ""),
}  # fmt: skip


@pytest.mark.parametrize("shows", CASES)
def test_a_callers_loss_is_named_and_nothing_else(tmp_path: Path, shows: str) -> None:
    before, after, named = CASES[shows]
    project = Project.make(
        tmp_path / "p",
        {"src/pkg/__init__.py": "", "src/pkg/other.py": "def o(): ...\nnames = []\n", "src/pkg/m.py": before},
        gate=GateTable(checks=("parse",)),
    )
    told = red(project.step({"src/pkg/m.py": after}, checks=["api"])).get("api", "")
    assert named in told
    assert bool(named) == bool(told)


def test_a_declared_change_is_told_by_the_old_name_or_by_the_one_that_a_move_gave(tmp_path: Path) -> None:
    project = Project.make(
        tmp_path / "p",
        {"src/pkg/__init__.py": "", "src/pkg/m.py": "def f(a): ..."},
        gate=GateTable(checks=("parse",)),
    )
    changes = {"src/pkg/m.py": "", "src/pkg/n.py": "def f(b): ..."}
    moves = [Move("pkg.m.f", "pkg.n.f")]
    assert "pkg.n.f" in red(project.step(changes, checks=["api"], moves=moves)).get("api", "")
    for name in ("pkg.m.f", "pkg.n.f"):
        assert not red(project.step(changes, checks=["api"], moves=moves, removals=[Removal(name, "a parameter")]))


def test_a_function_that_became_a_static_method_is_called_as_before(tmp_path: Path) -> None:
    project = Project.make(
        tmp_path / "p",
        {"src/pkg/__init__.py": "", "src/pkg/m.py": "def f(a): ..."},
        gate=GateTable(checks=("parse",)),
    )
    moves = [Move("pkg.m.f", "pkg.m.C.f")]
    wrapped = "class C:\n    @staticmethod\n    def f({}): ..."
    assert not red(project.step({"src/pkg/m.py": wrapped.format("a")}, checks=["api"], moves=moves))
    assert "takes no a" in red(project.step({"src/pkg/m.py": wrapped.format("")}, checks=["api"], moves=moves))["api"]


def test_a_delegate_at_the_old_place_is_another_object_that_takes_the_same(tmp_path: Path) -> None:
    project = Project.make(
        tmp_path / "p",
        {"src/pkg/__init__.py": "", "src/pkg/m.py": "def f(a): ..."},
        gate=GateTable(checks=("parse",)),
    )
    wrapped = "class C:\n    @staticmethod\n    def f(a): ...\n\n\ndef f({}):\n    return C.f{}"
    delegate, gone = Move("pkg.m.f", "pkg.m.C.f", "symbol", "delegate"), Move("pkg.m.f", "pkg.m.C.f")
    good, less = ({"src/pkg/m.py": wrapped.format(taken, "(*args, **kwargs)")} for taken in ("*args, **kwargs", ""))
    assert not red(project.step(good, checks=["api"], moves=[delegate]))
    assert "pkg.m.f: takes no a" in red(project.step(less, checks=["api"], moves=[delegate]))["api"]
    assert "is there again" in red(project.step(good, checks=["api"], moves=[gone]))["api"]
    without = {"src/pkg/m.py": wrapped.partition("\n\n\n")[0]}
    assert "pkg.m.f is lost" in red(project.step(without, checks=["api"], moves=[delegate]))["api"]


REDEFINED: dict[str, tuple[str, str, tuple[tuple[str, str, str], ...], str]] = {
    # what it shows: (before, after, the redefinitions, what the red verdict names; empty: green)
    "a function as declared": ("def f(a, b): ...", "def f(o): ...", (("f", "def (a, b)", "def (o)"),), ""),
    "in two steps": ("def f(a, b): ...", "def f(o): ...", (("f", "def (a, b)", "def (b, a)"), ("f", "def (b, a)", "def (o)")), ""),
    "from another form": ("def f(a, b): ...", "def f(o): ...", (("f", "def (a)", "def (o)"),), "pkg.m.f: a was parameter 1"),
    "to another form": ("def f(a, b): ...", "def f(): ...", (("f", "def (a, b)", "def (o)"),), "pkg.m.f is def (), and a step declared def (o)"),
    "taken back by hand": ("def f(a): ...", "def f(a): ...", (("f", "def (a)", "def (a, b=)"),), "a step declared def (a, b=)"),
    "a constructor": ("class C:\n    def __init__(self, a): ...", "class C:\n    def __init__(self, o): ...", (("C.__init__", "def (a)", "def (o)"),), ""),
    "an inherited constructor": ("class B:\n    def __init__(self, a): ...\nclass C(B): ...", "class B:\n    def __init__(self, o): ...\nclass C(B): ...", (("B.__init__", "def (a)", "def (o)"),), ""),
    "an inherited method": ("class B:\n    def f(self, a): ...\nclass C(B): ...", "class B:\n    def f(self): ...\nclass C(B): ...", (("B.f", "def (a)", "def ()"),), ""),
    "a method of another class": ("class B:\n    def f(self, a): ...\nclass C:\n    def f(self, a): ...", "class B:\n    def f(self): ...\nclass C:\n    def f(self): ...", (("B.f", "def (a)", "def ()"),), "pkg.m.C.f: takes no a"),
    "a class's bases": ("class A(Exception): ...\nclass E(Exception): ...\nclass F(E): ...", "class A(Exception): ...\nclass E(A): ...\nclass F(E): ...", (("E", "class (Exception)", "class (A)"),), ""),
    "a class's bases, and one more": ("class A(Exception): ...\nclass E(Exception): ...", "class A(Exception): ...\nclass E(A, KeyError): ...", (("E", "class (Exception)", "class (A)"),), "pkg.m.E is class (A, KeyError), and"),
    "a class that lost a base as declared": ("class C(ValueError): ...", "class C(Exception): ...", (("C", "class (ValueError)", "class (Exception)"),), ""),
}  # fmt: skip


@pytest.mark.parametrize("shows", REDEFINED)
def test_a_redefinition_excuses_what_it_declares_letter_by_letter(tmp_path: Path, shows: str) -> None:
    before, after, told, named = REDEFINED[shows]
    files = {"src/pkg/__init__.py": "", "src/pkg/m.py": before}
    project = Project.make(tmp_path / "p", files, gate=GateTable(checks=("parse",)))
    redefinitions = [Redefinition(f"pkg.m.{name}", old, new) for name, old, new in told]
    verdict = project.step({"src/pkg/m.py": after}, checks=["api"], redefinitions=redefinitions)["api"]
    assert verdict.ok is not bool(named), verdict
    assert named in "\n".join(verdict.evidence)
    if verdict.ok:
        assert "1 redefined as declared" in verdict.summary
        assert "as declared" in verdict.evidence[0]


CODEMODS: dict[str, tuple[str, str, dict[str, object], set[str]]] = {
    # what it shows: (the source, the codemod, its options, what it redefines)
    "parameter-object": (
        "class B:\n    def put(self, host, port=1):\n        return host, port\n\n\nclass C(B):\n    def put(self, host, port=1):\n        return port\n",
        "parameter-object", {"function": "pkg.m.B.put", "parameters": ["host", "port"], "class": "pkg.m.Address", "parameter": "address"},
        {"pkg.m.B.put", "pkg.m.C.put"},
    ),
    "add-parameter": (
        "def f(a):\n    return a\n\n\nf(1)\n",
        "add-parameter", {"function": "pkg.m.f", "name": "b", "after": "first", "pass": [{"value": "2"}]}, {"pkg.m.f"},
    ),
    "a constructor's parameter": (
        "class C:\n    def __init__(self, a):\n        self.a = a\n\n\nclass D(C):\n    pass\n",
        "add-parameter", {"function": "pkg.m.C", "name": "b", "after": "first", "pass": [{"value": "2"}]}, {"pkg.m.C.__init__"},
    ),
    "function-to-method": (
        "class C:\n    pass\n\n\ndef area(c: C, by):\n    return by\n",
        "function-to-method", {"function": "pkg.m.area", "class": "pkg.m.C"}, {"pkg.m.C.area"},
    ),
    "function-to-method of another module": (
        "from pkg.other import C\n\n\ndef area(c: C, by):\n    return by\n",
        "function-to-method", {"function": "pkg.m.area", "class": "pkg.other.C"}, {"pkg.other.C.area"},
    ),
    "unify-exceptions below one that is there": (
        "class Root(Exception):\n    pass\n\n\nclass E(Exception):\n    pass\n",
        "unify-exceptions", {"into": "pkg.m", "root": "Root", "classes": ["pkg.m.E"]}, {"pkg.m.E"},
    ),
    "a renamed parameter": (
        "class B:\n    def put(self, host):\n        return host\n\n\nclass C(B):\n    def put(self, host):\n        return 1\n",
        "rename", {"rename": {"pkg.m.B.put(host)": "name"}}, {"pkg.m.B.put", "pkg.m.C.put"},
    ),
    "method-to-function": (
        "class C:\n    def area(self, by):\n        return by\n",
        "method-to-function", {"method": "pkg.m.C.area", "into": "pkg.other", "given": "drop"}, set(),
    ),
    "method-to-function with the receiver": (
        "class C:\n    def area(self, by):\n        return self, by\n",
        "method-to-function", {"method": "pkg.m.C.area", "into": "pkg.other"}, {"pkg.other.area"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("shows", CODEMODS)
def test_a_codemod_that_changes_a_signature_on_purpose_passes_the_gate_by_what_it_declares(
    tmp_path: Path, shows: str
) -> None:
    source, name, options, redefined = CODEMODS[shows]
    files = {"src/pkg/__init__.py": "", "src/pkg/m.py": source, "src/pkg/other.py": "class C:\n    pass\n"}
    project = Project.make(tmp_path / "p", files, gate=GateTable(checks=("parse",)))
    outcome = codemods.run(codemods.make(name, options), Workspace(project.root, project.layout))
    assert not outcome.refusals
    assert {one.name for one in outcome.redefinitions} == redefined
    for change in outcome.changes:
        (project.root / change.path).write_bytes(change.after or b"")
    given = {"moves": outcome.moves, "removals": outcome.removals, "checks": ["imports", "api"]}
    assert bool(red(project.judge(outcome.changes, **given))) == bool(redefined)
    assert not red(project.judge(outcome.changes, redefinitions=outcome.redefinitions, **given))


MEMBERS: dict[str, tuple[str, dict[str, str]]] = {
    "a method": ("class C:\n    def old(self):\n        return 1\n", {"pkg.m.C.old": "new"}),
    "a class method": ("class C:\n    @classmethod\n    def old(cls):\n        return 1\n", {"pkg.m.C.old": "new"}),
    "a static method": ("class C:\n    @staticmethod\n    def old():\n        return 1\n", {"pkg.m.C.old": "new"}),
    "a property": ("class C:\n    @property\n    def old(self):\n        return 1\n", {"pkg.m.C.old": "new"}),
    "a value": ("class C:\n    old = 1\n", {"pkg.m.C.old": "new"}),
}


@pytest.mark.parametrize(
    ("shows", "leave"),
    [(shows, leave) for shows in MEMBERS for leave in ("compat", "alias") if (shows, leave) != ("a value", "compat")],
)
def test_what_is_left_of_a_renamed_member_passes_and_must_lead_to_the_new_one(
    tmp_path: Path, shows: str, leave: str
) -> None:
    source, names = MEMBERS[shows]
    files = {"src/pkg/__init__.py": "", "src/pkg/m.py": source}
    project = Project.make(tmp_path / "p", files, gate=GateTable(checks=("parse",)))
    outcome = codemods.run(
        codemods.make("rename", {"rename": names, "leave": leave}), Workspace(project.root, project.layout)
    )
    assert not outcome.refusals
    for change in outcome.changes:
        (project.root / change.path).write_bytes(change.after or b"")
    assert not red(project.judge(outcome.changes, moves=outcome.moves, checks=["imports", "api"]))
    if shows == "a method":
        text = "class C:\n    def new(self):\n        return 1\n\n    def old(self):\n        return 2\n"
        told = red(project.step({"src/pkg/m.py": text}, moves=outcome.moves, checks=["api"]))["api"]
        assert "pkg.m.C.old is not pkg.m.C.new, where it was moved, and does not ask for it" in told


def test_what_is_pickled_by_a_name_must_be_found_by_it(tmp_path: Path) -> None:
    files = {"src/pkg/__init__.py": "from ._impl import C, f\n", "src/pkg/_impl.py": "class C: ...\ndef f(): ...\n"}
    project = Project.make(tmp_path / "p", files, gate=GateTable(checks=("parse",)))
    moved = {"src/pkg/__init__.py": "from ._core import C, f\n", "src/pkg/_core.py": files["src/pkg/_impl.py"]}
    told = red(project.step({**moved, "src/pkg/_impl.py": "\n"}, checks=["api"]))["api"]
    assert "what was pickled as pkg._impl.C no longer loads: it is not there, and pkg.C is" in told
    moves = [Move(f"pkg._impl.{name}", f"pkg._core.{name}") for name in "Cf"]
    assert not red(project.judge(checks=["api"], moves=moves)), "a declared move says so"
    project.write({"src/pkg/_impl.py": "from pkg._core import C as C, f as f\n"})
    assert not red(project.judge(checks=["api"]))
    project.write({"src/pkg/_impl.py": "from pkg._core import C as _C, f as f\nclass C(_C): ...\n"})
    assert (
        "pkg._impl.C is not the same object as pkg.C, as which it was pickled"
        in red(project.judge(checks=["api"]))["api"]
    )


def test_a_move_is_kept_whether_or_not_its_name_is_public(tmp_path: Path) -> None:
    files = {"src/pkg/__init__.py": "", "src/pkg/_m.py": "def _f(): ...\n"}
    project = Project.make(tmp_path / "p", files, gate=GateTable(checks=("parse",)))
    moves = [Move("pkg._m._f", "pkg._n._f", "symbol", "reexport")]
    new = {"src/pkg/_n.py": "def _f(): ...\n"}
    told = red(project.step({**new, "src/pkg/_m.py": "\n"}, checks=["api"], moves=moves))["api"]
    assert "pkg._m._f is not the same object as pkg._n._f, where it was moved: AttributeError" in told
    assert not red(project.step({"src/pkg/_m.py": "from pkg._n import _f as _f\n"}, checks=["api"], moves=moves))
    project.write({"src/pkg/_m.py": None})
    left = [Move("pkg._m", "pkg._n", "module", "compat")]
    assert "pkg._m is lost: AttributeError" in red(project.judge(checks=["api"], moves=left))["api"]


def test_a_delegate_that_does_not_call_is_red(tmp_path: Path) -> None:
    files = {"src/pkg/__init__.py": "", "src/pkg/m.py": "def f(a): ..."}
    project = Project.make(tmp_path / "p", files, gate=GateTable(checks=("parse",)))
    delegate = Move("pkg.m.f", "pkg.m.C.f", "symbol", "delegate")
    text = "class C:\n    @staticmethod\n    def f(a): ...\n\n\ndef f(a): ..."
    told = red(project.step({"src/pkg/m.py": text}, checks=["api"], moves=[delegate]))["api"]
    assert "pkg.m.f stays for calls of pkg.m.C.f, and cannot: it never asks for pkg.m.C.f" in told


DELEGATES = {
    "by its name": "from pkg.n import g\n\n\ndef f(a):\n    return g(a)\n",
    "by another name": "from pkg.n import g as _other\n\n\ndef f(a):\n    return _other(a)\n",
    "in the function": "def f(a):\n    from pkg.n import g as other\n    return other(a)\n",
    "by its module": "import pkg.n as m\n\n\ndef f(a):\n    return m.g(a)\n",
    "in a function of it": "from pkg.n import g\n\n\ndef f(a):\n    return (lambda: g(a))()\n",
    "as what a decorator wraps": "import functools\nfrom pkg.n import g as _g\n\n\ndef d(h):\n    @functools.wraps(h)\n    def f(*a):\n        return h(*a)\n    return f\n\n\nf = d(_g)\n",
    "as a partial": "import functools\nfrom pkg.n import g as _g\n\nf = functools.partial(_g)\n",
}


@pytest.mark.parametrize("shows", DELEGATES)
def test_a_delegate_may_ask_for_the_new_one_in_many_ways(tmp_path: Path, shows: str) -> None:
    project = Project.make(
        tmp_path / "p", {"src/pkg/__init__.py": "", "src/pkg/m.py": "def f(a): ..."}, gate=GateTable(checks=("parse",))
    )
    files = {"src/pkg/n.py": "def g(a): ...\n", "src/pkg/m.py": DELEGATES[shows]}
    moves = [Move("pkg.m.f", "pkg.n.g", "symbol", "delegate")]
    assert not red(project.step(files, checks=["api"], moves=moves))


SIGNATURES = [
    ("a b", "a b", ""), ("a", "a b=", ""), ("a", "a b", "b must be given now"), ("a b=", "a", "takes no b any more"),
    ("a b", "b a", "a was parameter 1, where b is now"), ("a", "x", "a was parameter 1"), ("a /", "x /", ""), ("a /", "x", ""),
    ("a", "a /", "a can no longer be given by name"), ("a", "* a", "a can no longer be given by position"), ("* a", "a", ""),
    ("* a", "* b", "takes no a any more"), ("* a=", "* a", "a must be given now"), ("*r", "", "further positional"),
    ("**k", "", "further keyword"), ("a b= * c= **k", "*r **k", ""), ("a", "*r", "a can no longer be given by name"),
    ("a=", "a", "a must be given now"), ("a", "a=", ""), ("", "*r", ""), ("a", "a * b=", ""), ("a", "a * b", "b must be given now"),
    ("a /", "x= / y=", ""), ("a b /", "a /", "takes no b any more"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "named"), SIGNATURES)
def test_a_signature_takes_all_that_another_took_or_says_what_not(old: str, new: str, named: str) -> None:
    told = "; ".join(accepts(old.split(), new.split()))
    assert named in told
    assert bool(named) == bool(told)


def test_names_are_followed_through_moves_in_their_order_the_most_telling_first() -> None:
    moved = Moved(
        [
            Move("a", "b", "module", "compat"),
            Move("a.X", "b.Y"),
            Move("b.Y", "c.Y", "symbol", "reexport"),
            Move("p.q", "r", "module"),
        ],
        [Removal("gone.*", "old"), Removal("tests/test_a.py::*", "old")],
    )
    assert [moved.now(name) for name in ("a", "a.Z", "a.X", "a.X.m", "p.q.r", "p.qq")] == [
        "b",
        "b.Z",
        "c.Y",
        "c.Y.m",
        "r.r",
        "p.qq",
    ]
    assert [moved.stays(name) for name in ("a.Z", "a.X", "b.Y", "p.q", "new")] == [True, False, True, False, True]
    assert moved.removed("gone.away.far")
    assert moved.removed("tests/test_a.py::test_x[1-2.5]")
    assert not moved.removed("gone", "tests/test_b.py::test_x")


def test_hostile_files_are_passed_over_without_hurting_others(tmp_path: Path) -> None:
    project = Project.make(
        tmp_path / "p", {"src/pkg/__init__.py": "", "src/pkg/m.py": "def f(): ...\n"}, baseline=False
    )
    folder = project.root / "src/pkg"
    for name, data in {
        "nul.py": b"a = 1\0",
        "latin.py": b"# -*- coding: latin-1 -*-\nname = '\xe9'\n",
        "wrong.py": b"# -*- coding: no-such -*-\n",
        "bytes.py": b"x = '\xff'\n",
        "bom.py": b"\xef\xbb\xbfdef g(): ...\r\n",
        "deep.py": b"x = " + b"(" * 5000 + b")" * 5000,
        "star.py": b"from pkg.star import *\nfrom pkg.star2 import *\n",
        "star2.py": b"from pkg.star import *\n",
        "self.py": b"from pkg.self import a as b, b as a\nclass C(a): ...\n",
        "far.py": b"from ....... import x\nfrom . import y\n",
    }.items():
        (folder / name).write_bytes(data)
    (folder / "dangling.py").symlink_to("nowhere.py")
    (folder / "sp ace\n.py").write_text("x = 1\n")
    project.gate = GateTable(checks=("parse",))
    project.take()
    assert {Path(name).name for name in project.baseline.broken} == {"nul.py", "wrong.py", "bytes.py", "deep.py"}
    checks = ["parse", "api", "cycles"]
    assert red(project.judge(checks=checks)) == {}
    (folder / "bom.py").write_bytes(b"\xef\xbb\xbfdef h(): ...\r\n")
    assert red(project.judge(checks=checks))["api"].splitlines()[1:] == ["pkg.bom.g is lost"]


def test_the_plan_knows_the_same_checks() -> None:
    assert tuple(CHECKS) == tuple(plan.CHECKS)


WEB = {
    "src/web/__init__.py": "from .app import App\n",
    "src/web/app.py": "from .json import dumps\nfrom .sessions import Session\nclass App: ...\n",
    "src/web/sessions.py": "from .json.tag import Tag\nclass Session: ...\n",
    "src/web/json/__init__.py": "def dumps(): ...\n",
    "src/web/json/tag.py": "class Tag: ...\n",
    "src/web/json/late.py": "class Late: ...\n",
    "src/web/lazy.py": "def f():\n    import web.json.late\ntry:\n    import web.json.late\nexcept ImportError:\n    pass\n",
}
LOADS: dict[str, tuple[dict[str, str | None], str, tuple[Move, ...], tuple[Removal, ...]]] = {
    # what it shows: (the files that change, what is said; empty: green, moves, removals)
    "the only import goes": ({"src/web/sessions.py": "class Session: ...\n"}, "`import web` no longer gives web.json.tag", (), ()),
    "another module of the package imports it": ({"src/web/sessions.py": "class Session: ...\n", "src/web/app.py": "from web.json import tag\nfrom .sessions import Session\nclass App: ...\n"}, "", (), ()),
    "only a function imports it": ({"src/web/sessions.py": "class Session:\n    def f(self):\n        from .json.tag import Tag\n"}, "no longer gives web.json.tag", (), ()),
    "perhaps it is imported": ({"src/web/sessions.py": "try:\n    import web.json.tag\nexcept ImportError: ...\nclass Session: ...\n"}, "", (), ()),
    "a star with __all__ imports it": ({"src/web/sessions.py": "from .json import *\nclass Session: ...\n", "src/web/json/__init__.py": "__all__ = ['dumps', 'tag']\ndef dumps(): ...\n"}, "", (), ()),
    "its package has something else of that name": ({"src/web/sessions.py": "from .json import dumps\nclass Session: ...\n", "src/web/json/__init__.py": "def dumps(): ...\ntag = 1\n"}, "", (), ()),
    "its package hands it out when asked": ({"src/web/sessions.py": "from .json import dumps\nclass Session: ...\n", "src/web/json/__init__.py": "def dumps(): ...\ndef __getattr__(name): ...\n"}, "", (), ()),
    "it was moved, and compat stays unloaded": ({"src/web/sessions.py": "class Session: ...\nclass Tag: ...\n", "src/web/json/tag.py": "from web.sessions import Tag as Tag\n"},
        "`import web` no longer gives web.json.tag", (Move("web.json.tag", "web.sessions", "module", "reexport"), Move("web.json.tag.Tag", "web.sessions.Tag", "symbol", "reexport")), ()),
    "it was moved, and nothing stays": ({"src/web/sessions.py": "class Session: ...\nclass Tag: ...\n", "src/web/json/tag.py": None},
        "", (Move("web.json.tag", "web.sessions", "module"), Move("web.json.tag.Tag", "web.sessions.Tag")), ()),
    "it was moved to where nobody loads it": ({"src/web/sessions.py": "class Session: ...\n", "src/web/json/tag.py": None, "src/web/tags.py": "class Tag: ...\n"},
        "`import web` no longer gives web.tags", (Move("web.json.tag", "web.tags", "module"), Move("web.json.tag.Tag", "web.tags.Tag")), ()),
    "a reason is declared": ({"src/web/sessions.py": "class Session: ...\n"}, "", (), (Removal("web without web.json.tag", "it is slow"),)),
    "its package is loaded no more either": ({"src/web/app.py": "from .sessions import Session\nclass App: ...\n", "src/web/sessions.py": "class Session: ...\n"}, "`import web` no longer gives web.json:", (), ()),
    "what was never sure": ({"src/web/lazy.py": "def f(): ...\n"}, "", (), ()),
}  # fmt: skip


@pytest.mark.parametrize("shows", LOADS)
def test_a_submodule_that_its_package_no_longer_loads_is_named(tmp_path: Path, shows: str) -> None:
    changes, named, moves, removals = LOADS[shows]
    project = Project.make(tmp_path / "p", WEB, gate=GateTable(checks=("parse",)))
    told = red(project.step(changes, checks=["api"], moves=moves, removals=removals)).get("api", "")
    assert named in told
    assert bool(named) == bool(told), told


def test_what_was_left_in_a_module_that_moves_away_itself_is_not_asked_for() -> None:
    first = Move("old.planner.order", "old.order.order", "symbol", "reexport")
    then = Move("old", "new", "module", "nothing")
    assert Moved([first], []).is_same("old.planner.order")
    both = Moved([first, then], [])
    assert not both.stays("old.planner.order")
    assert both.now("old.planner.order") == "new.order.order"
    assert Moved([then, Move("old.f", "new.g", "symbol", "compat")], []).stays("old.f")
