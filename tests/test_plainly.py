"""What bytes and symbol tables tell of a name is what its tree tells."""

from __future__ import annotations

import ast
import random
import re
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from migrate.python.edits import Edit, Unplaced
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming import bindings
from migrate.refactoring.renaming.bindings import Renaming, places
from migrate.references.index import Index
from migrate.references.names import Names
from migrate.references.plainly import is_proven, spotted
from migrate.references.proofs import Proofs
from migrate.workspace import Entry, Layout, Workspace, _Disk

PIECES = (
    "from pkg.home import Name\n",
    "from pkg.home import Other, Name  # Name\n",
    "from .home import (\n    Name,  # Name\n    Other,\n)\n",
    "from pkg.home import Name as Name\n",
    "from pkg.home import Name as Else\n",
    "from pkg import home, Name\n",
    "import pkg.home\n",
    "from pkg.home import *\n",
    "    from pkg.home import Name\n",
    "if x:\n    from pkg.home import Name\n",
    "from elsewhere import Name\n",
    "def f():\n    from pkg.home import Name\n    return Name\n",
    "from pkg.home import \\\n    Name\n",
    "from pkg.home import Name; x = Name\n",
    "try:\n    from pkg.home import Name\nexcept ImportError:\n    Name = None\n",
    "from . import Name\n",
    "from .Name import x\n",
    "import Name\n",
    "class A(Name):\n    Name = 1\n",
    "class A(Name, x):\n    def f(self): return Name(self.Name, Name=Name)\n",
    "x = [Name for Name in y]\n",
    "def f(Name): return Name\n",
    "def f(x=Name, *Other): return Name\n",
    "x: Name = Name.y\n",
    'x: "Name" = 1\n',
    "x = 'Name'\n",
    "x = 'Na' 'me'\n",
    "x = 'pkg.home.Name'\n",
    "from pkg.home import Name\r\n",
    "from pkg.home import Name, Other  # Name\r\nx = Name\r\n",
    "def f(): \\\nfrom pkg.home import Name\n",
    "x = '\u201cpkg.home.Name\u201d'\n",
    "x = '\u201cName\u201d'\n",
    "x = 'pkg.home.Na\\\nme'\n",
    "x = 'pkg.home.\\x4eame'\n",
    "x = ('pkg.home.N'  # why\n  'ame')\n",
    "x = f'{Name}'\n",
    "x = f'{Name!r:>{Name}}' 'Name'\n",
    '"""Name"""\n',
    "# Name\n",
    "global Name\n",
    "def f():\n    global Name\n    Name = 1\n",
    "for Name in y: pass\n",
    "with x as Name: pass\n",
    "except_ = Name\n",
    "lambda Name: Name\n",
    "lambda: Name\n",
    "print(Name, x.Name, (Name), [Name], {Name: Name})\n",
    "x . Name\n",
    "x = Name if Name else not Name\n",
    "del Name\n",
    "Name += 1\n",
    "Name: int\n",
    "(Name := 1)\n",
    "Name = 1\n",
    "Name, x = 1, 2\n",
    "@Name\ndef f(): pass\n",
    "match x:\n    case Name(): pass\n",
    "match x:\n    case Name: pass\n",
    "match x:\n    case A(Name=1): pass\n",
    "match x:\n    case Name.y: pass\n",
    "__all__ = ['Name']\n",
    "__all__ = []\n",
    "x = '__all__'\n",
    "Fresh = 1\n",
    "x.Fresh\n",
    "import pkg.home as h; h.Name\n",
    "é = Name\n",
    "éName = NameX = XName\n",
    "x = '''\nfrom pkg.home import Name\n'''\n",
    "x = \"it's\"; y = Name  # isn't\n",
    "def broken(:\n",
    "x = 1.\\\n__add__(Name)\n",
    "\ufb01 = 1\n",
    "x = '\ufb01' + str(Name)\n",
    "\uff2eame = 1\n",
    "x = r'\\' + str(Name) + '\\''\n",
    "try: pass\nexcept Name: pass\n",
    "async def f(): await Name; yield Name\n",
    "class B:\n    Other = Name\n    def g(self, x: Name) -> Name:\n        '''Name.'''\n        return [Name for y in Name if Name]\n",
    "type_ = Name\r\n",
)


