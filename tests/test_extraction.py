"""extract-function on generated code: what is extracted does what was there, and a saving that is told is one."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from migrate import codemods
from migrate.model import Outcome
from migrate.python.liveness import Around, Exposure, falls_through, reads
from migrate.refactoring.extracting.function_places import find_site, place_of
from migrate.refactoring.extracting.function_writing import predicted
from migrate.refactoring.extracting.functions import Wishes
from migrate.references.index import Index
from migrate.workspace import Workspace

NAMES = ("a", "b", "c", "d")
HEADER = "from contextlib import suppress\nfrom trace import note\n\n\n"
INPUTS = ((0, 1, 2), (3, 0, -1), (1, 1, 1), (5, -2, 0))

literals = st.integers(-2, 6).map(str)
atoms = st.one_of(literals, st.sampled_from(NAMES))
expressions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "%", "//", "<", "==", "and"]), inner),
        st.builds("note({})".format, inner),
        st.builds("sum([x + {} for x in range(3) if x != {}])".format, inner, atoms),
    ),
    max_leaves=4,
)


def indent(block: list[str]) -> list[str]:
    return [f"    {line}" for line in block]


def compound(inner: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    return st.one_of(
        st.builds(lambda test, body: [f"if {test}:", *indent(body)], expressions, inner),
        st.builds(lambda test, body, other: [f"if {test}:", *indent(body), "else:", *indent(other)], expressions, inner, inner),
        st.builds(lambda name, body: [f"for {name} in range(3):", *indent(body)], st.sampled_from(NAMES), inner),
        st.builds(
            lambda name, test, body: [f"for {name} in range(4):", f"    if {test}:", "        break", *indent(body)],
            st.sampled_from(NAMES), expressions, inner,
        ),
        st.builds(lambda body, other: ["try:", *indent(body), "except ZeroDivisionError:", *indent(other)], inner, inner),
        st.builds(lambda body, other: ["try:", *indent(body), "finally:", *indent(other)], inner, inner),
        st.builds(lambda body: ["with suppress(ZeroDivisionError):", *indent(body)], inner),
    )  # fmt: skip


plain = st.one_of(
    st.builds("{} = {}".format, st.sampled_from(NAMES), expressions),
    st.builds("{} += {}".format, st.sampled_from(NAMES), expressions),
    st.builds("note({})".format, expressions),
    st.builds(lambda names, value: "{0}, {1} = {1}, {2}".format(*names, value), st.permutations(NAMES), expressions),
).map(lambda line: [line])
odd = st.one_of(
    st.builds("if {}: return {}".format, expressions, expressions),
    st.builds("{} = (lambda: {})()".format, st.sampled_from(NAMES), expressions),
    st.builds("del {}".format, st.sampled_from(NAMES)),
    st.builds("late = lambda: {}".format, expressions),
    st.just("note(late())"),
).map(lambda line: [line])


def blocks_of(simple: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    def several(parts: list[list[str]]) -> list[str]:
        return [line for part in parts for line in part]

    return st.recursive(
        st.lists(simple, min_size=1, max_size=3).map(several),
        lambda inner: st.lists(st.one_of(simple, compound(inner)), min_size=1, max_size=3).map(several),
        max_leaves=4,
    )


tame, wild = blocks_of(plain), blocks_of(st.one_of(plain, odd))
AROUND = (
    ([], []),
    (["for i in range(2):"], []),
    (["if b:"], ["else:", "    c = 3"]),
    (["try:"], ["except ZeroDivisionError:", "    note((a, b, c))"]),
    (["try:"], ["finally:", "    note(d)"]),
    (["with suppress(ZeroDivisionError):"], []),
    (["i = 0", "while i < 2:", "    i += 1"], []),
)
"""What may stand around a run: its lines before and behind."""


class Variant(ast.NodeTransformer):
    """The same code with one literal changed, or something to be evaluated in its place; and other local names."""

    def __init__(self, number: int, instead: str, renamed: dict[str, str]) -> None:
        self.number, self.instead, self.renamed = number, instead, renamed

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        self.number -= 1
        if self.number != -1:
            return node
        return Variant(-1, "0", self.renamed).visit(ast.parse(self.instead, mode="eval").body)  # type: ignore[no-any-return]

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name(self.renamed.get(node.id, node.id), node.ctx)


def module_of(functions: list[tuple[str, str, list[str], list[str], list[str]]]) -> tuple[str, list[tuple[int, int]]]:
    """The text, and the lines of each function's run: a name, parameters, what stands before, the run, what stands behind."""
    lines, runs = HEADER.split("\n")[:-1], []
    for name, parameters, before, run, after in functions:
        lines += [f"def {name}({parameters}):", *before]
        runs.append((len(lines) + 1, len(lines) + len(run)))
        lines += [*run, *after, "", ""]
    return "\n".join(lines[:-2]) + "\n", runs


def shown(block: list[str], depth: int, variant: Variant) -> list[str]:
    """The lines of a block as a variant of it."""
    text = ast.unparse(ast.fix_missing_locations(variant.visit(ast.parse("\n".join(block)))))
    return ["    " * depth + line for line in text.split("\n")]


