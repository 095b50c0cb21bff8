"""Skeletons: with each member's holes filled in they give back the member, and nothing that all say alike is a hole."""

from __future__ import annotations

import ast
import copy
import textwrap
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrate.python.antiunification import Level, Member, Skeleton, antiunified
from migrate.python.edits import Positions
from migrate.python.holes import bound_before, facts_of, read_later
from migrate.python.indentation import dedented, indented
from migrate.python.source import Source

LEVELS: tuple[Level, ...] = ("exact", "plain", "renamed")
OWN_TREES = ("migrate", "codemods", "analyzers")
ROOT = Path(__file__).parents[1]

# code in several variants at once: each strategy gives one text, or one list of lines, for each member

Texts = tuple[str, ...]
NAMES = st.sampled_from(["a", "b", "c", "self.x", "LIMIT", "np.pi"])
LEAVES = st.one_of(NAMES, st.sampled_from(["0", "1", "-2", "'s'", "None", "b'z'", '"""two\nlines"""']))
SHAPES = (
    "f({}, {})", "g({}, key={})", "[{}, {}]", "({} + {})", "{{{}: {}}}", "h[{}]({})", "f'{{a}} {{b!r}}' + str({}) * {}",
    "[c for c in {} if {}]", "sum(c * {} for c in {})", "(lambda c: {} or {})", "({} if {} else a)", "f(*{}, **{})", "h[{}:{}]",
    "(\n    {} -\n    {})",
)  # fmt: skip


@st.composite
def expressions(draw: st.DrawFn, count: int, depth: int = 2) -> Texts:
    if draw(st.integers(0, 7)) == 0:
        return tuple(draw(expressions(1, depth))[0] for _ in range(count)) if count > 1 else (draw(LEAVES),)
    if not depth or draw(st.booleans()):
        return (draw(LEAVES),) * count
    shape = draw(st.sampled_from(SHAPES))
    parts = [draw(expressions(count, depth - 1)) for _ in range(shape.replace("{{", "").count("{}"))]
    return tuple(shape.format(*own) for own in zip(*parts, strict=True))


Blocks = tuple[list[str], ...]
STATEMENTS = (
    "{0} = {1}",
    "{0} += {1}",
    "return {1}",
    "{0}: int = {1}",
    "call({1})  # why",
    "raise E({1})",
    "del d[{1}]",
    "pass",
)
HEADS = ("if {1}:", "while {1}:", "for {0} in {1}:", "with {1} as {0}:", "def inner(c, d={1}):")
TARGETS = st.sampled_from(["a", "b", "self.x", "d['k']"])


@st.composite
def blocks(draw: st.DrawFn, count: int, depth: int = 2) -> Blocks:
    found: Blocks = tuple([] for _ in range(count))
    for _ in range(draw(st.integers(1, 4))):
        own = draw(statements(count, depth))
        only = draw(st.sampled_from([None, None, None, *range(count)])) if count > 1 else None
        for which, lines in enumerate(own):
            if only is None or which == only:
                found[which].extend(lines)
    for lines in found:
        if not lines:
            lines.append("pass")
    return found


@st.composite
def statements(draw: st.DrawFn, count: int, depth: int) -> Blocks:
    values = draw(expressions(count))
    target = draw(TARGETS)
    if not depth or draw(st.booleans()):
        shape = draw(st.sampled_from(STATEMENTS))
        return tuple(shape.format(target, value).split("\n") for value in values)
    shape = draw(st.sampled_from(HEADS))
    body = draw(blocks(count, depth - 1))
    found = tuple(
        [*shape.format(target, value).split("\n"), *deeper(lines)] for value, lines in zip(values, body, strict=True)
    )
    if shape.startswith("if") and draw(st.booleans()):
        other = draw(blocks(count, depth - 1))
        chained = draw(st.booleans())
        for lines, value, more in zip(found, values, other, strict=True):
            lines += [*(f"elif not {value}:" if chained else "else:").split("\n"), *deeper(more)]
    return found


def deeper(lines: list[str]) -> list[str]:
    inside = {n for n in range(len(lines)) if "\n".join(lines[:n]).count('"""') % 2}
    return [line if count in inside else "    " + line for count, line in enumerate(lines)]


