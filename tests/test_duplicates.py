"""Duplicates: what counts as a copy at which level, what is no copy, and that reading without a parser reads right."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trees import REPO

from migrate import analyzers
from migrate.analysis import analyze, row_of
from migrate.model import Finding
from migrate.python.clones import LEVELS, Level, Statements, equal_members, members, read, read_all
from migrate.python.lines import lines_of
from migrate.workspace import Workspace

LINES_ALONE = """
import sys
from pathlib import PurePosixPath
from migrate import analyzers
from migrate.python.source import Source

analyzer = analyzers.load("duplicates")(None, {"duplicate-lines"})
analyzer.prepare()
assert analyzer.collect(Source(PurePosixPath("a.py"), b"x = 1"))
assert "numpy" not in sys.modules
analyzer.prepare_to_conclude()
assert "numpy" in sys.modules
"""
FUNCTION = '''
def settle(account, amount, currency="EUR"):
    """Settle an account."""
    if amount < 0:
        raise ValueError("amount must not be negative")
    rate = account.rates.get(currency)  # may be unknown
    if rate is None:
        rate = account.bank.fetch(currency)
    account.balance -= amount * rate
    return account.balance
'''
ANNOTATED = """
def settle(account: "Account", amount: dict[str, int], currency: str = "EUR") -> float:
    if amount < 0:
        raise ValueError("amount must not be negative")

    # the rate of today
    rate: float = account.rates.get(
        currency
    )
    if rate is None:
        rate = account.bank.fetch(currency)
    account.balance -= amount * rate
    return account.balance
"""
RENAMED = FUNCTION.replace("settle", "pay").replace("amount", "sum_").replace("EUR", "USD")
CROSSED = FUNCTION.replace("account.balance -= amount * rate", "account.balance -= rate * rate")


def find(root: Path, files: Mapping[str, str | bytes], *codes: str, **options: Any) -> list[Finding]:
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
    analyzer = analyzers.load("duplicates")
    report = analyze(Workspace(root), [analyzer(analyzer.Options(**options))], only=codes or None)
    assert not [f for f in report.findings if f.code == "syntax-error"]
    return list(report.findings)


def places(finding: Finding) -> list[str]:
    return [f"{place.path}:{place.line}-{place.end_line}" for place in finding.locations]


def indented(text: str, by: int = 4) -> str:
    return textwrap.indent(text, " " * by)


@pytest.mark.parametrize(
    ("copy", "level"),
    [
        (FUNCTION, "exact"),
        (FUNCTION.replace("\n", "  \n"), "exact"),
        (FUNCTION.replace("\n", "\r\n"), "exact"),
        ("class C:\n    x = 1\n" + indented(FUNCTION), "exact"),
        (FUNCTION.replace("# may be unknown", "# perhaps not there"), "plain"),
        (ANNOTATED, "plain"),
        (RENAMED, "renamed"),
    ],
)
def test_a_copied_function_is_found_at_its_strongest_level(tmp_path: Path, copy: str, level: str) -> None:
    (found,) = find(tmp_path, {"a.py": "import os\n" + FUNCTION, "b.py": copy.encode()}, "duplicate-function")
    assert found.metrics["level"] == level
    assert found.metrics["copies"] == 2
    assert found.metrics["removable_lines"] >= 9
    assert found.where.symbol == "settle"


@pytest.mark.parametrize(
    "other",
    [
        CROSSED,  # two names become one: no renaming does that
        FUNCTION.replace("<", ">"),
        FUNCTION.replace("-= amount * rate", "-= amount + rate"),
        FUNCTION.replace("        rate = account.bank", "    rate = account.bank"),
        FUNCTION.replace("return account.balance", "return account.balance, None"),
        FUNCTION.replace("amount < 0", "not amount"),
        re.sub(
            r"\b(?!def|if|raise|is|None|return)[a-zA-Z_]+\b(?=[^\"]*(\"[^\"]*\"[^\"]*)*$)",
            lambda m: m[0][::-1] + "q",
            FUNCTION,
        ),
    ],
)
def test_what_does_something_else_is_no_copy(tmp_path: Path, other: str) -> None:
    assert find(tmp_path, {"a.py": FUNCTION, "b.py": other}, "duplicate-function") == []


def test_a_class_is_one_finding_and_its_methods_are_none(tmp_path: Path) -> None:
    text = (
        "class Bank:\n    fee = 3\n"
        + indented(FUNCTION)
        + indented(FUNCTION.replace("settle", "unsettle").replace("-=", "+="))
    )
    found = find(tmp_path, {"a.py": text, "b.py": "import os\n\n" + text})
    assert [(finding.code, finding.metrics["copies"]) for finding in found] == [("duplicate-class", 2)]


def test_a_third_copy_of_a_method_is_told_beside_the_copied_class(tmp_path: Path) -> None:
    text = (
        "class Bank:\n    fee = 3\n"
        + indented(FUNCTION)
        + indented(FUNCTION.replace("settle", "unsettle").replace("-=", "+="))
    )
    files = {"a.py": text, "b.py": "other = 1\n" + text, "c.py": FUNCTION}
    found = find(tmp_path, files, "duplicate-class", "duplicate-function")
    assert [(f.code, f.metrics["copies"]) for f in found] == [("duplicate-class", 2), ("duplicate-function", 2)]
    assert [str(place.path) for place in found[1].locations] == ["a.py", "c.py"]


BLOCK = """
lines = [line.strip() for line in stream.readlines()]
lines = [line for line in lines if line]
for number, line in enumerate(lines):
    if not line.startswith(prefix):
        raise ValueError(f"line {number} of {stream.name}: {line!r}")
    total += int(line.removeprefix(prefix), base=16)
