"""What is told of a file without its tree is what its tree tells."""

from __future__ import annotations

import ast
import sysconfig
import warnings
from contextlib import nullcontext, suppress
from pathlib import Path, PurePosixPath

import pytest

from migrate import analyzers
from migrate.analysis import analyze, collect
from migrate.python.handlers import handlers_of
from migrate.python.imports import imports_in, imports_of
from migrate.python.outline import outline_of
from migrate.python.scopes import ALWAYS_THERE, names_of
from migrate.python.source import Source
from migrate.python.symbols import top_names
from migrate.workspace import Workspace

READERS = ("excepts", "god-classes", "imports", "legacy-imports", "stubs")
LIBRARY = sorted(Path(sysconfig.get_path("stdlib")).glob("[a-z]*.py"))[::8]


def source(text: str | bytes) -> Source:
    return Source(PurePosixPath("pkg/mod.py"), text.encode() if isinstance(text, str) else text, "pkg.mod")


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_the_standard_library_reads_the_same_without_trees(path: Path) -> None:
    file = source(path.read_bytes())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(file.data)
    assert list(imports_in(file)) == imports_of(tree, "pkg.mod")
    outline = outline_of(file.data)
    assert outline is not None
    names = names_of(tree)
    binds = top_names(outline, ALWAYS_THERE)
    assert binds is None or (binds == names.binds and not names.missing and not names.open)
    for handler in list(handlers_of(tree))[:5]:
        part = source(file.data).part([file.data.index(b"except", _offset(file.data, handler.node.lineno))])
        assert any(_same(handler, other) for other in handlers_of(part))


def _offset(data: bytes, line: int) -> int:
    return sum(map(len, data.splitlines(keepends=True)[: line - 1]))


def _same(one: object, other: object) -> bool:
    return one.scope == other.scope and ast.dump(one.node, include_attributes=True) == ast.dump(  # type: ignore[attr-defined]
        other.node,  # type: ignore[attr-defined]
        include_attributes=True,
    )


@pytest.mark.parametrize(
    "text",
    [
        '"""\nimport a\n"""\nimport b\n',
        "'''\nimport a\n'''; import b\n",
        "x = '\"\"\"'  # '''\nimport a\ny = \"'''\"\nimport b\n",
        'x = "\\\nimport a"\nimport b\n',
        'x = \\\n\'a \\\n""" b\'\nimport c\n',
        'r"""\\"""\nimport a\n"""\nimport b\n',
        'f"""{x}"""\nimport a\n',
        "from a import (b as c,  # import d\n    e,\n)\nfrom . import *\nfrom .. x import y as z  # why\n",
        "import a.b as c, d ; import e\nif x: import f\n",
        "from a \\\n    import b\nfrom a import \\\n    b\n",
        "def f(\n    a,\n    b,\n):\n    import c\n\n    def g():\n        from d import e\n",
        "def f(a=(\n1, 2)):\n    import c\n",
        "class A:\n    def f(self):\n        x = [\n  1,\n        ]\n        import c\n",
        "if TYPE_CHECKING:\n    import a\nelse:\n    import b\nif not t.TYPE_CHECKING:\n    import c\n",
        "if x:\n    pass\nelif y:\n    import a\nfor x in y:\n    import b\nelse:\n    import c\n",
        "try:\n    import a\nexcept ImportError:\n    import b\nwith suppress(ImportError):\n    import c\n",
        "if __name__ == '__main__':\n    import a\nif x if y else z:\n    import b\n",
        "\tif_ = 1\n".lstrip() + "if x:\n\timport a\n\tif y:\n\t    import b\n",
        "importer = 1\nx = a.importer\n# import b\nprint('import c')\n",
        "def f():\r\n    import a\r\nimport b\r\n",
        "import a\n\x0cimport b\rimport c\n",
        "\ufeffimport a\nfrom b import c",
        "import é\nfrom a import ö as b\nclass Ä:\n    def f(self):\n        import c\n",
        "@a\n@b(\n1)\nclass A:\n    import c\n    try:\n        import d\n    except ImportError: pass\n",
        "match x:\n    case 1:\n        import a\nasync def f():\n    async with b:\n        import c\n",
        "",
    ],
)
def test_imports_are_told_as_the_tree_tells_them(text: str) -> None:
    assert list(imports_in(source(text))) == imports_of(ast.parse(text.encode()), "pkg.mod")


