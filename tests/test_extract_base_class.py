"""Classes with a base that was drawn out of them do what they did, and there are as many lines fewer as was said."""

from __future__ import annotations

import random
from pathlib import Path, PurePosixPath

import pytest
from codemod_cases import write_tree
from hypothesis import given, settings
from hypothesis import strategies as st

from migrate import codemods
from migrate.model import Finding, Location, Outcome
from migrate.refactoring.extracting.base_class import measure
from migrate.refactoring.extracting.family import Wish
from migrate.workspace import Workspace

CLASSES = ("pkg.a.A", "pkg.b.B", "pkg.b.C")
MODULE = (
    "LIMIT = {limit}\n\n\ndef scaled(value):\n    return value * {limit}\n\n\nclass Error{limit}(Exception): ...\n\n\n"
)
EXPRESSIONS = (
    "a + {n}", "b * {n}", "len(x) + a", "scaled(a) + {n}", "LIMIT - a", "self.size + {n}", "sum(i * {n} for i in x)",
    "[a, b][a % 2]", "(lambda v: v + b + {n})(a)", "max(a, {n})", "self.size if a > {n} else b",
)  # fmt: skip
STATEMENTS = (
    "a = {e}", "b += {e}", "x.append({e})", "self.size = {e}", "self.seen.append({e})", "self.note(a, {e})",
    "if a > {n}:\n    b = {e}\nelse:\n    b = {n}", "for i in range({n} % 3):\n    a += {e}", "if a == {n}:\n    return {e}",
    "try:\n    x[{n}] = a\nexcept IndexError:\n    b = {e}", "c = {e}\nx.append(c)", "if b > {n}:\n    raise Error{limit}({e})",
)  # fmt: skip


class Drawn:
    """One choice after the other, the same for all classes unless they are to differ."""

    def __init__(self, seed: int, count: int) -> None:
        self.random, self.count = random.Random(seed), count

    def number(self, most: int, chance: float = 0.0) -> list[int]:
        one = self.random.randrange(most)
        differs = self.random.random() < chance
        return [self.random.randrange(most) if differs else one for _ in range(self.count)]

    def method(self, name: str) -> list[str]:
        bodies: list[list[str]] = [[] for _ in range(self.count)]
        for _ in range(self.random.randrange(6, 14)):
            shapes, kinds, numbers = (
                self.number(len(STATEMENTS), 0.06),
                self.number(len(EXPRESSIONS), 0.06),
                self.number(5, 0.1),
            )
            alone = self.random.randrange(self.count) if self.random.random() < 0.08 else None
            for which, body in enumerate(bodies):
                if alone in (None, which):
                    value = EXPRESSIONS[kinds[which]].format(n=numbers[which])
                    text = STATEMENTS[shapes[which]].format(e=value, n=numbers[which], limit=which + 2)
                    body += text.split("\n")
        return [
            "\n".join(
                [
                    f"    def {name}(self, a, b=2):",
                    "        x = [a, b]",
                    *(f"        {line}" for line in body),
                    "        return a, b, x",
                ]
            )
            for body in bodies
        ]


def family(seed: int) -> dict[str, str]:
    drawn = Drawn(seed, len(CLASSES))
    names = [f"m{n}" for n in range(drawn.random.randrange(1, 4))]
    methods = [drawn.method(name) for name in names]
    texts = []
    for which, dotted in enumerate(CLASSES):
        head = f"class {dotted[-1]}:\n    def __init__(self):\n        self.size = {which}\n        self.seen = []\n"
        note = f"\n    def note(self, one, other):\n        self.seen.append((one, other, {which}))\n"
        texts.append(head + note + "\n" + "\n\n".join(method[which] for method in methods) + "\n")
    b = "".join(f"class Error{n}(Exception): ...\n" for n in (4,)) + "\n\n" + texts[1] + "\n\n" + texts[2]
    return {
        "pkg/__init__.py": "",
        "pkg/a.py": MODULE.format(limit=2) + texts[0],
        "pkg/b.py": MODULE.format(limit=3) + b,
    }


def said(workspace: Workspace) -> list[object]:
    """What every method of every class gives, raises and leaves behind, for some arguments."""
    modules: dict[str, dict[str, object]] = {}

    def load(name: str) -> dict[str, object]:
        if name not in modules:
            modules[name] = {"__name__": name}
            text = workspace.read(PurePosixPath(name.replace(".", "/") + ".py")).decode()
            lines = []
            for line in text.splitlines(keepends=True):
                if line.startswith("from pkg."):
                    home, _, what = line.removeprefix("from ").partition(" import ")
                    modules[name] |= {one.strip(): load(home)[one.strip()] for one in what.split(",")}
                    line = "\n"
                lines.append(line)
            exec(compile("".join(lines), name, "exec"), modules[name])  # the code is this test's own
        return modules[name]

    found: list[object] = []
    for dotted in CLASSES:
        home, _, name = dotted.rpartition(".")
        cls = load(home)[name]
        assert isinstance(cls, type)
        for method in ("m0", "m1", "m2"):
            for a in (0, 1, 3):
                thing = cls()
                try:
                    answer: object = getattr(thing, method, lambda *_: None)(a, 1)
                except Exception as error:  # noqa: BLE001 - whatever it raises is what it says
                    answer = type(error).__name__, str(error)
                found.append((dotted, method, a, repr(answer), thing.size, repr(thing.seen)))
    return found


