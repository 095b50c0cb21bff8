"""Call sites: which calls a function has, how arguments bind, and what else is done with it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from migrate.refactoring.calls.binding import bind
from migrate.refactoring.calls.methods import sites_of
from migrate.refactoring.calls.sites import CallSites, find_function
from migrate.refactoring.refused import Refused
from migrate.references.index import Index
from migrate.workspace import Workspace

DEFINITION = "def f(a, b=2, /, c=3, *rest, d, **more): ...\n"


def sites(folder: Path, function: str, **files: str) -> CallSites:
    for name, text in files.items():
        path = folder / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    index = Index(Workspace(folder))
    return sites_of(index, find_function(index, function))


def calls(found: CallSites) -> list[str]:
    """Each call as `file:line form name=value…`."""
    return [
        f"{call.where} {call.form} "
        + " ".join(f"{name}={ast.unparse(node)}" for name, node in call.bound.given.items())
        for call in found.calls
    ]


def bound(call: str) -> tuple[dict[str, str], str]:
    node = ast.parse(call, mode="eval").body
    function = ast.parse(DEFINITION).body[0]
    assert isinstance(node, ast.Call)
    assert isinstance(function, ast.FunctionDef)
    found = bind(function.args, node.args, node)
    return {name: ast.unparse(value) for name, value in found.given.items()}, found.misfit


@pytest.mark.parametrize(
    ("call", "given", "misfit"),
    [
        ("f(1)", {"a": "1"}, ""),
        ("f(1, 2, 3, 4, d=5, e=6)", {"a": "1", "b": "2", "c": "3", "d": "5"}, ""),
        ("f(1, c=3)", {"a": "1", "c": "3"}, ""),
        ("f(1, *x, 2, d=4)", {"a": "1", "d": "4"}, ""),
        ("f(1, a=2)", {"a": "1"}, ""),
        ("f(1, 2, 3, c=4)", {"a": "1", "b": "2", "c": "3"}, "`c` is given twice"),
    ],
)
def test_arguments_meet_the_parameters_that_python_gives_them(call: str, given: dict[str, str], misfit: str) -> None:
    assert bound(call) == (given, misfit)


def test_calls_are_found_through_imports_aliases_reexports_and_modules(tmp_path: Path) -> None:
    found = sites(
        tmp_path,
        "pkg.core.f",
        **{"pkg/__init__": "from .core import f\n", "pkg/core": "def f(a, b=0): ...\n\n\ndef g():\n    return f(1)\n"},
        use="import pkg\nimport pkg.core as c\nfrom pkg import f as h\n\npkg.f(2)\nc.f(3, b=4)\nh(5)\nf = print\nf(6)\n",
    )
    assert calls(found) == [
        "pkg/core.py:5 call a=1",
        "use.py:5 call a=2",
        "use.py:6 call a=3 b=4",
        "use.py:7 call a=5",
    ]
    assert found.open_values == ()


def test_what_is_not_a_call_is_told_with_what_is_done(tmp_path: Path) -> None:
    found = sites(
        tmp_path,
        "m.f",
        m="""\
from functools import partial
from unittest import mock


def f(a, b=0): ...


p = partial(f, 1)
TABLE = {"f": f}
print(map(f, []))
f.cache = 1


@f
def decorated(): ...


def give():
    return f


mock.patch("m.f")
""",
    )
    assert calls(found) == ["m.py:8 partial a=1", "m.py:14 decorator a=f"]
    assert [(value.line, value.kind) for value in found.open_values] == [
        (9, "stored"), (10, "passed"), (11, "attribute"), (19, "returned"), (22, "string"),
    ]  # fmt: skip


def test_a_name_that_is_bound_in_two_ways_may_be_the_function(tmp_path: Path) -> None:
    found = sites(
        tmp_path,
        "m.f",
        m="def f(a): ...\n",
        use="try:\n    from m import f\nexcept ImportError:\n    f = print\nf(1)\n",
    )
    assert found.calls == ()
    assert [str(value.where) for value in found.open_values] == ["use.py:5"]


def test_methods_are_bound_or_not_and_found_through_the_hierarchy(tmp_path: Path) -> None:
    found = sites(
        tmp_path,
        "m.A.f",
        m="""\
class A:
    def f(self, x): ...


class B(A):
    def f(self, x):
        return super().f(x)


class C(B): ...


class Other:
    def f(self, x): ...


def use(thing, b: B):
    A().f(1)
    A.f(A(), 2)
    C().f(3)
    b.f(4)
    Other().f(5)
    thing.f(6)
    thing.f(7, 8)
""",
    )
    assert [(call.where.line, call.evidence, call.implicit) for call in found.calls] == [
        (7, "resolved", 1), (18, "resolved", 1), (19, "resolved", 0), (20, "resolved", 1), (21, "resolved", 1),
        (23, "unknown", 1),
    ]  # fmt: skip
    assert [str(item.where) for item in found.definitions] == ["m.py:2", "m.py:6"]


def test_static_and_class_methods_take_no_self_by_hand(tmp_path: Path) -> None:
    text = """\
class A:
    @staticmethod
    def s(x): ...

    @classmethod
    def c(cls, x): ...


A.s(1)
A().s(2)
A.c(3)
A().c(4)
"""
    assert [call.implicit for call in sites(tmp_path, "m.A.s", m=text).calls] == [0, 0]
    assert [call.implicit for call in sites(tmp_path, "m.A.c", m=text).calls] == [1, 1]


def test_a_constructor_is_called_by_its_class_by_heirs_and_by_super(tmp_path: Path) -> None:
    found = sites(
        tmp_path,
        "m.A",
        m="""\
class A:
    def __init__(self, x=0): ...

    @classmethod
    def make(cls):
        return cls(1), type(cls(2))


class B(A): ...


class C(A):
    def __init__(self):
        super().__init__(3)
        A.__init__(self, 4)


class E(A, Exception): ...


A(5), B(6), C(), isinstance(A, type)
""",
        n="import m\n\nm.A(x=7)\n\n\ndef f(a: m.A):\n    raise m.E\n",
    )
    assert sorted(f"{call.where.path}:{call.where.line} {call.form} {call.evidence}" for call in found.calls) == [
        "m.py:14 call resolved",
        "m.py:15 call resolved",
        "m.py:21 call resolved",
        "m.py:21 call resolved",
        "m.py:6 call unknown",
        "m.py:6 call unknown",
        "n.py:3 call resolved",
        "n.py:7 raised resolved",
    ]
    assert found.open_values == ()


@pytest.mark.parametrize(
    ("function", "code"),
    [("m.C.p", "property"), ("m.D", "no-init"), ("m.x", "no-function"), ("m.nothing", "no-such-name")],
)
def test_what_has_no_call_sites_is_refused(tmp_path: Path, function: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        sites(
            tmp_path,
            function,
            m="class C:\n    @property\n    def p(self): ...\n\n\nclass D: ...\n\n\nx = 1\n",
        )
    assert caught.value.refusal.code == code


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    found = sites(tmp_path, "m.f", m="def f(): ...\n", broken="from m import f\nf(\n")
    assert [str(path) for path in found.unread] == ["broken.py"]


def test_a_function_in_a_function_has_its_calls_there(tmp_path: Path) -> None:
    found = sites(
        tmp_path,
        "m.f.g",
        m="def f():\n    def g(a): ...\n\n    g(1)\n    return [g(x) for x in 'ab']\n\n\ng = f\ng()\n",
    )
    assert calls(found) == ["m.py:4 call a=1", "m.py:5 call a=x"]