@pytest.mark.parametrize(
    "text",
    [
        "from __future__ import annotations\ndef f(x: Missing): ...\n",
        "from __future__ import division, annotations\nx: Missing\n",
        "class A:\n    def f(self):\n        return __x\n",
        "class A:\n    def f(self):\n        global __x\n        __x = 1\n",
        "def f():\n    return globals()\n",
        "vars()['x'] = 1\n",
        "from a import *\nx = y\n",
        "def __getattr__(name): ...\n",
        "x = (\n",
        "def f():\n    nonlocal x\n",
    ],
)
def test_names_are_left_to_the_tree_where_the_table_of_symbols_does_not_settle_them(text: str) -> None:
    outline = outline_of(text.encode())
    assert outline is not None
    assert top_names(outline, ALWAYS_THERE) is None


@pytest.mark.parametrize(
    "text",
    [
        "[y := 1 for x in z]\nz = 1\n",
        "def f():\n    global a\n    a = 1\n    def g():\n        return a + b\nb = 1\n",
        "import a.b, c as d\nfrom e import f as g, h\nwith a as (i, j): del i\nfor k, *l in j: pass\n",
        "from __future__ import annotations  # why\nx: int\ndef f(y: x) -> f: vars(y)\n",
        "class A:\n    b = 1\n    def f(self): return __class__, self.b\n",
        "try: pass\nexcept ValueError as e: print(e)\n",
    ],
)
def test_names_are_told_as_the_tree_tells_them(text: str) -> None:
    outline = outline_of(text.encode())
    assert outline is not None
    names = names_of(ast.parse(text))
    assert (names.missing, names.open) == ([], False)
    assert top_names(outline, ALWAYS_THERE) == names.binds


@pytest.mark.parametrize(
    "data",
    [
        b"x = (\n",
        b"x = 1\n  y = 2\n",
        b"  x = 1\n",
        b"\xff = 1\n",
        b"\0",
        b"# coding: nonsense\n",
        b"\xef\xbb\xbf# coding: latin-1\n",
        b"def f():\n    '''\n",
        b"x = " + b"-1" * 5 + b"+1" * 20_000 + b"\n",
        b"if x:\n    pass\n" + b"elif x:\n    pass\n" * 100_000,
        b"x = '''a'''b'''\n",
        b"from __future__ import nothing\nx = (\n",
    ],
)
def test_a_check_fails_exactly_as_the_parse_does(data: bytes) -> None:
    with pytest.raises(SyntaxError) as parsed:
        source(data).tree  # noqa: B018
    with pytest.raises(SyntaxError) as checked:
        source(data).check()
    assert (checked.value.msg, checked.value.lineno) == (parsed.value.msg, parsed.value.lineno)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"from __future__ import nothing\n",
        b"return\nbreak\nnonlocal x\n",
        b"\xef\xbb\xbfx = 1",
        b"# coding: latin-1\nx = '\xe9'\n",
        b"'''doc'''\nfrom __future__ import annotations\n",
    ],
)
def test_a_check_lets_pass_what_the_parser_takes_and_makes_no_tree_of_utf8(data: bytes) -> None:
    file = source(data)
    file.check()
    assert file.has_tree == (b"latin" in data)


def test_a_part_of_a_large_class_holds_the_wanted_members_at_their_places() -> None:
    filler = "".join(f"    def m{number}(self):\n        return {number}\n\n" for number in range(90))
    last = "    @d\n    def last(self):\n        try:\n            a()\n        except: pass\n"
    text = f'x = 1\n\n\nclass A(B):\n    """Doc."""\n\n{filler}{last}'
    file = source(text)
    tree = file.part([text.index("except")])
    (node,) = tree.body
    assert isinstance(node, ast.ClassDef)
    assert ast.get_docstring(node) == "Doc."
    (function,) = node.body[1:]
    whole = ast.parse(text).body[1]
    assert isinstance(whole, ast.ClassDef)
    assert ast.dump(function, include_attributes=True) == ast.dump(whole.body[-1], include_attributes=True)
    assert not file.has_tree
    *_, all_of_it = file.part([text.index("except")], whole=True).body
    assert ast.dump(all_of_it) == ast.dump(whole)