def lines(workspace: Workspace) -> int:
    return sum(len(workspace.read(path).splitlines()) for path in workspace.files)


def told(outcome: Outcome, title: str) -> list[tuple[object, ...]]:
    return [row for table in outcome.tables if table.title == title for row in table.rows]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("families")


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1 << 32), level=st.sampled_from(["exact", "plain", "renamed"]))
def test_classes_do_what_they_did_with_as_many_lines_fewer_as_was_said(folder: Path, seed: int, level: str) -> None:
    before = write_tree({PurePosixPath(name): text.encode() for name, text in family(seed).items()}, folder / str(seed))
    options: dict[str, object] = {"classes": list(CLASSES), "into": "pkg.base.Base", "level": level}
    outcome = codemods.make("extract-base-class", options).run(before)
    after = before.with_changes(outcome.changes)

    assert bool(outcome.changes) != bool(outcome.refusals)
    assert outcome.tables
    if outcome.changes:
        (_, was, now) = told(outcome, "Lines")[-1]
        assert isinstance(was, int)
        assert isinstance(now, int)
        assert was - now == lines(before) - lines(after) >= 1
        assert said(after) == said(before)
        assert codemods.make("extract-base-class", options).run(after).changes == ()
    else:
        assert outcome.refusals[0].code in ("nothing-shared", "too-little")


def test_what_is_measured_is_what_comes_and_nothing_is_written(tmp_path: Path) -> None:
    both = "".join(f"        self.items.append({n})\n" for n in range(12))
    text = "".join(f"class {name}:\n    def fill(self):\n{both}        self.kind = '{name}'\n\n\n" for name in "AB")
    workspace = write_tree({PurePosixPath("pkg/__init__.py"): b"", PurePosixPath("pkg/a.py"): text.encode()}, tmp_path)
    found = measure(workspace, Wish(("pkg.a.A", "pkg.a.B"), "pkg.a.Base"))

    outcome = codemods.make("extract-base-class", {"classes": ["pkg.a.A", "pkg.a.B"], "into": "pkg.a.Base"}).run(
        workspace
    )
    assert found.shared == ("fill",)
    assert found.saving == lines(workspace) - lines(workspace.with_changes(outcome.changes)) > 0
    assert found.tables == outcome.tables
    assert (tmp_path / "pkg/a.py").read_text() == text


def test_three_managers_with_no_equal_method_are_refused_with_the_table(tmp_path: Path) -> None:
    bodies = {
        "A": "return size",
        "B": "for item in self.items:\n            self.drop(item)",
        "C": "with self.lock:\n            self.n = size",
    }
    text = "".join(
        f"class {name}:\n    def allocate(self, size):\n        {body}\n\n"
        f"    def free(self, {name.lower()}):\n        self.live.pop({name.lower()})\n\n\n"
        for name, body in bodies.items()
    )
    workspace = write_tree({PurePosixPath("pkg/__init__.py"): b"", PurePosixPath("pkg/m.py"): text.encode()}, tmp_path)
    options: dict[str, object] = {"classes": [f"pkg.m.{name}" for name in bodies], "into": "pkg.base.Base"}
    outcome = codemods.make("extract-base-class", options).run(workspace)

    assert [refusal.code for refusal in outcome.refusals] == ["nothing-shared"]
    assert outcome.changes == ()
    assert told(outcome, "Members of A, B and C") == [
        ("allocate", "2 lines", "different", "different", False, "nothing in common"),
        ("free", "3 lines", "different", "different", False, "parameters are called differently"),
    ]


@pytest.mark.parametrize(("classes", "base"), [(("TestRow", "TestRow"), "Row"), (("XTest", "YTest"), "Shared")])
def test_a_drawn_name_is_none_that_a_test_runner_would_collect(
    classes: tuple[str, str], base: str, tmp_path: Path
) -> None:
    places = []
    for name, cls in zip("ab", classes, strict=True):
        (tmp_path / f"{name}.py").write_text(f"class {cls}:\n    def test_it(self):\n        pass\n")
        places.append(Location(PurePosixPath(f"{name}.py"), 1, symbol=cls))
    finding = Finding("duplicate-class", "", tuple(places), "")
    [suggestion] = codemods.load("extract-base-class").suggest([finding], Workspace(tmp_path))
    assert suggestion.options["into"] == f"base.{base}"