@st.composite
def functions(draw: st.DrawFn, count: int = 2) -> list[str]:
    body = draw(blocks(count))
    doc = draw(st.sampled_from([[], ['"""Says."""'], ['"""Says', '    more."""']]))
    renamed = draw(st.booleans())
    found = []
    for which, lines in enumerate(body):
        head = f"def f{which}(self, a, b=1, *, d: {'int' if which else 'str'} = None):"
        text = "\n".join([head, *deeper([*(doc if not which else doc[:1] if len(doc) == 1 else []), *lines])]) + "\n"
        found.append(text.replace("c", "q") if renamed and which else text)
    return found


def parses(text: str) -> bool:
    try:
        compile(text, "<it>", "exec", ast.PyCF_ONLY_AST)
    except (SyntaxError, RecursionError):
        return False
    return True


def member(text: str) -> Member:
    source = Source(PurePosixPath("a.py"), text.encode())
    return Member(Positions(source), (source.tree.body[-1],))


# what must hold of every skeleton


class Renamed(ast.NodeTransformer):
    """A member with the first one's names, as `Skeleton.renamed` says."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for field in ("id", "arg", "name", "rest"):
            value = getattr(node, field, None)
            if isinstance(value, str) and not isinstance(node, ast.keyword | ast.alias):
                setattr(node, field, self.names.get(value, value))
        return super().generic_visit(node)


class Bare(ast.NodeTransformer):
    """Code without docstrings and annotations, as the levels below `exact` see it."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        match node:
            case ast.FunctionDef(body=[ast.Expr(value=ast.Constant(value=str())), *rest]):
                node.body = rest
            case ast.arg():
                node.annotation = None
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                return ast.Assign([target], value, lineno=1)
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        return node


def bare(node: ast.AST, names: dict[str, str]) -> str:
    changed = Bare().visit(Renamed(names).visit(copy.deepcopy(node)))
    changed.name = ""  # two members may be called differently
    return ast.dump(changed)


class Filled(ast.NodeTransformer):
    """The skeleton's holes, named `hole_1_` and so on, with one member's nodes in their place."""

    def __init__(self, values: dict[str, tuple[ast.AST, ...]]) -> None:
        self.values = values

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return copy.deepcopy(self.values[node.id][0]) if node.id in self.values else node

    def visit_Expr(self, node: ast.Expr) -> ast.AST | list[ast.AST]:
        if isinstance(node.value, ast.Name) and node.value.id in self.values:
            return [copy.deepcopy(item) for item in self.values[node.value.id]]
        return self.generic_visit(node)


def check_that_filling_gives_back(skeleton: Skeleton) -> None:
    numbers = {
        (hole, place): f"hole_{at}_{n}_"
        for at, hole in enumerate(skeleton.holes)
        for n, place in enumerate(hole.places)
    }
    text = skeleton.rendered(lambda hole, place: numbers[hole, place])
    tree = ast.parse(textwrap.dedent(text))
    for which, own in enumerate(skeleton.members):
        back = {theirs: mine for mine, theirs in skeleton.renamed[which].items()}
        values = {}
        for (_, place), name in numbers.items():
            values[name] = tuple(Renamed(back).visit(copy.deepcopy(node)) for node in place.values[which].nodes)
        filled = Filled(values).visit(copy.deepcopy(tree))
        assert bare(filled.body[-1], {}) == bare(own.nodes[0], back)
        if not any(skeleton.renamed):
            again = ast.parse(textwrap.dedent(skeleton.filled(which)))
            assert bare(again.body[-1], {}) == bare(own.nodes[0], {})


def check_that_no_hole_could_be_smaller(skeleton: Skeleton) -> None:
    for hole in skeleton.holes:
        for place in hole.places:
            dumps = {tuple(map(ast.dump, value.nodes)) for value in place.values}
            assert len(dumps) > 1 or any(value.facts.reads for value in place.values)
            if hole.kind == "statements" or not all(isinstance(v.nodes[0], ast.Call) for v in place.values):
                continue
            texts = [f"x = (\n{value.text}\n)\n" for value in place.values]
            inner = antiunified([member(text) for text in texts], "plain")
            assert inner is not None
            assert [ast.unparse(item.values[0].nodes[0]) for item in inner.holes] == [
                ast.unparse(place.values[0].nodes[0])
            ]