LARGE_CLASS = "class A:\n    x = 1\n" + "".join(
    f"    @d\n    def m{number}(self):\n        return {number}\n\n" for number in range(90)
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1\n", "y = 2\n"),
        ("x = (\n", "y = 2\n"),
        ("x = (\n", ")\n"),
        ("@d\n", "y = 2\n"),
        ("@d(\n", "y = 2\n"),
        ("x = 1 +\\\n", "y = 2\n"),
        ("x = 1\n", "else:\n    pass\n"),
        ("if x:\n", "y = 2\n"),
        ("if x:\n    y\n", "else:\n    pass\n"),
        ("x = 1\n", "  y = 2\n"),
        ("x = 1\n", "    y = 2\n"),
        ("x = 1\n", "    def f(self): return (\n"),
        ("try:\n    x\n", "except E: pass\n"),
        ('x = """\n', '"""\n'),
        ('x = f"""{\n', '}"""\n'),
        ("x = 1\n", "(a, b) = c\nlast ="),
    ],
)
@pytest.mark.parametrize("block", [LARGE_CLASS, "def f():\n" + "    x = 1\n" * 60, "for x in y: z(\nx)\n" * 20])
def test_what_was_parsed_by_itself_is_not_checked_again_and_hides_no_mistake(
    before: str, after: str, block: str
) -> None:
    text = f"{before}{block}{after}" + "last = 1\n" * 200
    try:
        ast.parse(text)
        fine = True
    except SyntaxError:
        fine = False
    for shares in ((0.5,), (0.01, 0.6), (0.3, 0.9), (0.99,)):
        file = source(text)
        with suppress(SyntaxError):  # the part is the whole where it cannot be cut out
            file.part([len(before) + int(len(block) * share) for share in shares])
        with nullcontext() if fine else pytest.raises(SyntaxError):
            file.check()


def test_where_the_parts_are_most_of_a_file_its_tree_is_made() -> None:
    file = source("x\ndef f():\n    pass\n")
    file.part([10])
    assert file.has_tree


def facts(name: str, file: Source) -> bytes:
    return collect(analyzers.load(name)(), file)


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", READERS)
def test_an_analyzer_tells_the_same_of_a_file_with_and_without_its_tree(name: str, path: Path) -> None:
    data = path.read_bytes()
    whole = source(data)
    assert whole.tree
    assert facts(name, source(data)) == facts(name, whole)


FILLER = "def filler():\n    return 1\n\n\n" * 60


@pytest.mark.parametrize(
    "text",
    [
        "def f(): pass\nasync def g(): ...\n",
        "def f(): raise NotImplementedError\ndef g():\n    raise NotImplementedError('x')\n",
        "def f():\n    raise (\n        NotImplementedError('x')\n    )\n",
        "def f():\n    'TODO'; pass\n",
        "def f():\n    '''Not implemented.'''\n    # why\n\n    pass\n",
        "def f():\n    ('a'\n     'todo')\n    pass\n",
        "def f():\n    (\n     'todo'\n    )\n    pass\n",
        "def f(\n    a,\n) -> None:  # todo\n    (...)\n",
        "def f(a,\n      b=1): pass\ndef g(a,\n      b: int) -> None:\n    pass\n",
        "def f(): \\\n    pass\n",
        "if x:\n    def f():\n        pass  # TODO\n",
        "class A(B, c.D, E[F], metaclass=G, *H): pass\nclass I(f(x), J.k[l].M): pass\nclass N:\n    class O(P  # Q\n    , R): pass\n",
        "class A[T](B): pass\nclass C(\n    D,\n    E,\n):\n    pass\n" if hasattr(ast, "TypeVar") else "",
        "# TODO: a\ndef f():\n    x = 1  # FIXME b\n    # TODO c\n# TODO d\nx = '# TODO e'\n",
        "class A:\n    x = '''\n    # TODO\n'''\n    def f(self): return 1\n    # TODO after\n\n",
    ],
)
def test_stubs_and_bases_are_told_as_the_tree_tells_them(text: str) -> None:
    data = (FILLER + text + FILLER).encode()
    whole = source(data)
    assert whole.tree
    assert facts("stubs", source(data)) == facts("stubs", whole)


@pytest.mark.parametrize(
    "text", ["class A:\n    x = (\n", "try:\n    f(\nexcept Exception:\n    pass\n", "def f():\n    pass\n 1\n"]
)
def test_a_file_that_does_not_parse_is_told_by_whichever_analyzer_looks_into_it(text: str, tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("class Fine:\n    pass\ntry: x\nexcept Exception: pass\n" + FILLER + text)
    with pytest.raises(SyntaxError) as error:
        source((tmp_path / "broken.py").read_bytes()).tree  # noqa: B018
    for names in [*((name,) for name in READERS), READERS]:
        report = analyze(Workspace(tmp_path), [analyzers.load(name)() for name in names], jobs=1)
        (finding,) = report.findings
        assert (finding.code, finding.where.line) == ("syntax-error", error.value.lineno)
        assert error.value.msg in finding.message