report.add(total, source=stream.name)
"""


def function_around(body: str, name: str, extra: str = "") -> str:
    return f"def {name}(stream, prefix, report):\n    total = 0\n{extra}{indented(body)}    return {name!r}\n"


def test_a_run_of_statements_in_two_functions_is_a_block(tmp_path: Path) -> None:
    files = {"a.py": function_around(BLOCK, "one"), "b.py": function_around(BLOCK, "two", "    print(prefix, total)\n")}
    (found,) = find(tmp_path, files)
    assert (found.code, found.metrics["level"]) == ("duplicate-block", "exact")
    assert places(found) == ["a.py:4-10", "b.py:5-11"]
    assert [place.symbol for place in found.locations] == ["one", "two"]


def test_a_block_may_be_renamed_and_lie_twice_in_one_function(tmp_path: Path) -> None:
    renamed = re.sub(r"\bline\b", "row", BLOCK).replace("total", "sum_")
    body = BLOCK + "print(total, prefix, report, stream)\n" + renamed
    found = find(tmp_path, {"a.py": function_around(body, "one")})
    assert [(f.code, f.metrics["level"], f.metrics["copies"]) for f in found] == [("duplicate-block", "renamed", 2)]


def test_a_block_ends_where_its_body_ends(tmp_path: Path) -> None:
    inner = "if prefix:\n" + indented(BLOCK) + "else:\n    report.close(stream, total)\nreport.flush(stream, prefix)\n"
    other = "while total:\n" + indented(BLOCK) + "report.flush(stream, prefix)\n"
    (found,) = find(tmp_path, {"a.py": function_around(inner, "one"), "b.py": function_around(other, "two")})
    sources = [
        (tmp_path / place.path).read_text().split("\n")[place.line - 1 : place.end_line] for place in found.locations
    ]
    for source in sources:
        ast.parse(textwrap.dedent("\n".join(source)))


def test_of_a_part_in_three_places_and_the_whole_in_two_that_is_told_which_saves_more(tmp_path: Path) -> None:
    tail = "".join(
        f"report.note({name!r}, stream.{name}, prefix)\n" for name in ("size", "mode", "owner", "group", "time")
    )
    files = {
        "a.py": function_around(BLOCK + tail, "one", "    print(1)\n"),
        "b.py": function_around(BLOCK + tail, "two", "    print(2, 3)\n"),
        "c.py": function_around(BLOCK, "three", "    print(prefix)\n"),
    }
    (found,) = [finding for finding in find(tmp_path, files) if finding.code == "duplicate-block"]
    assert (found.metrics["copies"], found.metrics["lines"], found.metrics["removable_lines"]) == (3, 7, 14)


CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize(
    "text",
    [
        "class A:\n    def __init__(self, a, b, c, d, e, f, g):\n"
        + "".join(f"        self.{n} = {n}\n" for n in "abcdefg"),
        "import a\nimport b\nfrom c import d\nfrom e import f, g, h\nimport i\nimport j\nimport k\nimport l\n" * 2,
        "TABLE = {\n" + "".join(f"    'key{n}': ({n}, 'value', 3.5),\n" for n in range(40)) + "}\n",
        "def table():\n" + "".join(f"    add('key{n}', {n}, 'value', 3.5)\n" for n in range(12)),
        "def f(a, b):\n    return a.f(b)\n" * 3,
        "class A(Base):\n    pass\n\n\nclass B(Base):\n    x = 1\n    y = 2\n    z = 3\n    w = 4\n",
        "# Generated by a program\n" + FUNCTION,
        (CASES / "compat_module.py").read_text(),
        "@overload\ndef f(a: int, b: str, c: int, d: str) -> int: ...\n@overload\ndef f(a: str, b: str, c: int, d: str) -> str: ...\n",
        '"""A docstring\n' + "with lines\n" * 20 + '"""\n',
    ],
)
def test_boilerplate_data_and_generated_files_are_no_duplicates(tmp_path: Path, text: str) -> None:
    assert find(tmp_path, {"a.py": text, "b.py": text + "\ny = 3\n"}) == []


def test_nothing_is_told_twice(tmp_path: Path) -> None:
    files = {"a.py": FUNCTION + function_around(BLOCK, "one"), "b.py": FUNCTION + function_around(BLOCK, "one")}
    found = find(tmp_path, files)
    assert [(f.code, f.metrics["level"]) for f in found] == [("similar-module", "exact")]
    files["c.py"] = "x = 1\n" + RENAMED
    codes = [(f.code, f.metrics["level"]) for f in find(tmp_path, files)]
    assert codes == [("similar-module", "exact"), ("duplicate-function", "renamed")]


def test_modules_that_share_most_lines_are_similar(tmp_path: Path) -> None:
    other = "".join(f"def only{n}(x):\n    return x.only{n}(n={n})\n" for n in range(5))
    files = {
        "a.py": FUNCTION + function_around(BLOCK, "one"),
        "a_old.py": FUNCTION.replace("0", "1") + function_around(BLOCK, "one") + other,
    }
    (found, *_) = find(tmp_path, files, "similar-module")
    assert found.metrics["similarity"] > 0.8
    assert [str(place.path) for place in found.locations] == ["a.py", "a_old.py"]


def test_different_classes_of_one_name_come_with_what_they_share(tmp_path: Path) -> None:
    many = "class Bank:\n" + indented(FUNCTION) + indented(FUNCTION.replace("settle", "other").replace("-=", "+="))
    few = (
        "class Bank:\n"
        + indented(FUNCTION)
        + "    def close(self, door):\n        door.lock(self.key)\n        self.owner.tell('closed', door)\n"
    )
    few += "    def open(self, door):\n" + "".join(f"        door.open(self.key{n}, {n})\n" for n in range(5))
    (found,) = find(tmp_path, {"a.py": many, "b.py": few}, "same-name-class")
    assert found.identity == "Bank"
    shares = {row["path"]: (row["members"], row["equal"]) for row in found.metrics["classes"]}
    assert shares == {"a.py": (2, 1.0), "b.py": (3, 0.5)} or shares == {"a.py": (2, 0.5), "b.py": (3, 1.0)}


def test_a_name_that_many_modules_use_is_a_convention(tmp_path: Path) -> None:
    body = "".join(f"    def f{n}(self, a):\n        return a.f{n}(self.x{n}, {n})\n" for n in range(8))
    files = {f"m{number}.py": f"class Command:\n{body.replace('.f', f'.g{number}')}" for number in range(9)}
    assert find(tmp_path, files, "same-name-class") == []


def test_fingerprints_survive_shifts_and_tell_copies_by_their_places(tmp_path: Path) -> None:
    (before,) = find(tmp_path, {"a.py": FUNCTION, "b.py": "x = 1\n" + FUNCTION}, "duplicate-function")
    (after,) = find(
        tmp_path, {"a.py": "import os\n\n\n" + FUNCTION, "c.py": "y = 1\n" + FUNCTION}, "duplicate-function"
    )
    assert after.fingerprint == before.fingerprint
    assert (before.metrics["copies"], after.metrics["copies"]) == (2, 3)


# Lines


def test_equal_lines_are_found_without_reading_tokens(tmp_path: Path) -> None:
    text = "\n".join(f"some {word} line ( not python at all" for word in "abcdefgh")
    files = {"a.py": "x = 1\n\n" + text, "b.py": "import os\n" + textwrap.indent(text, "\t") + "\ny = 2\n"}
    analyzer = analyzers.load("duplicates")
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    report = analyze(Workspace(tmp_path), [analyzer()], only=["duplicate-lines"])
    (found,) = report.findings
    assert places(found) == ["a.py:3-10", "b.py:2-9"]
    assert (found.metrics["lines"], found.metrics["removable_lines"]) == (8, 8)


def test_lines_are_left_out_where_blocks_are_asked_for(tmp_path: Path) -> None:
    files = {"a.py": FUNCTION, "b.py": "x = 1\n" + FUNCTION}
    assert {f.code for f in find(tmp_path, files)} == {"duplicate-function"}
    assert {f.code for f in find(tmp_path, files, "duplicate-lines")} == {"duplicate-lines"}


def test_a_run_of_one_line_over_and_over_is_told_once(tmp_path: Path) -> None:
    found = find(tmp_path, {"a.py": "again()\n" * 40, "b.py": "other()\n" + "again()\n" * 20}, "duplicate-lines")
    assert len(found) <= 2
    for finding in found:
        spans = [(place.path, place.line, place.end_line) for place in finding.locations]
        assert all(a[0] != b[0] or a[2] < b[1] for a, b in pairwise(spans)), "no place overlaps another"


# Reading


def definitions(data: bytes) -> set[tuple[str, int, int]]:
    statements = Statements([read(data)])
    return {
        (statements.symbol(number), int(statements.first[start]), int(statements.last[end - 1]))
        for number, (start, end) in enumerate(zip(statements.start, statements.end, strict=True))
    }


def parsed(data: bytes) -> set[tuple[str, int]]:
    found = set()

    def visit(node: ast.AST, outer: str) -> None:
        for child in ast.iter_child_nodes(node):
            name = outer
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                name = f"{outer}.{child.name}".removeprefix(".")
                found.add((name, min([child.lineno, *(decorator.lineno for decorator in child.decorator_list)])))
            visit(child, name)

    visit(ast.parse(data), "")
    return found


SOURCES = sorted([*REPO.glob("migrate/**/*.py"), *REPO.glob("tests/*.py"), *Path(ast.__file__).parent.glob("*.py")])


def test_every_definition_of_the_standard_library_is_found_where_the_parser_finds_it() -> None:
    for file in SOURCES:
        data = file.read_bytes()
        assert {(name, line) for name, line, _ in definitions(data)} == parsed(data), file


def test_annotations_comments_and_docstrings_make_no_difference_to_plain_statements() -> None:
    compared = 0
    for file in SOURCES[:120]:
        tree = ast.parse(file.read_bytes())
        bare = ast.parse(file.read_bytes())
        for node in ast.walk(bare):
            for argument in ast.walk(node) if isinstance(node, ast.arguments) else ():
                if isinstance(argument, ast.arg):
                    argument.annotation = None
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                node.returns = None
        full, stripped = (Statements([read(ast.unparse(each).encode())]) for each in (tree, bare))
        assert full.plain.tolist() == stripped.plain.tolist(), file
        compared += 1
    assert compared > 100


def test_layout_makes_no_difference_to_plain_statements() -> None:
    plain = "x = f(a, b) + [1, 2][0]\nif x: y = 2\ndef g(a, *, b=3) -> int:\n    return a\n"
    odd = (
        "\f\nx = f(a,\n\n  # comment\n     b) + \\\n [1, 2] [0]\n\n\nif  x :  y=2\n"
        "def g(a, *,\n\tb = 3):\n\t'''doc\n\n'''\n\treturn a # end"
    )
    one, other = (Statements([read(text.encode())]) for text in (plain, odd))
    assert one.plain.tolist() == other.plain.tolist()


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\n", b"\0", b"\xff\xfe", b"'", b'"""', b"(((", b")))", b"def", b"def \n",
        b"class:", b"async", b"@", b"\\", b"#", b"x:", b":",
        b"async def", b"def f(a: ", b"def f(a) -> ", b"\xef\xbb\xbf", b"\r\r\n", b"f'{x!r:{y}}'", b"0x 1e9.3_", b"\tx\n        y",
    ],
)  # fmt: skip
def test_what_is_no_python_is_read_all_the_same(data: bytes) -> None:
    Statements([read(data), read(b"x = 1\n"), read(data)])
    lines_of(data)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "def",
                " f",
                "(",
                ")",
                ":",
                "\n",
                "\n    ",
                "'",
                '"""',
                "#",
                "\\",
                "@x",
                "class A",
                "a: int",
                "->",
                "=",
                ",",
                "async ",
                "é",
                "1",
            ]
        ),
        max_size=40,
    )
)
def test_any_text_is_read(pieces: list[str]) -> None:
    data = "".join(pieces).encode()
    statements = Statements([read(data)])
    assert len(statements.at) == len(statements.plain) + 1
    for start, end in zip(statements.start, statements.end, strict=True):
        assert 0 <= start < end <= len(statements.plain)