def renaming_of(folder: Path, reexports: bool) -> tuple[object, ...]:
    """Everything that comes of renaming `pkg.home.Name` in that tree."""
    index = Index(Workspace(folder, Layout(source=(".",))))
    try:
        renaming = Renaming(index, {("pkg.home", "Name"): "Fresh"}, reexports)
        edits = {path: found for path, found in renaming.edits() if found}
    except Refused as refused:
        return (refused.refusal,)
    return edits, renaming.carriers, renaming.left.places, renaming.notes, index.unread


def both_ways(files: dict[str, str], reexports: bool = False) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        for path, text in files.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_bytes(text.encode())
        fast = renaming_of(folder, reexports)
        patch.setattr(bindings, "spotted", lambda *_: None)
        assert fast == renaming_of(folder, reexports)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=5), st.lists(st.sampled_from(PIECES), max_size=3), st.booleans())
@example([PIECES[0], "x = 'pkg.home.N'  'ame'\n"], [], False)
@example([PIECES[0], "x = 'pkg.home.N\\141me'\n"], [], False)
def test_a_renaming_comes_out_the_same_as_with_all_trees(
    one: Sequence[str], two: Sequence[str], reexports: bool
) -> None:
    files = {
        "pkg/__init__.py": "from .home import Name\n",
        "pkg/home.py": "class Name: pass\nOther = 1\n",
        "pkg/one.py": "from pkg.home import Name\n" + "".join(one),
        "pkg/two.py": "".join(two) + "from pkg.one import Name\nName()\n",
        "tests.py": "from pkg import Name\nfrom pkg.two import Name as T\nName()\n",
    }
    both_ways(files, reexports)


@pytest.mark.parametrize("piece", PIECES)
def test_each_form_alone_comes_out_the_same(piece: str) -> None:
    for before in ("", "from pkg.home import Name\n"):
        files = {"pkg/__init__.py": "", "pkg/home.py": "class Name: pass\n", "pkg/one.py": f"{before}{piece}x(Name)\n"}
        both_ways(files)


def test_what_is_spotted_in_the_standard_library_is_what_its_trees_say() -> None:
    root = Path(sysconfig.get_path("stdlib"))
    files = [
        path for folder in (root, *root.glob("[a-z]*/")) for path in folder.glob("*.py") if "packages" not in str(path)
    ]
    random.Random(7).shuffle(files)
    workspace = Workspace(root, Layout(source=(".",)))
    listed = {str(PurePosixPath(path.relative_to(root))): Entry() for path in sorted(files[:600])}
    workspace.__dict__["_disk"] = _Disk(listed)
    names, compared = Names(workspace), 0
    for path in names.names:
        words = {word.decode() for word in re.findall(rb"(?m)^from [.\w]+ import (\w+)", names.data(path))}
        for word in sorted(words - {"annotations"}):
            found = spotted(names, path, [word], ["Unheard"])
            if found is None or not found[word].target or not is_proven(Proofs(None), names.data(path), found):
                continue
            module = names.file(path)
            top = module.bindings.module
            (alias,) = top.bindings[word]
            assert isinstance(alias, ast.alias)
            assert module.origins[alias] == (found[word].target, word)
            try:
                slow = {*places(module, top, word), module.positions.checked(module.positions.start(alias), word)}
            except Unplaced:
                continue
            assert sorted(found[word].spans) == sorted(slow), f"{path}: {word}"
            compared += 1
    assert compared > 150  # a distribution may ship a part of it only


def test_a_plain_file_is_renamed_without_a_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg/__init__.py").touch()
    (tmp_path / "pkg/home.py").write_text("class Name: pass\n")
    (tmp_path / "pkg/one.py").write_text("from .home import Name\n\n\nclass A(Name):\n    x = '__all__'\n")
    index = Index(Workspace(tmp_path, Layout(source=(".",))))
    renaming = Renaming(index, {("pkg.home", "Name"): "Fresh"})
    edits = dict(renaming.edits())
    assert edits[PurePosixPath("pkg/one.py")] == [Edit(18, 22, b"Fresh"), Edit(33, 37, b"Fresh")]
    assert "tree" not in index.names.file(PurePosixPath("pkg/one.py")).source.__dict__
