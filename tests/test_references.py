"""What the reference index says about names: who means what, where exactly, and how certain that is."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate.model import Change
from migrate.python.edits import Edit, Positions, Unplaced, apply_edits
from migrate.python.source import Source
from migrate.references.index import Index, Reference
from migrate.references.names import STAR, Meaning, Names
from migrate.workspace import Layout, Workspace


def tree(folder: Path, files: dict[str, str | bytes], layout: Layout | None = None) -> Workspace:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Workspace(folder, layout or Layout())


def told(workspace: Workspace, dotted: str) -> list[tuple[str, int, str, str, str]]:
    return [(str(r.path), r.line, r.form, r.spelled, r.certainty) for r in Index(workspace).references(dotted)]


def written(workspace: Workspace, reference: Reference) -> str:
    return workspace.read(reference.path)[reference.start : reference.end].decode(errors="replace")


PACKAGE = {
    "pkg/__init__.py": "from .core import Thing as Thing, run\nfrom . import core as heart\n",
    "pkg/core.py": "class Thing:\n    size = 1\n\n\ndef run():\n    return Thing()\n",
}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "import pkg.core\npkg.core.run()",
            [(1, "import", "pkg.core"), (2, "attribute", "pkg.core"), (2, "attribute", "pkg.core.run")],
        ),
        (
            "import pkg.core as c\nc.run()",
            [(1, "import", "pkg.core"), (2, "name", "pkg.core"), (2, "attribute", "pkg.core.run")],
        ),
        (
            "from pkg import core\ncore.run",
            [(1, "imported", "pkg.core"), (2, "name", "pkg.core"), (2, "attribute", "pkg.core.run")],
        ),
        (
            "from pkg.core import run as r\nr()",
            [(1, "from", "pkg.core"), (1, "imported", "pkg.core.run"), (2, "name", "pkg.core.run")],
        ),
        ("from pkg import run\nrun()", [(1, "imported", "pkg.run"), (2, "name", "pkg.run")]),
        (
            "from pkg import heart\nheart.run()",
            [(1, "imported", "pkg.heart"), (2, "name", "pkg.heart"), (2, "attribute", "pkg.heart.run")],
        ),
        (
            "def f():\n    from pkg.core import run\n    run()",
            [(2, "from", "pkg.core"), (2, "imported", "pkg.core.run"), (3, "name", "pkg.core.run")],
        ),
        ("from pkg.core import *\nrun()", [(1, "star", "pkg.core"), (2, "name", "user.run")]),
        ("x = 'pkg.core.run'", [(1, "string", "pkg.core"), (1, "string", "pkg.core.run")]),
        ("x = 'pkg.core:run'", [(1, "string", "pkg.core"), (1, "string", "pkg.core.run")]),
        ("x = 'pkg.cores.run', 'my.pkg.core', 'about pkg.core', b'pkg.core'", []),
        ("from pkg import core\n\ndef f(core):\n    return core.run", [(1, "imported", "pkg.core")]),
        ("from pkg import core\nx = [core for core in ()]", [(1, "imported", "pkg.core")]),
        ("from pkg import core\nx = [(core := 1), core]", [(1, "imported", "pkg.core")]),
        (
            "from pkg import core\ndef f():\n    core = 1\n    def g():\n        nonlocal core\n        core.run",
            [(1, "imported", "pkg.core")],
        ),
        ("from other.core import run\nfrom core import run", []),
    ],
)
def test_every_form_of_reference_to_a_module_is_found_and_nothing_else(
    tmp_path: Path, code: str, expected: list[tuple[int, str, str]]
) -> None:
    workspace = tree(tmp_path, {**PACKAGE, "user.py": code})
    found = [(r.line, r.form, r.spelled) for r in Index(workspace).references("pkg.core") if r.path.name == "user.py"]

    assert [item for item in found if item[1] != "name" or not item[2].startswith("user.core")] == expected


def test_a_name_in_quotes_is_found_in_an_annotation_and_nowhere_else(tmp_path: Path) -> None:
    code = "from pkg.core import Thing\n\n\ndef f(x: 'list[Thing]') -> \"Thing | None\":\n    return cast('Thing', 'Thing')\n"
    workspace = tree(tmp_path, {**PACKAGE, "user.py": code})
    found = [r for r in Index(workspace).references("pkg.core.Thing") if r.path.name == "user.py"]

    assert [(r.line, r.form) for r in found] == [(1, "imported"), (4, "name"), (4, "name"), (5, "name")]
    assert {written(workspace, r) for r in found} == {"Thing"}


def test_a_relative_import_of_a_deep_package_is_not_the_module_of_that_name_at_the_top(tmp_path: Path) -> None:
    files = {
        "core/__init__.py": "",
        "core/config.py": "x = 1\n",
        "pkg/__init__.py": "",
        "pkg/core/__init__.py": "",
        "pkg/core/config.py": "x = 2\n",
        "pkg/deep/__init__.py": "",
        "pkg/deep/user.py": "from ..core.config import x\nfrom ..core import config\nimport core.config\n",
    }
    workspace = tree(tmp_path, files)

    assert {line for _, line, *_ in told(workspace, "core.config")} == {3}
    assert {line for _, line, *_ in told(workspace, "pkg.core.config")} == {1, 2}


def test_patched_and_set_attributes_are_references(tmp_path: Path) -> None:
    code = (
        "from pkg import core\nmock.patch('pkg.core.run')\nmonkeypatch.setattr(core, 'run', 1)\n"
        "mock.patch.object(core, 'run')\ngetattr(other, 'run')\n"
    )
    workspace = tree(tmp_path, {**PACKAGE, "user.py": code})

    found = told(workspace, "pkg.core.run")
    assert [item[1:3] for item in found if item[0] == "user.py"] == [(2, "string"), (3, "setattr"), (4, "setattr")]


def test_import_module_with_a_package_is_resolved(tmp_path: Path) -> None:
    code = "from importlib import import_module\nimport_module('.core', 'pkg')\nimport_module('.core', __package__)\n"
    workspace = tree(tmp_path, {**PACKAGE, "pkg/user.py": code, "user.py": code})

    found = told(workspace, "pkg.core")
    assert [(path, line) for path, line, form, *_ in found if form == "relative-string"] == [
        ("pkg/user.py", 2),
        ("pkg/user.py", 3),
        ("user.py", 2),
    ]


def test_a_string_whose_end_names_nothing_is_unproven(tmp_path: Path) -> None:
    workspace = tree(tmp_path, {**PACKAGE, "user.py": "x = 'pkg.core.gone'\n"})

    assert told(workspace, "pkg.core")[-1] == ("user.py", 1, "string", "pkg.core", "unproven")


@pytest.mark.parametrize(
    ("encoding", "head", "end"),
    [
        ("utf-8", b"", b"\n"),
        ("utf-8", b"\xef\xbb\xbf", b"\r\n"),
        ("utf-8", b"\xef\xbb\xbf\x0c", b"\n"),
        ("latin-1", b"# coding: latin-1\n", b"\r\n"),
        ("cp1252", b"# -*- coding: cp1252 -*-\n", b"\n"),
        ("shift_jis", b"# coding: shift_jis\n", b"\n"),
        ("utf-8", b"", b"\r"),
    ],
)
def test_spans_are_right_in_every_encoding_and_with_every_line_end(
    tmp_path: Path, encoding: str, head: bytes, end: bytes
) -> None:
    word = "ソ表" if encoding == "shift_jis" else "é" if encoding != "utf-8" else "é𝒳日"
    lines = [
        "from pkg.core import Thing, run",
        f"x = '{word}'; y = f'{word}{{Thing}}'; run(); Thing",
        "\x0cif x:",
        f"    '{word}', run, Thing.size",
    ]
    data = head + end.join(line.encode(encoding) for line in lines)
    workspace = tree(tmp_path, {**PACKAGE, "user.py": data})
    found = [r for r in Index(workspace).references("pkg.core") if r.path.name == "user.py"]

    assert len([r for r in found if r.form == "name"]) == 5
    for reference in found:
        assert written(workspace, reference) == reference.written


def test_a_stateful_encoding_is_refused_and_other_files_do_not_suffer(tmp_path: Path) -> None:
    odd = "# coding: iso2022_jp\nfrom pkg.core import run\nx = '日本'; run()\n".encode("iso2022_jp")
    workspace = tree(
        tmp_path, {**PACKAGE, "odd.py": odd, "user.py": "from pkg.core import run\n", "bad.py": "import pkg.core ("}
    )
    index = Index(workspace)

    assert {str(r.path) for r in index.references("pkg.core")} == {"pkg/__init__.py", "pkg/core.py", "user.py"}
    assert set(map(str, index.unread)) == {"odd.py", "bad.py"}


def test_files_that_have_a_module_from_another_file_are_found(tmp_path: Path) -> None:
    files = {
        "pkg/facade.py": "from pkg import core\nfrom pkg import core as heart\n",
        "pkg/tools.py": "import pkg as p\n",
        "pkg/open.py": "from pkg.facade import *\n",
        "by_facade.py": "from pkg.facade import core\ncore.run()\n",
        "by_alias.py": "import pkg.facade as f\nf.heart.run()\n",
        "by_star.py": "from pkg.open import heart\nheart.run()\n",
        "by_name_of_the_package.py": "from pkg.tools import p\np.core.run()\n",
        "word.py": "core = heart = 1\nimport pkg.tools\ndef broken(:\n",
    }
    index = Index(tree(tmp_path, {**PACKAGE, **files}))

    found = {str(r.path) for r in index.references("pkg.core")}
    assert found == {"pkg/__init__.py", "pkg/core.py", "pkg/facade.py"} | {name for name in files if name[:3] == "by_"}
    assert index.unread == {}


def test_a_submodule_that_a_star_hands_on_is_found(tmp_path: Path) -> None:
    files = {
        "nx/__init__.py": "from nx.algorithms import *\nfrom nx.closed import *\n",
        "nx/algorithms/__init__.py": "from nx.algorithms.old import *\nfrom nx.algorithms.more import *\n",
        "nx/algorithms/old.py": "def f(): ...\n",
        "nx/algorithms/_own.py": "",
        "nx/algorithms/more/__init__.py": "from nx.algorithms.more import deep\n",
        "nx/algorithms/more/deep.py": "",
        "nx/closed/__init__.py": "__all__ = ['g']\ndef g(): ...\n",
        "nx/closed/hidden.py": "",
        "user.py": "import nx\nnx.old.f()\nfrom nx import deep, old as o, g, _own, hidden\n",
    }
    workspace = tree(tmp_path, files)
    names = Names(workspace)

    assert names.meaning("nx.old") == Meaning("nx.algorithms.old")
    assert names.meaning("nx.old.f") == Meaning("nx.algorithms.old", "f")
    assert names.meaning("nx.deep") == Meaning("nx.algorithms.more.deep")
    assert names.meaning("nx.hidden") is names.meaning("nx._own") is None
    assert [item[:3] for item in told(workspace, "nx.algorithms.old") if item[0] == "user.py"] == [
        ("user.py", 2, "attribute"),
        ("user.py", 2, "attribute"),
        ("user.py", 3, "imported"),
    ]


def test_files_that_do_not_mention_the_name_are_not_parsed(tmp_path: Path) -> None:
    workspace = tree(tmp_path, {**PACKAGE, "other.py": "def broken(:\n", "user.py": "import pkg.core\n"})
    index = Index(workspace)
    index.references("pkg.core")

    assert index.unread == {}


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("__all__ = ['a', 'b']", ("a", "b")),
        ("__all__: list[str] = ['a']\n__all__ += ('b',)", ("a", "b")),
        ("__all__ = ['a'] + ['b']\n__all__.append('c')\n__all__.extend(['d'])", ("a", "b", "c", "d")),
        ("__all__ = [*other, 'a']", None),
        ("__all__ = [name for name in dir()]", None),
    ],
)
def test_dunder_all_is_read_in_its_usual_spellings(tmp_path: Path, code: str, names: tuple[str, ...] | None) -> None:
    names_of = Names(tree(tmp_path, {"m.py": code}))
    module = names_of.module("m")

    assert module is not None
    assert module.exports.known == (names is not None)
    assert module.exports.names == (names or ())


def test_meanings_follow_re_exports_stars_and_rings(tmp_path: Path) -> None:
    files = {
        "a.py": "from b import *\nfrom b import x as y\nfrom ring import lost\n",
        "b.py": "from c import x\n__all__ = ['x']\n",
        "c.py": "x = 1\n",
        "ring.py": "from ring2 import lost\n",
        "ring2.py": "from ring import lost\n",
    }
    names = Names(tree(tmp_path, files))

    assert names.meaning("a.x") == Meaning("c", "x")
    assert names.meaning("a.y.real") == Meaning("c", "x", ("real",))
    assert names.meaning("a.lost") is None
    assert names.meaning("a.nothing") is None


def test_a_submodule_hidden_by_a_function_of_its_name_is_told_apart(tmp_path: Path) -> None:
    files = {
        "pkg/__init__.py": "from .run import run\n",
        "pkg/run.py": "def run(): ...\n",
        "user.py": "import pkg\npkg.run\nfrom pkg import run\nimport pkg.run as r\n",
    }
    index = Index(tree(tmp_path, files))
    user = index.in_file(PurePosixPath("user.py"))

    assert [r.meaning.dotted for r in user if r.line == 2][-1] == "pkg.run.run"
    assert [r.meaning.dotted for r in user if r.form == "imported"] == ["pkg.run.run"]
    assert [r.meaning.dotted for r in user if r.line == 4][-1] == "pkg.run"


def test_mentions_in_text_are_whole_names_and_paths(tmp_path: Path) -> None:
    text = (
        "pkg.core, pkg.core.run; my.pkg.core pkg.cores x/pkg/core.py pkg/core.py src/pkg/core.py pkg.core-x\n"
        "[a]\nb='pkg.core:run'\n"
    )
    files = {"src/pkg/__init__.py": "", "src/pkg/core.py": "def run(): ...\n", "a.toml": text, "CHANGES.md": text}
    index = Index(tree(tmp_path, files, Layout(("src",), ("*.toml", "*.md"))))

    found = index.mentions("pkg.core", [PurePosixPath("src/pkg/core.py")])
    assert [(m.line, m.kind, m.written, m.member) for m in found] == [
        (1, "dotted", "pkg.core", ""),
        (1, "dotted", "pkg.core", "run"),
        (1, "path", "pkg/core.py", ""),
        (1, "path", "src/pkg/core.py", ""),
        (3, "dotted", "pkg.core", "run"),
    ]


@given(
    st.binary(max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.binary(max_size=3)), max_size=4),
)
def test_edits_that_are_undone_give_the_same_bytes(data: bytes, wishes: list[tuple[int, int, bytes]]) -> None:
    edits, at = [], 0
    for start, length, text in sorted(wishes):
        if at <= start and start + length <= len(data):
            edits.append(Edit(start, start + length, text))
            at = start + length + 1
    there = apply_edits(data, edits)
    back, shift = [], 0
    for edit in edits:
        start = edit.start + shift
        back.append(Edit(start, start + len(edit.text), data[edit.start : edit.end]))
        shift += len(edit.text) - (edit.end - edit.start)

    assert apply_edits(there, back) == data


def test_a_string_with_an_escape_has_no_place(tmp_path: Path) -> None:
    source = Source(PurePosixPath("x.py"), b"x = 'pkg\\x2ecore'; y = 'pkg.' 'core'; z = r'pkg.core'\n")
    nodes = [node.value for node in source.tree.body]  # type: ignore[attr-defined]

    for node in nodes[:2]:
        with pytest.raises(Unplaced):
            Positions(source).string_start(node)
    assert source.data[Positions(source).string_start(nodes[2]) :].startswith(b"pkg.core")


AHEAD = {
    "a.py": b"from b import *\nname = 1\n",
    "b.py": b"import a\na.name\n",
    "c.py": "\ufb01 = name\n".encode(),
    "d.py": b"",
    "e.py": b"nam",
    "f.py": b"e\n",
    "g.py": "# -*- coding: latin-1 -*-\nx = '\u00e9'  # name\n".encode("latin-1"),
    "h.pyi": b"from . import \\\n  *\n",
    "i.txt": b"name\n",
}


def answers(workspace: Workspace) -> list[object]:
    names = Names(workspace)
    found: list[object] = [
        list(names.files_with(*needles)) for needles in (["name"], ["name", "a"], list("nameab"), ["\u00e9"])
    ]
    texts = [workspace.read(path) for path in workspace.files]
    return [*found, names.folded, names.starring, texts, [names.data(path) for path in names.names]]


@pytest.mark.parametrize("search", [None, [], [STAR]])
def test_what_was_read_ahead_gives_the_same_answers_and_pending_edits_count(
    tmp_path: Path, search: list[re.Pattern[bytes]] | None
) -> None:
    for name, data in AHEAD.items():
        (tmp_path / name).write_bytes(data)
    for changes in (
        (),
        (
            Change(PurePosixPath("b.py"), AHEAD["b.py"], b"from a import *\n"),
            Change(PurePosixPath("n.py"), None, b"name\n"),
        ),
        (Change(PurePosixPath("a.py"), AHEAD["a.py"], None), Change(PurePosixPath("c.py"), AHEAD["c.py"], b"x\n")),
    ):
        plain, ahead = Workspace(tmp_path), Workspace(tmp_path).list_ahead(search)
        assert answers(ahead) == answers(plain)
        assert answers(ahead.with_changes(changes)) == answers(plain.with_changes(changes))
        assert answers(ahead.with_changes(changes)) == answers(plain.with_changes(changes)), "and again, from memory"


def test_a_reader_that_is_killed_costs_nothing_but_time(tmp_path: Path) -> None:
    for name, data in AHEAD.items():
        (tmp_path / name).write_bytes(data)
    workspace = Workspace(tmp_path).list_ahead([STAR])
    os.kill(workspace.__dict__["_ahead"]._process, signal.SIGKILL)
    assert answers(workspace) == answers(Workspace(tmp_path))
