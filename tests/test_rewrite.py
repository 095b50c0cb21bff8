"""Pattern rules: what a plan may say, and that captured code keeps its meaning wherever it is put."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tempfile
from pathlib import Path, PurePosixPath

import pytest
from codemod_cases import write_tree
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from migrate import codemods
from migrate.errors import MigrateError
from migrate.plan import load
from migrate.workspace import Workspace

DOCS = Path(__file__).parents[1] / "docs/rewrite.md"

WRONG = [
    ('pattern = "foo($A"\ndelete = true', "is not Python"),
    ('pattern = "foo($A)"\ndelete = true', "`foo` is neither a builtin nor a dotted name"),
    ('pattern = "self.foo($A)"\ndelete = true', "`self` is no name that can be resolved"),
    ('pattern = "print($a)"\ndelete = true', "`$a` is no metavariable"),
    ("pattern = \"print('$A')\"\ndelete = true", "stands in a string"),
    ('pattern = "print($$$A + 1)"\ndelete = true', "stands where one expression goes"),
    ('pattern = "$A"\ndelete = true', "matches everything"),
    ('pattern = ""\nto = "x"', "either `pattern` or `rules`"),
    ('pattern = "# only words"\ndelete = true', "only a comment"),
    ('pattern = "def f(a, $$$B): pass"\ndelete = true\nnames = "text"', "all parameters"),
    ('pattern = "print($A)"', "needs either `to` or `delete = true`"),
    ('pattern = "print($A)"\nto = "x"\ndelete = true', "needs either `to` or `delete = true`"),
    ('pattern = "print($A)"\nto = "logging.info($B)"', "`$B` is not in the pattern"),
    ('pattern = "print($A)"\nto = "logging.info($_)"', "keeps nothing"),
    ('pattern = "print($$$A)"\nto = "print($$$A, 1)"', "would never end"),
    ('pattern = "print($A)"\nto = "repr(print($A))"', "would never end"),
    ('pattern = "if $A: $$$B"\nto = "if not $A:\\n    $$$B"', "would never end"),
    ('pattern = "@staticmethod"\nto = "pass"', "cannot become"),
    ('pattern = "print($A)"\nto = "logging.info($A)"\nwhere = { B = { kind = "call" } }', "`where` speaks of `$B`"),
    ('pattern = "print($A)"\nto = "logging.info($A)"\nwhere = { b = { kind = "call" } }', "nor a metavariable"),
    ('pattern = "print($A)"\nto = "logging.info($A)"\nwhere = { A = { matches = "(" } }', "no regular expression"),
    ('pattern = "print($A)"\nto = "info($A)"\nimports = ["from log import *"]', "is no import"),
    ('pattern = "foo($A"\nto = "bar($A)"\nlanguage = "c"', "is not c"),
    ('pattern = "if ($A) {"\nto = "if ($A)"\nlanguage = "javascript"', "is not javascript"),
    ('pattern = "foo($A)"\nto = "foo($A, foo(1))"\nlanguage = "c"', "would never end"),
    ('pattern = "foo($A)"\nto = "x"\nlanguage = "cc"', "did you mean `c`"),
]


@pytest.mark.parametrize(("options", "said"), WRONG)
def test_a_rule_that_cannot_be_meant_is_told_with_the_plan_and_its_place(
    tmp_path: Path, options: str, said: str
) -> None:
    plan = tmp_path / "migration.toml"
    plan.write_text(
        f'[project]\nname = "p"\n[[phase]]\nid = 1\n[[phase.step]]\nid = "1"\ncodemod = "rewrite"\n{options}\n'
    )
    with pytest.raises(MigrateError) as caught:
        load(plan)
    assert said in caught.value.what
    assert re.match(r"\S*migration\.toml:\d+: phase 1, step 1: rewrite: ", caught.value.what)


def test_the_rules_of_the_page_can_all_be_meant() -> None:
    rows = [line for line in DOCS.read_text().splitlines() if line.startswith("| ") and "`pattern = " in line]
    assert len(rows) > 12
    for row in rows:
        text = row.replace("\\|", "|")
        keys = dict(re.findall(r"`(pattern|to) = \"(.*?)\"`", text))
        options: dict[str, object] = {key: value.replace("\\n", "\n") for key, value in keys.items()}
        if "`delete = true`" in text:
            options["delete"] = True
        codemods.make("rewrite", options)


def test_ast_grep_is_imported_only_where_it_is_used() -> None:
    code = (
        "import sys; from migrate import codemods; codemods.make('rewrite', {'pattern': 'print($A)', 'delete': True});"
        "assert 'ast_grep_py' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_ast_grep_the_plan_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ast_grep_py", None)
    with pytest.raises(MigrateError) as caught:
        codemods.make("rewrite", {"pattern": "old($A)", "to": "fresh($A)", "language": "c"})
    assert caught.value.hint == "pip install 'migrate-plan[languages]'"


def test_a_digest_that_a_refusal_shows_is_the_one_to_write_down(tmp_path: Path) -> None:
    workspace = write_tree({PurePosixPath("a.py"): b"class C:\n\tdef f(self):\r\n\t\treturn 1\n"}, tmp_path)
    options: dict[str, object] = {"at": "a.C.f", "action": "replace", "code": "def f(self): return 2"}
    [refusal] = codemods.make("snippet", options | {"was_hash": "00000000"}).run(workspace).refusals
    shown = re.search(r"[0-9a-f]{16}", refusal.reason)
    assert shown
    outcome = codemods.make("snippet", options | {"was_hash": shown[0]}).run(workspace)
    assert [change.after for change in outcome.changes] == [b"class C:\n\tdef f(self): return 2\n"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"action": "append", "code": "x = 1"}, "either `at` or `file`"),
        ({"action": "append", "at": "a"}, "needs `code`"),
        ({"action": "delete", "at": "a.f", "code": "x = 1"}, "takes no `code`"),
        ({"action": "append", "at": "a", "code": "x = "}, "is not Python"),
        ({"action": "append", "at": "a", "code": "# words"}, "no statement"),
        ({"action": "add-import", "at": "a", "code": "x = 1"}, "must be import statements"),
        ({"action": "replace", "file": "a.txt", "code": "x"}, "needs an `anchor`"),
        ({"action": "replace", "file": "a.py", "code": "x = 1"}, "name the definition"),
        ({"action": "replace-body", "file": "a.txt", "anchor": "x", "code": "x"}, "`anchor` goes with"),
        ({"action": "delete", "at": "a.f", "was_hash": "xyz"}, "hexadecimal"),
    ],
)
def test_a_snippet_that_cannot_be_meant_is_told_with_the_plan(options: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(said)):
        codemods.make("snippet", options)


NAMES = st.sampled_from(["a", "b", "c"]).map(lambda name: ast.Name(name, ast.Load()))
LEAVES = NAMES | st.sampled_from([1, "s", 2.5, None]).map(ast.Constant)


def wider(inner: st.SearchStrategy[ast.expr]) -> st.SearchStrategy[ast.expr]:
    """Expressions of every tightness made of smaller ones."""
    operator = st.sampled_from([ast.Add(), ast.Mult(), ast.Pow(), ast.BitOr(), ast.LShift()])
    return st.one_of(
        st.builds(ast.BinOp, inner, operator, inner),
        st.builds(ast.UnaryOp, st.sampled_from([ast.Not(), ast.USub()]), inner),
        st.builds(
            lambda op, one, two: ast.BoolOp(op, [one, two]), st.sampled_from([ast.Or(), ast.And()]), inner, inner
        ),
        st.builds(lambda one, two: ast.Compare(one, [ast.Lt()], [two]), inner, inner),
        st.builds(ast.IfExp, inner, inner, inner),
        st.builds(lambda body: ast.Lambda(ast.arguments([], [], None, [], [], None, []), body), inner),
        st.builds(lambda one, two: ast.Tuple([one, two], ast.Load()), inner, inner),
        st.builds(lambda one: ast.NamedExpr(ast.Name("w", ast.Store()), one), inner),
        st.builds(lambda one: ast.Call(one, [], []), inner),
        st.builds(lambda one, two: ast.Subscript(one, two, ast.Load()), inner, inner),
        st.builds(lambda one: ast.Yield(one), inner),
        st.builds(lambda one: ast.Await(one), inner),
        st.builds(lambda one: ast.List([one], ast.Load()), inner),
    )


EXPRESSIONS = st.recursive(LEAVES, wider, max_leaves=6)
TEMPLATES = [
    "$A + $B", "$A ** $B", "$A.attr", "$A[$B]", "$A[$B:]", "not $A", "-$A", "$A if $B else $A", "lambda: $A", "$A == $B",
    "[$A for q in $B]", "$A($B)", "f(*$A, **$B)", "f(k=$A)", "$A or $B", "{$A: $B}", "{**$A}", "$A, $B", "[*$A]", "$A",
    "await $A", "($A, $B)", "$A << $B", "f($A for q in p if $B)", "(v := $A)",
]  # fmt: skip
PLACES = [
    "x = {}",
    "x = {} ** 2",
    "x = 2 ** {}",
    "x = -{}",
    "f({})",
    "{}.attr",
    "w[{}]",
    "not {}",
    "f(*{})",
    "return({})",
    "x = 1if {}else 2",
]


class Put(ast.NodeTransformer):
    """Puts trees in the place of names."""

    def __init__(self, trees: dict[str, ast.expr]) -> None:
        self.trees = trees

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.trees.get(node.id, node)


@given(EXPRESSIONS, EXPRESSIONS, st.sampled_from(TEMPLATES), st.sampled_from(PLACES))
def test_captured_code_means_the_same_wherever_it_is_put(
    one: ast.expr, two: ast.expr, template: str, place: str
) -> None:
    texts = {name: ast.unparse(ast.fix_missing_locations(tree)) for name, tree in (("A", one), ("B", two))}
    call = f"old(({texts['A']}), ({texts['B']}))"
    source = "async def g():\n    " + place.format(call) + "\n"
    plain = ast.parse(template.replace("$A", "VA").replace("$B", "VB"), mode="eval").body
    given_trees = {f"V{name}": ast.parse(f"({text})", mode="eval").body for name, text in texts.items()}
    wanted = ast.parse("async def g():\n    " + place.format(" HOLE "))
    wanted = Put({"HOLE": Put(given_trees).visit(plain)}).visit(wanted)

    with tempfile.TemporaryDirectory() as folder:
        workspace = write_tree({PurePosixPath("a.py"): source.encode()}, Path(folder))
        options = {"pattern": "old($A, $B)", "to": template, "names": "text", "where": {"A": {"matches": "(?!old).*"}}}
        outcome = codemods.make("rewrite", options).run(Workspace(workspace.root))
    assert outcome.refusals == ()
    [change] = outcome.changes
    assert change.after is not None
    assert ast.dump(ast.parse(change.after)) == ast.dump(wanted), change.after.decode()