# Claims


A = (
    "class Manager:\n"
    + indented(FUNCTION)
    + indented(BLOCK_FUNCTION := function_around(BLOCK, "load"))
    + "    def only(self): return 1\n"
)
B = (
    "class Other:\n"
    + indented(RENAMED)
    + indented(BLOCK_FUNCTION.replace("0", "0  # zero"))
    + "    def a(self): return self.a\n    def b(self): return 3\n"
)


@pytest.mark.parametrize(("level", "share"), [("exact", 0.0), ("plain", 1 / 3), ("renamed", 1.0)])
def test_members_are_compared_by_content_at_a_level(level: Level, share: float) -> None:
    ours, theirs = members(A.encode(), "Manager"), members(B.encode(), "Other")
    assert set(ours) == {"settle", "load", "only"}
    assert equal_members(ours, theirs, level) == pytest.approx(share)


def test_the_same_lines_nested_otherwise_are_equal_at_no_level() -> None:
    one = members(b"def f(a):\n    if a:\n        g(a)\n        h(a)\n")
    other = members(b"def f(a):\n    if a:\n        g(a)\n    h(a)\n")
    assert [equal_members(one, other, level) for level in LEVELS] == [0.0, 0.0, 0.0]


def test_files_read_together_give_what_each_gives_alone() -> None:
    broken = [b"", b"def", b"x = (", b"@a\n", b"class", b")))", b"async def", b"  def f():\n def g(): 0", b'"' * 3]
    sources = [path.read_bytes() for path in sorted(Path(ast.__file__).parent.glob("*.py"))[:40]]
    files = [data for source in sources for data in (source, *broken)]
    assert read_all(files) == [read(data) for data in files]
    assert read_all([]) == []


