"""Functions into classes and out of them again: what the text, the calls and the values are afterwards."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path, PurePosixPath

import pytest
from codemod_cases import write_tree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migrate import codemods
from migrate.refactoring.methods.order import as_argument, before_dot, can_be_first
from migrate.workspace import Workspace

SHAPES = b'''\
class Shape:
    """A shape."""

    def __init__(self, side: int) -> None:
        self.side = side

    # The area.
    def area(self, factor=1):
        """Its area.

        Times a factor.
        """
        text = """
  odd
"""
        return self.side * factor + len(text)

    def twice(self):
        return self.area(2) + self.area(self.area())


print(Shape(2).area(factor=3))
'''


def run(codemod: str, options: dict[str, object], tree: Workspace) -> Workspace:
    """The tree after that codemod, which must not refuse."""
    outcome = codemods.make(codemod, options).run(tree)
    assert outcome.refusals == ()
    return tree.with_changes(outcome.changes)


def tree_of(files: dict[str, bytes], folder: Path) -> Workspace:
    return write_tree({PurePosixPath(name): text for name, text in files.items()}, folder)


def test_a_method_taken_out_and_put_back_is_where_it_was_but_last_in_its_class(tmp_path: Path) -> None:
    tree = tree_of({"shapes.py": SHAPES}, tmp_path)
    out = run("method-to-function", {"method": "shapes.Shape.area", "parameter": "shape"}, tree)
    back = run("function-to-method", {"function": "shapes.area", "class": "shapes.Shape"}, out)

    before, after = (ast.parse(item.read(PurePosixPath("shapes.py"))) for item in (tree, back))
    cls, again = before.body[0], after.body[0]
    assert isinstance(cls, ast.ClassDef)
    assert isinstance(again, ast.ClassDef)
    assert sorted(map(ast.dump, cls.body)) == sorted(map(ast.dump, again.body))
    assert list(map(ast.dump, before.body[1:])) == list(map(ast.dump, after.body[1:]))
    assert b"\n    # The area.\n    def area(" in back.read(PurePosixPath("shapes.py"))


def test_two_runs_on_one_tree_give_the_same_bytes(tmp_path: Path) -> None:
    functions = b"".join(b"def f%d(x):\n\treturn %d\n\n\n" % (n, n) for n in range(6)) + b"def g(): return 1\n"
    tree = tree_of({"a.py": functions}, tmp_path)
    options: dict[str, object] = {"functions": ["a.g", *(f"a.f{n}" for n in range(6))], "class": "All"}
    texts = {run("wrap-in-class", options, tree).read(PurePosixPath("a.py")) for _ in range(3)}
    assert len(texts) == 1


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("x", "x.m"), ("x.y", "x.y.m"), ("f(x)", "f(x).m"), ("x[0]", "x[0].m"), ("[1]", "[1].m"), ("'a'", "'a'.m"),
        ("1", "(1).m"), ("x + y", "(x + y).m"), ("(x + y)", "(x + y).m"), ("(x)(y)", "(x)(y).m"), ("not x", "(not x).m"),
        ("lambda: x", "(lambda: x).m"), ("x if y else z", "(x if y else z).m"), ("await x", "(await x).m"),
        ("(x) + (y)", "((x) + (y)).m"), ("-x", "(-x).m"), ("x\n.y", "(x\n.y).m"), ("f(\nx\n)", "f(\nx\n).m"),
        ("(x := y)", "(x := y).m"), ("f'{x}'", "f'{x}'.m"), ("{1: 2}", "{1: 2}.m"),
    ],
)  # fmt: skip
def test_what_stands_before_a_dot_is_bracketed_where_it_must_be(written: str, wanted: str) -> None:
    node = ast.parse(f"async def f():\n return ({written})").body[0].body[0].value  # type: ignore[attr-defined]
    assert before_dot(node, written) + ".m" == wanted


def test_only_what_shares_no_brackets_is_bracketed_as_an_argument() -> None:
    for written, wanted in {"x": "x", "x, y": "(x, y)", "(x, y)": "(x, y)", "x or y": "x or y"}.items():
        assert as_argument(ast.parse(written, mode="eval").body, written) == wanted


@pytest.mark.parametrize(
    ("call", "index", "wanted"),
    [
        ("f(x, g())", 0, True), ("f(1, g())", 1, True), ("f(g(), x)", 1, True), ("f(g(), h())", 1, False),
        ("f(g(), k=h())", 1, False), ("f(*xs, k=h())", 1, False),
    ],
)  # fmt: skip
def test_an_argument_comes_first_only_where_nobody_could_tell(call: str, index: int, wanted: bool) -> None:
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call)
    assert can_be_first(node, [*node.args, *(item.value for item in node.keywords)][index]) is wanted


LINES = st.sampled_from([
    'text = """\n a\n\tb\n"""', "x = (x +\n1)", "# a comment", "if x:\n    x += 1  # more\n\n    x += 1", "x = x \\\n+ 2",
    "def inner(y):\n    '''Doc\n\n       odd\n    '''\n    return y + 1\nx = inner(x)", 'text = f"""\n{x}\n  {x}"""',
    "rows = [\n  1,\n\n    2,\n]", "text = 'a\\\n   b'", "for _ in range(2):\n\tx += 1", 'text = ("a"\n"b" """\nc""")',
])  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.lists(LINES, max_size=5), doc=st.sampled_from(["", '"""Doc.\n\n    More.\n      odd\n    """\n']))
def test_a_wrapped_function_gives_what_it_gave(body: list[str], doc: str, tmp_path: Path) -> None:
    text = "def f(x):\n" + (f"    {doc}" if doc else "") + _as_block(["text = ''", *body, "return x, text"])
    before: dict[str, object] = {}
    exec(text, before)
    tree = tree_of({"a.py": text.encode()}, tmp_path)
    after: dict[str, object] = {}
    exec(run("wrap-in-class", {"functions": ["a.f"], "class": "All"}, tree).read(PurePosixPath("a.py")), after)

    old, new = before["f"], after["All"].f  # type: ignore[attr-defined]
    assert old(3) == new(3)  # type: ignore[operator]
    assert inspect.getdoc(old) == inspect.getdoc(new)


def _indented(line: str) -> str:
    return f"    {line}" if line.strip() else line


def _strings(text: str) -> bool:
    return '"""' in text or "'''" in text or "\\\n" in text


def _as_block(statements: list[str]) -> str:
    """The statements as a function's body; those that hold strings of several lines keep these as they are."""
    found = []
    for item in statements:
        if _strings(item) and not item.startswith("def"):
            found.append(f"    {item}\n")
        else:
            found.append("".join(_indented(line) for line in f"{item}\n".splitlines(keepends=True)))
    return "".join(found)