@settings(max_examples=30, deadline=None)
@given(functions(), st.sampled_from(LEVELS))
def test_a_skeleton_with_a_members_values_in_its_holes_is_that_member(texts: list[str], level: Level) -> None:
    if all(map(parses, texts)) and (skeleton := antiunified([member(text) for text in texts], level)):
        check_that_filling_gives_back(skeleton)
        check_that_no_hole_could_be_smaller(skeleton)
        assert skeleton.lines <= skeleton.members[0].lines
        coarser = antiunified([member(text) for text in texts], level, closable=True)
        if coarser:
            check_that_filling_gives_back(coarser)
            assert coarser.lines <= skeleton.lines
            for hole in coarser.holes:
                assert hole.kind != "statements" or "return" not in hole.doing or hole.places[0].last


@settings(max_examples=30, deadline=None)
@given(functions(3))
def test_three_members_have_one_skeleton(texts: list[str]) -> None:
    if all(map(parses, texts)) and (skeleton := antiunified([member(text) for text in texts])):
        check_that_filling_gives_back(skeleton)


@settings(max_examples=30, deadline=None)
@given(functions(1))
def test_twins_have_no_hole_and_save_all_lines_but_ones(texts: list[str]) -> None:
    if parses(texts[0]):
        for level in LEVELS:
            skeleton = antiunified([member(texts[0]), member("# another file\n\n" + texts[0])], level)
            assert skeleton is not None
            assert skeleton.is_whole
            assert not skeleton.soft
            assert skeleton.saving == skeleton.members[0].lines
            assert skeleton.filled(0) == texts[0]


@settings(max_examples=30, deadline=None)
@given(functions(2))
def test_a_third_member_never_makes_a_skeleton_larger(texts: list[str]) -> None:
    if all(map(parses, texts)):
        mine, other = map(member, texts)
        two, three = antiunified([mine, other]), antiunified([mine, other, member(texts[0])])
        assert (two is None) == (three is None)
        if two and three:
            assert three.lines <= two.lines


def functions_of(path: Path) -> Iterator[Member]:
    source = Source(PurePosixPath(path.name), path.read_bytes())
    positions = Positions(source)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Member(positions, (node,))


@pytest.mark.parametrize("folder", OWN_TREES)
def test_functions_of_this_very_tree_are_given_back(folder: str) -> None:
    found = [item for path in sorted((ROOT / folder).rglob("*.py")) for item in functions_of(path)]
    found.sort(key=lambda item: (item.lines, item.positions.source.path, item.nodes[0].lineno))
    compared = 0
    for one, other in list(pairwise(found))[:: 1 + len(found) // 150]:
        for level in ("plain", "renamed"):
            skeleton = antiunified([one, other], level)
            if skeleton is not None:
                check_that_filling_gives_back(skeleton)
                compared += 1
    assert compared > 3


# what a hole tells


def test_a_hole_of_each_kind_and_what_is_no_hole() -> None:
    mine, other = (
        member(textwrap.dedent(text))
        for text in (
            '''
            def f(self, n: int) -> A:
                """Doc."""
                size = self.unit(n)
                if size > self.available:
                    raise NvidiaError(size, limit=16)
                total = 3
                for block in self.blocks:
                    total += block.size * 2
                log(NvidiaError)
                return {"used": self.used, "total": total}
            ''',
            """
            def f(self, n: int) -> B:
                size = self.unit(n)
                if size > self.available:
                    raise AMDError(size, limit=32)
                self.extra(size)
                sum_ = 3
                for b in self.blocks:
                    sum_ += b.size * (3 + n)
                log(AMDError)
                return {"used": self.used, "total": sum_}
            """,
        )
    )
    skeleton = antiunified([mine, other])
    assert skeleton is not None
    told = {hole.kind: ([value.text for value in hole.values], len(hole.places)) for hole in skeleton.holes}
    assert told == {
        "name": (["NvidiaError", "AMDError"], 2),
        "literal": (["16", "32"], 1),
        "statements": (["", "self.extra(size)\n"], 1),
        "expression": (["2", "3 + n"], 1),
    }
    assert skeleton.renamed == ({}, {"total": "sum_", "block": "b"})
    assert skeleton.soft == {"annotation", "docstring"}
    run = next(hole for hole in skeleton.holes if hole.kind == "statements")
    assert run.values[1].facts.reads == {"self", "size"}
    assert antiunified([mine, other], "plain") is not None


def test_a_name_that_means_another_thing_in_each_file_is_a_hole() -> None:
    text = "def f(self, n):\n    logger.debug(n)\n    return logger\n"
    skeleton = antiunified([member(text), member(text)], "plain", frozenset({"logger"}))
    assert skeleton is not None
    [hole] = skeleton.holes
    assert (hole.kind, len(hole.places), [value.text for value in hole.values]) == ("name", 2, ["logger", "logger"])


def test_runs_out_of_functions_are_compared_with_the_names_around_them() -> None:
    texts = [
        "def f(a):\n    x = load(a)\n    check(x, 1)\n    return x\n",
        "def g(b):\n    y = load(b)\n    check(y, 2)\n    return 0\n",
    ]
    runs = []
    for text, name in zip(texts, "ab", strict=True):
        whole = member(text)
        assert isinstance(whole.nodes[0], ast.FunctionDef)
        runs.append(Member(whole.positions, tuple(whole.nodes[0].body[:2]), frozenset({name})))
    skeleton = antiunified(runs)
    assert skeleton is not None
    assert skeleton.renamed[1] == {"a": "b", "x": "y"}
    assert [hole.kind for hole in skeleton.holes] == ["literal"]
    assert skeleton.rendered(lambda hole, place: "limit") == "    x = load(a)\n    check(x, limit)\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("def f(a): return a", "async def f(a): return a"),
        ("def f(a): return a", "def f(b, c): return b"),
        ("def f(a=1, *b): return a", "def f(a=1, **b): return a"),
        ("@one\ndef f(): return 1", "@two\ndef f(): return 1"),
        ("x = 1", "del x"),
    ],
)
def test_what_differs_in_kind_or_signature_has_no_skeleton(one: str, other: str) -> None:
    assert antiunified([member(one), member(other)]) is None


