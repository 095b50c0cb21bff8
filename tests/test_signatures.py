"""Parameter and argument lists in any layout: an edit does what it says to the tree, and leaves every other byte alone."""

from __future__ import annotations

import ast
from pathlib import PurePosixPath

from hypothesis import given, settings
from hypothesis import strategies as st

from migrate.python.edits import Edit, apply_edits
from migrate.python.source import Source
from migrate.refactoring.calls.signatures import Arguments, Parameter, arguments_of, names_of, parameters_of, spot_for
from migrate.references.names import Module

GAPS = st.sampled_from(["", " ", "\n", "\n    ", "  # a ) comment, (\n    ", "\\\n", "\r\n\t", "\n\n  # more\n"])
VALUES = st.sampled_from(
    ["1", "(1)", "(2, 3)", "'),('", '"#"', "{'a': (1,)}", "lambda x, y=(1): x", "[i for i in 'é']", "((z))"]
)


@st.composite
def lists(draw: st.DrawFn, items: list[str]) -> str:
    """These items between commas and whatever may stand around them, with or without a comma at the end."""
    text = draw(GAPS)
    for count, item in enumerate(items):
        last = count == len(items) - 1
        comma = "," if not last or draw(st.booleans()) else ""
        text += draw(GAPS) + item + draw(GAPS) + comma + draw(GAPS)
    return text


@st.composite
def definitions(draw: st.DrawFn) -> str:
    count = draw(st.integers(0, 5))
    hint = st.sampled_from(["", ": int", ": 'a, (b'", ": list[int, str]"])
    names = [f"p{number}{draw(hint)}" for number in range(count)]
    required = draw(st.integers(0, count))
    items = [name if number < required else f"{name} = {draw(VALUES)}" for number, name in enumerate(names)]
    if count and draw(st.booleans()):
        items.insert(draw(st.integers(1, count)), "/")
    if draw(st.booleans()):
        items.append(draw(st.sampled_from(["*", "*args"])))
        least = int(items[-1] == "*")
        items += [f"k{number} = {draw(VALUES)}" for number in range(draw(st.integers(least, 2)))]
    if draw(st.booleans()):
        items.append("**more")
    inner = draw(lists(items))
    return f"z = 0\ndef f{draw(st.sampled_from(['', ' ']))}({inner}): return z\n"


@st.composite
def calls(draw: st.DrawFn) -> str:
    items = [draw(VALUES) for _ in range(draw(st.integers(0, 3)))]
    items += draw(st.lists(st.sampled_from(["*z", "*(z)"]), max_size=1))
    items += [f"k{number} = {draw(VALUES)}" for number in range(draw(st.integers(0, 2)))]
    items += draw(st.lists(st.just("**z"), max_size=1))
    callee = draw(st.sampled_from(["f", "(f)", "z.f", "f()", "z[(0)]", "( f )"]))
    return f"{callee}({draw(lists(items))})\n"


def module(text: str) -> Module:
    return Module(Source(PurePosixPath("m.py"), text.encode()))


def parsed(found: Module, edits: list[Edit]) -> ast.Module:
    return ast.parse(apply_edits(found.source.data, edits))


def function(tree: ast.Module) -> ast.FunctionDef:
    found = tree.body[1]
    assert isinstance(found, ast.FunctionDef)
    return found


def parts(found: ast.Call) -> list[str]:
    """The arguments in the order of the text."""
    everything: list[ast.expr | ast.keyword] = [*found.args, *found.keywords]
    return [ast.unparse(item) for item in sorted(everything, key=lambda item: (item.lineno, item.col_offset))]


def call_of(tree: ast.Module) -> ast.Call:
    statement = tree.body[0]
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Call)
    return statement.value


@settings(max_examples=300, deadline=None)
@given(definitions(), st.booleans(), st.sampled_from(["first", "last", "p1", "k0"]))
def test_a_new_parameter_goes_where_it_should_in_any_layout(text: str, keyword_only: bool, place: str) -> None:
    found = module(text)
    node = function(found.source.tree)
    new = Parameter("new", "'),('", "int", keyword_only, place)
    spot = spot_for(node.args, new, 0)
    if isinstance(spot, str):
        return
    texts = ["*", new.written(new.default)] if spot.star else [new.written(new.default)]
    after = function(parsed(found, parameters_of(found, node).insert(spot.part, *texts)))

    names = names_of(node.args)
    assert names_of(after.args) == [*names[: spot.order], "new", *names[spot.order :]]
    assert ("new" in [item.arg for item in after.args.kwonlyargs]) == keyword_only
    assert (after.args.vararg is None) == (node.args.vararg is None)
    assert [item.arg for item in node.args.posonlyargs] == [
        item.arg for item in after.args.posonlyargs if item.arg != "new"
    ]


@settings(max_examples=300, deadline=None)
@given(calls(), st.integers(0, 9))
def test_a_new_argument_goes_where_it_should_in_any_layout(text: str, index: int) -> None:
    found = module(text)
    node = call_of(found.source.tree)
    before = parts(node)
    index = min(index, len(before))
    edits = arguments_of(found, node).insert(index, "new=1" if index == len(before) else "*new")
    try:
        after = call_of(parsed(found, edits))
    except SyntaxError:  # a `*` behind a `**`
        assert any(item.startswith("**") for item in before[:index])
        return
    assert parts(after) == [*before[:index], "new=1" if index == len(before) else "*new", *before[index:]]


@settings(max_examples=300, deadline=None)
@given(calls(), st.integers(0, 9), st.integers(1, 9))
def test_arguments_go_with_nothing_else(text: str, first: int, count: int) -> None:
    found = module(text)
    node = call_of(found.source.tree)
    before = parts(node)
    if first >= len(before):
        return
    last = min(first + count, len(before)) - 1
    arguments = arguments_of(found, node)
    assert parts(call_of(parsed(found, arguments.remove(first, last)))) == before[:first] + before[last + 1 :]
    whole = call_of(parsed(found, arguments.replace(first, last, "*new")))
    if not any(item.startswith("**") for item in before[:first]):
        assert parts(whole) == [*before[:first], "*new", *before[last + 1 :]]


@settings(max_examples=100, deadline=None)
@given(calls())
def test_the_parts_are_what_is_written_between_the_commas(text: str) -> None:
    found = module(text)
    node = call_of(found.source.tree)
    arguments: Arguments = arguments_of(found, node)
    written = [ast.dump(ast.parse(f"f({arguments.text(index)}\n)")) for index in range(len(arguments))]
    assert written == [ast.dump(ast.parse(f"f({item})")) for item in parts(node)]