def wrapped(head: list[str], tail: list[str], renamed: dict[str, str]) -> tuple[list[str], list[str]]:
    """What stands around a run, with other local names."""
    if not head:
        return [], []
    text = shown([*head, "    here", *tail], 1, Variant(-1, "0", renamed))
    at = next(count for count, line in enumerate(text) if line.strip() == "here")
    return text[:at], text[at + 1 :]


def behaviour(text: str, name: str) -> list[Any]:
    """What calling the function does: what it noted, gave or raised, for each input."""
    found = []
    for arguments in INPUTS:
        noted: list[Any] = []

        def note(value: Any, noted: list[Any] = noted) -> Any:
            noted.append(value)
            return value

        space: dict[str, Any] = {"note": note, "suppress": contextlib.suppress}
        exec(compile(text.replace(HEADER, ""), "code", "exec"), space)
        try:
            found.append((space[name](*arguments), noted))
        except Exception as error:  # noqa: BLE001 - whatever it raises must stay the same
            found.append((type(error).__name__, noted))
    return found


def extracted(folder: Path, text: str, runs: list[tuple[int, int]]) -> tuple[Outcome, Callable[[], str]]:
    (folder / "trace.py").write_text("def note(value): ...\n")
    (folder / "code.py").write_text(text)
    workspace = Workspace(folder)
    index = Index(workspace)
    module = index.names.module("code")
    assert module
    places = [place_of(module, *run) for run in runs]
    options = {"places": places, "into": "code.together", "min_saving": -1000}
    outcome = codemods.make("extract-function", options).run(workspace)
    if not outcome.refusals:
        told = predicted(index, [find_site(index, place) for place in places], Wishes("code.together"))
        assert abs(told.saving - _saving(outcome)) <= 2
    return outcome, lambda: workspace.with_changes(outcome.changes).read(module.path).decode()


def _saving(outcome: Outcome) -> int:
    [table] = [table for table in outcome.tables if table.title == "lines"]
    return int(table.rows[-1][1]) - int(table.rows[-1][2])


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    before=wild,
    run=st.one_of(tame, tame, wild),
    after=wild,
    other=wild,
    around=st.sampled_from(AROUND),
    number=st.integers(0, 6),
    instead=expressions,
)
def test_extracted_code_does_what_the_code_did(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[str],
    run: list[str],
    after: list[str],
    other: list[str],
    around: tuple[list[str], list[str]],
    number: int,
    instead: str,
) -> None:
    depth, same = 2 if around[0] else 1, Variant(-1, "0", {})
    renamed = {"a": "p", "b": "q", "d": "r"}
    twin = Variant(-1, "0", renamed)
    heads = wrapped(*around, {}), wrapped(*around, renamed)
    text, runs = module_of([
        (
            "one", "a, b, c",
            [*shown(before, 1, same), "    d = 0", *heads[0][0]],
            shown(run, depth, same),
            [*heads[0][1], *shown(after, 1, same), "    return a, b, c, d"],
        ),
        (
            "two", "p, q, c",
            [*shown(other, 1, twin), "    r = 1", *heads[1][0]],
            shown(run, depth, Variant(number, instead, renamed)),
            [*heads[1][1], *shown(before, 1, twin), "    return p, q, c, r"],
        ),
    ])  # fmt: skip
    outcome, result = extracted(tmp_path_factory.mktemp("tree"), text, runs)
    if outcome.refusals:
        event(outcome.refusals[0].code)
        assert not outcome.changes
        return
    event("extracted")
    new = result()
    assert [behaviour(new, name) for name in ("one", "two")] == [behaviour(text, name) for name in ("one", "two")], new
    assert len(text.splitlines()) - len(new.splitlines()) == _saving(outcome)


def test_names_are_exposed_that_may_be_read_before_they_are_bound() -> None:
    code = ast.parse("""
if a:
    b = c
d = b
for e in f:
    g = e
h = g
""")
    walk = Exposure()
    assert walk.block(code.body, set()) == {"d", "h"}
    assert walk.exposed == {"a", "b", "c", "f", "g"}


def test_what_a_lambda_reads_is_read() -> None:
    assert reads(ast.parse("lambda x, y=z: x + w")) == {"z", "w"}
    assert reads(ast.parse("[x for x in xs if x > limit]")) == {"xs", "limit"}


def test_a_name_lives_on_to_the_next_turn_of_a_loop() -> None:
    function = ast.parse("""
def f(items):
    last = None
    for item in items:
        print(last)
        last = item
    return 1
""").body[0]
    assert isinstance(function, ast.FunctionDef)
    loop = function.body[1]
    assert isinstance(loop, ast.For)
    around = Around(function, loop.body[1:])
    assert "last" in around.live()
    assert around.in_loop
    assert not around.is_tail


def test_code_that_always_leaves_does_not_fall_through() -> None:
    assert falls_through(ast.parse("if a:\n    b = 1").body)
    assert not falls_through(ast.parse("if a:\n    raise b\nelse:\n    raise c").body)
    assert not falls_through(ast.parse("while True:\n    pass").body)