def test_members_of_a_module_are_its_own_definitions() -> None:
    found = members((A + B).encode())
    assert set(found) == {"Manager", "Other"}
    assert all(set(digests) == set(LEVELS) for digests in found.values())
    assert equal_members({}, found) == 0.0


def test_paths_and_lines_are_right_after_multiline_strings_and_joined_lines(tmp_path: Path) -> None:
    head = 'text = """one\ntwo\n\nthree"""\nx = 1 + \\\n    2\ny = [\n    # nothing\n\n]\n'
    (found,) = find(tmp_path, {"a.py": head + FUNCTION, "b.py": FUNCTION}, "duplicate-function")
    assert places(found) == ["a.py:12-20", "b.py:2-10"]
    assert found.where.path == PurePosixPath("a.py")


# From the cache


STATIC = function_around(BLOCK, "load")
PIECES = [
    FUNCTION,
    RENAMED,
    CROSSED,
    ANNOTATED,
    STATIC,
    STATIC.replace("prefix", "suffix"),
    function_around(BLOCK * 2, "twice", "    print(prefix)\n"),
    A,
    B,
    A.replace("Manager", "Other").replace("+=", "-="),
    "x = 1\n",
    "\n# nothing\n\n",
    "import os\n",
    "\n".join(f"call({name!r}, {name}.value, {n})" for n, name in enumerate("abcdefgh")) + "\n",
    "def broken(:\n",
    "# Generated by a program\n",
    "class Ünïcödé:\n    def method(self): return 'é'\n",
    "if True:\r\n\tpass\r\n",
]
NAMES = ["a.py", "b.py", "pkg/__init__.py", "pkg/a.py", "z.py"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=5).map("".join)
EDITS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), TEXTS),
    st.tuples(st.just("insert"), st.sampled_from(NAMES), st.sampled_from(PIECES), st.integers(0, 60)),
    st.tuples(st.just("cut"), st.sampled_from(NAMES), st.integers(0, 60), st.integers(1, 12)),
    st.tuples(st.just("remove"), st.sampled_from(NAMES)),
)


