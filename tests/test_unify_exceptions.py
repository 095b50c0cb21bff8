"""Exceptions before and after unify-exceptions: generated hierarchies, run in fresh namespaces, and pickles from one to the other."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any

from codemod_cases import write_tree
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from migrate import codemods
from migrate.workspace import Workspace

BUILTINS = [
    "Exception", "Exception", "ValueError", "LookupError", "KeyError", "OSError", "RuntimeError", "MemoryError",
    "SyntaxError", "UnicodeError", "BaseException",
]  # fmt: skip
BODIES = [
    "    pass",
    '    """Says so."""',
    "    def __init__(self, message='x', code=0):\n        super().__init__(message)\n        self.code = code",
    "    def __str__(self):\n        return 'mine ' + super().__str__()",
    "    code = 7",
    "    def __reduce__(self):\n        return super().__reduce__()",
]
MIXINS = "class M0:\n    def __str__(self): return 'M0'\n\n\nclass M1(object):\n    code = 1\n"
ARGUMENTS: list[tuple[Any, ...]] = [(), ("m",), ("m", 1), (1, "m", "n")]


@st.composite
def hierarchies(draw: st.DrawFn) -> str:
    """A module of exceptions; each inherits from builtins, from mixins, and from those above it."""
    text = MIXINS
    for count in range(draw(st.integers(1, 7))):
        above = [f"C{number}" for number in range(count)]
        bases = draw(
            st.lists(st.sampled_from([*BUILTINS, "M0", "M1", *above, *above]), min_size=1, max_size=3, unique=True)
        )
        text += f"\n\nclass C{count}({', '.join(bases)}):\n{draw(st.sampled_from(BODIES))}\n"
    return text


def executed(text: str, name: str, others: Mapping[str, str] = {}) -> dict[str, Any]:
    """What the module's text defines, with other modules there for its imports."""
    for other, their_text in others.items():
        module = ModuleType(other)
        sys.modules[other] = module
        exec(their_text, module.__dict__)  # the text is the test's own
    namespace: dict[str, Any] = {"__name__": name}
    try:
        exec(text, namespace)
    finally:
        for other in others:
            del sys.modules[other]
    return {key: value for key, value in namespace.items() if isinstance(value, type)}


def made(cls: type, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """What comes of making one: how it prints, or why it cannot be made."""
    try:
        found = cls(*arguments)
        return (
            str(found),
            repr(found),
            getattr(found, "args", None),
            getattr(found, "code", None),
            found.__reduce__()[1:],
        )
    except TypeError as error:
        return ("refused", str(error))


def mro(cls: type, among: Mapping[str, type]) -> list[str]:
    return [kind.__name__ for kind in cls.__mro__ if kind.__name__ in among or kind.__module__ == "builtins"]


@settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(text=hierarchies(), data=st.data())
def test_every_class_is_caught_made_and_printed_as_before(text: str, data: st.DataObject, tmp_path: Path) -> None:
    try:
        before = executed(text, "errors")
    except TypeError:
        assume(False)
        return
    names = [name for name in before if name.startswith("C")]
    first, second = (data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True)) for _ in range(2))
    options = {"into": "roots", "root": "PkgError", "families": {"one": first, "Two": second}}
    options["tops"] = data.draw(st.booleans())
    workspace = write_tree({PurePosixPath("errors.py"): text.encode()}, tmp_path)
    outcome = codemods.make("unify-exceptions", options).run(workspace)

    if outcome.refusals:
        assert {refusal.code for refusal in outcome.refusals} <= {"wider-catch", "no-order"}
        assert outcome.changes == ()
        return
    files = {str(change.path): (change.after or b"").decode() for change in outcome.changes}
    after = executed(files["errors.py"], "errors", {"roots": files["roots.py"]})
    for name in {*first, *second}:
        assert "PkgError" in [kind.__name__ for kind in after[name].__mro__]
    for name, cls in before.items():
        now = after[name]
        assert mro(now, before) == mro(cls, before)
        assert (now.__module__, now.__qualname__, now.__doc__) == (cls.__module__, cls.__qualname__, cls.__doc__)
        for other, theirs in before.items():
            assert issubclass(cls, theirs) == issubclass(now, after[other])
        if issubclass(cls, BaseException):
            assert [made(cls, each) for each in ARGUMENTS] == [made(now, each) for each in ARGUMENTS]
    again = codemods.make("unify-exceptions", options).run(workspace.with_changes(outcome.changes))
    assert (again.changes, again.refusals) == ((), ())


ERRORS = """\
class Base(Exception):
    def __init__(self, message, device=0):
        super().__init__(message)
        self.device = device


class Full(Base, MemoryError):
    def __reduce__(self):
        return type(self), (self.args[0], self.device)


class Disk(OSError):
    pass
"""
WRITE = "import pickle, sys, errors; pickle.dump([errors.Full('no room', 3), errors.Disk(2, 'gone', 'f')], sys.stdout.buffer)"
READ = """
import pickle, sys, errors
full, disk = pickle.load(sys.stdin.buffer)
assert type(full) is errors.Full and (str(full), full.device, full.args) == ("no room", 3, ("no room",))
assert type(disk) is errors.Disk and (disk.errno, disk.filename, str(disk)) == (2, "f", "[Errno 2] gone: 'f'")
"""


def test_pickles_from_before_load_after_and_the_other_way_round(tmp_path: Path) -> None:
    workspace = write_tree({PurePosixPath("errors.py"): ERRORS.encode()}, tmp_path / "before")
    options = {"into": "roots", "root": "PkgError", "families": {"memory": ["Full", "Disk"]}}
    outcome = codemods.make("unify-exceptions", options).run(workspace)
    write_tree({change.path: change.after or b"" for change in outcome.changes}, tmp_path / "after")

    for writer, reader in (("before", "after"), ("after", "before")):
        written = run(WRITE, tmp_path / writer)
        run(READ, tmp_path / reader, written)


def run(code: str, folder: Path, given: bytes = b"") -> bytes:
    return subprocess.run(
        [sys.executable, "-B", "-c", code], cwd=folder, input=given, capture_output=True, check=True
    ).stdout


def test_the_table_tells_bases_before_and_after_also_with_a_refusal(tmp_path: Path) -> None:
    text = "class A(OSError): ...\n\n\nclass Stop(BaseException): ...\n"
    workspace: Workspace = write_tree({PurePosixPath("errors.py"): text.encode()}, tmp_path)
    options = {"into": "roots", "root": "PkgError", "classes": ["A", "Stop"]}
    outcome = codemods.make("unify-exceptions", options).run(workspace)

    assert [refusal.code for refusal in outcome.refusals] == ["wider-catch"]
    [table] = outcome.tables
    assert table.rows == (
        ("errors.A", "OSError", "OSError, PkgError", "OSError, Exception"),
        ("errors.Stop", "BaseException", "as before", "BaseException"),
    )
