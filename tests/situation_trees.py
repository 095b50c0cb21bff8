"""Reads tests/situations/: small trees that refer to one class in one way each, the forms of reference that codemods follow.

A form is one text: `# form:` is its name, `# layout:` the plan's, `# since:` the Python that reads it, `# facade: no` says
that nothing can stand in between; then `# file:` lines as in the cases. Each tree has pkg/core.py with the class, pkg/home.py
and check.py besides, unless the form brings its own; `(none)` takes one away. What check.py prints tells whether the tree
still does what it did.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from codemod_cases import split_tree

from migrate.workspace import Layout

FOLDER = Path(__file__).parent / "situations"
GROUPS = ("imports", "definitions", "scopes", "strings", "layouts")
HEADER = re.compile(r"# (form|layout|since|facade): (.*)\n")
CORE = """\
OTHER = "other"


class Thing:
    \"\"\"A thing.\"\"\"

    tag = "thing"

    def __init__(self, x=1):
        self.x = x


def run(x=1):
    return Thing(x).tag, x
"""
BASE = {
    "pkg/__init__.py": "",
    "pkg/core.py": CORE,
    "pkg/home.py": 'HOME = "home"\n',
    "check.py": "import user\n\nprint(user.show())\n",
}
PLAIN_USER = "from pkg.core import Thing\n\n\ndef show():\n    return Thing(2).tag\n"
FACADE = 'from .core import OTHER, Thing, run\n\n__all__ = ["OTHER", "Thing", "run"]\n'
RETARGET = "retarget-imports"
STEPS: Mapping[str, tuple[str, dict[str, object]]] = {
    "rename a class": ("rename", {"rename": {"pkg.core.Thing": "Renamed"}}),
    "rename a module": ("rename", {"rename": {"pkg.core": "pkg.heart"}}),
    "move": ("move", {"symbols": ["pkg.core.Thing"], "into": "pkg.home"}),
    "merge-modules": ("merge-modules", {"from": ["pkg.core"], "into": "pkg.home", "leave": "nothing"}),
    RETARGET: (RETARGET, {"modules": ["pkg.facade"]}),
}
Files = dict[str, str]


@dataclass(frozen=True)
class Form:
    """One form of reference. `group` is the folder that it lies in, `own` are its files."""

    group: str
    name: str
    own: Mapping[str, str]
    layout: Layout
    since: tuple[int, ...]
    facade: bool

    @property
    def runs(self) -> bool:
        """Whether this interpreter can read it."""
        return sys.version_info >= self.since

    @property
    def has_root(self) -> bool:
        """Whether the package lies in a folder."""
        return any(name.endswith("/pkg/core.py") for name in self.own)

    def files(self, step: str) -> Files:
        """The tree. For `retarget-imports` whatever names core names a facade that takes its names from there."""
        base = {name: text for name, text in BASE.items() if not (self.has_root and name.startswith("pkg/"))}
        files = {name: text for name, text in {**base, **self.own}.items() if text != "(none)\n"}
        if step != RETARGET:
            return files
        aside = {name for name in files if name.endswith(("pkg/core.py", "pkg/core.pyi", "pkg/home.py"))}
        faced = {facing(name): facing(text) for name, text in files.items() if name not in aside}
        facades = {facing(name): FACADE for name in aside if name.endswith("core.py")}
        return {**{name: files[name] for name in aside}, **faced, **facades}


def read_forms() -> list[Form]:
    """Every form, group by group."""
    return [_read(group, path) for group in GROUPS for path in sorted((FOLDER / group).glob("*.txt"))]


def _read(group: str, path: Path) -> Form:
    text = path.read_text()
    said = dict(HEADER.findall(text[: text.find("# file: ")]))
    own = {str(name): data.decode() for name, data in split_tree(text[text.find("# file: ") :]).items()}
    layout = tomllib.loads(f"it = {said.get('layout', '{}')}")["it"]
    return Form(
        group,
        said["form"],
        own,
        Layout(tuple(layout.get("source", ())), tuple(layout.get("also", ()))),
        tuple(map(int, said.get("since", "3.11").split("."))),
        said.get("facade", "yes") == "yes",
    )


def facing(text: str) -> str:
    """With the facade in place of core."""
    return re.sub(r"(?<![A-Za-z])core(?![A-Za-z])", "facade", text)


def twin(files: Files) -> Files:
    """The same tree under another name, file by file."""
    return {_twin(name): _twin(text) for name, text in files.items()}


def _twin(text: str) -> str:
    for word, other in (("pkg", "twin"), ("user", "twin_user"), ("check", "twin_check")):
        text = re.sub(rf"(?<![A-Za-z]){word}(?![A-Za-z])", other, text)
    return text


def plain(form: Form, step: str) -> Files:
    """The tree with nothing but an absolute import, in the form's layout."""
    root = next((name.partition("pkg/")[0] for name in form.own if name.endswith("pkg/core.py")), "")
    files = {f"{root}{name}" if name.startswith("pkg/") else name: text for name, text in BASE.items()}
    return Form(form.group, form.name, {**files, "user.py": PLAIN_USER}, form.layout, form.since, form.facade).files(
        step
    )


def tree_of(files: Files) -> dict[PurePosixPath, bytes]:
    return {PurePosixPath(name): text.encode() for name, text in files.items()}