def edit(root: Path, kind: str, name: str, *rest: Any) -> None:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = file.read_bytes().splitlines(keepends=True) if file.exists() else []
    if kind == "write":
        lines = [rest[0].encode()]
    elif kind == "insert":
        lines.insert(rest[1], rest[0].encode())
    elif kind == "cut":
        del lines[rest[0] : rest[0] + rest[1]]
    file.write_bytes(b"".join(lines))
    if kind == "remove":
        file.unlink()


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), TEXTS, min_size=2), st.lists(EDITS, min_size=1, max_size=5))
def test_after_any_edits_the_cache_gives_what_a_run_from_nothing_gives(
    files: dict[str, str], edits: list[tuple[Any, ...]]
) -> None:
    analyzer = analyzers.load("duplicates")

    def found(cache: Path | None, codes: set[str] | None) -> str:
        report = analyze(Workspace(root), [analyzer()], cache=cache, only=codes, jobs=1)
        return json.dumps([[*row_of(finding), finding.fingerprint] for finding in report.findings])

    with TemporaryDirectory() as folder:
        root, cache = Path(folder) / "tree", Path(folder) / "cache"
        for name, text in files.items():
            edit(root, "write", name, text)
        for step in [None, *edits, None]:
            if step:
                edit(root, *step)
            for codes in (None, {"duplicate-lines"}):
                assert found(cache, codes) == found(None, codes)


def test_equal_lines_are_collected_without_numpy_which_the_conclusion_needs() -> None:
    subprocess.run([sys.executable, "-c", LINES_ALONE], check=True, cwd=REPO)
