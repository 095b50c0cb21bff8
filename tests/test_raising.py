"""What a run of statements can raise: nothing else ever comes out of it, whatever it is given."""

from __future__ import annotations

import ast
import builtins
import contextlib
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrate.python.source import Source
from migrate.refactoring.handling.raising import Raising, Unproven
from migrate.references.names import Module

VALUES = {
    "str": st.sampled_from(
        ["", "1", "-2", " 3 ", "x", "0", "1e400", "é", "\udc80", "{", "[1]", "a,b", "\0", "9" * 400, "2020-01-02"]
    ),
    "int": st.sampled_from([0, 1, -1, 5, 10**400]),
    "float": st.sampled_from([0.0, 1.5, float("inf"), float("nan"), -2.0]),
    "bytes": st.sampled_from([b"", b"1", b"\xff", b"[1]", b"x"]),
    "list": st.sampled_from([[], [1], ["a", "b"]]),
    "dict": st.sampled_from([{}, {"x": 1}, {1: 2}, {"1": "2"}]),
    "object": st.sampled_from([None, 1, "x", [], {}, float("inf"), 10**400, b"\xff", object()]),
}
EXPRESSIONS = [
    "int(s)", "float(s)", "int(f)", "float(i)", "int(o)", "float(o)", "int(s, 16)", "int(b)", "d[s]", "d[i]", "l[i]", "l[0]", "s[i]",
    "s[1:]", "l[o]", "d[o]", "i / i", "i // i", "f / i", "f % f", "i * f", "i + i", "s + s", "-i", "s.index('x')", "s.split(',')[1]",
    "s.encode()", "b.decode()", "s.encode('ascii')", "b.decode('no-such')", "json.loads(s)", "json.loads(b)", "json.loads(o)",
    "os.stat(s)", "os.listdir(s)", "os.environ[s]", "open(s)", "datetime.strptime(s, '%Y')", "datetime.fromisoformat(s)",
    "ast.literal_eval(s)", "uuid.UUID(s)", "ipaddress.ip_address(s)", "decimal.Decimal(s)", "fractions.Fraction(s)", "chr(i)",
    "ord(s)", "l.pop()", "d.pop(s)", "d.get(o)", "d.get(s, 0)", "s in d", "i < f", "s < s", "i == s", "f'{i}{s}'", "f'{i:>{i}}'",
    "[int(x) for x in s.split(',')]", "len(s) / len(d)", "s.partition(',')[2]", "','.join(s)", "range(i)", "os.path.join(s, s)",
    "os.path.exists(s)", "base64.b64decode(s)", "os.environ.get(s)", "s.zfill(3)", "sys.argv[7]", "time.sleep(-1)", "os.no_such",
    "[x for x in d]", "isinstance(o, int) and s.startswith('x')", "len(l) and isinstance(d, dict)",
]  # fmt: skip
HEAD = """\
import ast, base64, decimal, fractions, ipaddress, json, os, sys, time, uuid
from datetime import datetime
def f(s: str, i: int, f: float, b: bytes, l: list, d: dict, o):
"""


def raised(code: str) -> frozenset[str]:
    module = Module(Source(PurePosixPath("code.py"), (HEAD + code).encode()))
    function = module.source.tree.body[-1]
    assert isinstance(function, ast.FunctionDef)
    return Raising(module).by(function.body)


@pytest.mark.parametrize("expression", EXPRESSIONS)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(data=st.data())
def test_nothing_comes_out_that_was_not_told(expression: str, data: st.DataObject) -> None:
    told = raised(f"    return {expression}\n")
    namespace: dict[str, object] = {}
    exec(f"{HEAD}    return {expression}\n", namespace)
    arguments = [data.draw(VALUES[kind]) for kind in ("str", "int", "float", "bytes", "list", "dict", "object")]
    expected = tuple(getattr(builtins, name) for name in told)
    with contextlib.suppress(*expected):
        found = namespace["f"](*arguments)  # type: ignore[operator]
        if hasattr(found, "close"):
            found.close()


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("    if i == 1:\n        x = 1\n    return x\n", "`x`, which may not be bound yet"),
        ("    for x in l:\n        pass\n    return x\n", "`x`, which may not be bound yet"),
        ("    return unknown\n", "the unknown name `unknown`"),
        ("    return o.size\n", "`o.size`, which may be a property"),
        ("    return not o\n", "the truth of `o`"),
        ("    return o == 1\n", "`o == 1`"),
        ("    o.size = 1\n", "setting `o.size`"),
        ("    s = o\n    return int(s)\n", ""),
        ("    with o:\n        pass\n", "`with o`"),
        ("    a, b = o\n", "unpacking of what is not known"),
        ("    return f'{o}'\n", "formatting `o`"),
        ("    return [*o]\n", "`*o`"),
        ("    raise o\n", "raising `o`"),
        ("    import numpy\n", "`import numpy`"),
        ("    return isinstance(o)\n", "`isinstance(o)`"),
        ("    yield 1\n", "`(yield 1)`"),
    ],
)
def test_what_may_run_any_code_is_not_told(code: str, what: str) -> None:
    if not what:  # two kinds of one name: whatever the call may raise is told
        assert raised(code) == {"TypeError", "ValueError", "OverflowError"}
        return
    with pytest.raises(Unproven) as caught:
        raised(code)
    assert caught.value.what == what


@pytest.mark.parametrize(
    "code",
    [
        "    x = 1\n    return x\n",
        "    if i == 1:\n        x = 1\n    else:\n        x = 2\n    return x\n",
        "    for x in s:\n        y = x\n        str(y)\n",
        "    try:\n        x = i\n    except Exception as e:\n        x = 2\n        y = e\n    return x\n",
    ],
)
def test_names_that_are_bound_by_then_raise_nothing(code: str) -> None:
    assert raised(code) == frozenset()