@pytest.mark.parametrize(
    ("code", "doing"),
    [
        ("return 1", {"return"}),
        ("for x in y:\n    break", set()),
        ("break", {"break"}),
        ("for x in y: pass\nelse: continue", {"continue"}),
        ("super().f()", {"super"}),
        ("def g(): return (yield)", set()),
        ("x = (y := 1)", {"walrus"}),
        ("async with a: pass", {"await"}),
        ("del x", {"del"}),
        ("locals()", {"locals"}),
        ("global x\nx = 1", {"global"}),
    ],
)
def test_what_only_the_function_itself_can_do_is_told(code: str, doing: set[str]) -> None:
    assert facts_of(ast.parse(code).body, frozenset()).doing == doing


def test_what_a_piece_reads_binds_and_is_given() -> None:
    tree = ast.parse(
        "def f(a):\n    b = a\n    for c in b:\n        d = [e for e in c]\n        b += d\n    return g(b)\n"
    )
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    loop = function.body[1]
    assert isinstance(loop, ast.For)
    facts = facts_of([loop], frozenset("abcde"))
    assert sorted(facts.reads) == sorted(facts.binds) == ["b", "c", "d"]
    assert not facts.sure | facts.outer
    assert sorted(bound_before(function, loop.body[1:]) or ()) == ["a", "b", "c", "d"]
    assert sorted(bound_before(function, function.body[2:]) or ()) == ["a", "b"]
    assert sorted(facts_of(function.body[2:], frozenset("abcde")).outer) == ["g"]
    assert sorted(read_later(function, loop.body[:1])) == ["b", "d", "g"]
    assert sorted(read_later(function, function.body[:1])) == ["b", "c", "d", "e", "g"]


def test_strings_keep_their_insides_when_statements_are_indented_anew() -> None:
    text = '        x = """a\n        b"""\n        f(\n            x)\n'
    tree = ast.parse("if 1:\n" + text)
    assert isinstance(tree.body[0], ast.If)
    assert dedented(text, tree.body[0].body) == 'x = """a\n        b"""\nf(\n    x)\n'
    assert indented('x = """a\n b"""\nf(\n    x)\n', "  ", "\r\n") == '  x = """a\r\n b"""\r\n  f(\r\n      x)\r\n'
