"""A plan to start from, drawn from what a tree holds."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from migrate.model import Json
from migrate.python.source import source_roots
from migrate.python.version import pyproject
from migrate.workspace import Workspace

REFERENCES = ("tests", "test", "docs", "doc", "demos", "examples", "benchmarks", "scripts", "tools")
"""Top folders in which references to a package usually live."""
FILES = ("README.md", "README.rst", "pyproject.toml", "setup.cfg", "setup.py", "tox.ini", "Makefile", "Dockerfile")

BARE = re.compile(r"[A-Za-z0-9_-]+")
"""A key that needs no quotes."""

TEMPLATE = """\
# The plan of this migration. `migrate plan` checks it against the code; `migrate apply --dry-run` shows what it would do.
# `migrate codemods` lists what a step can do; `migrate schema > migration.schema.json` lets editors know all keys.
#:schema ./migration.schema.json

[project]
name   = {name}
root   = "."{source}
also   = {also}

[gate]                       # what judges the tree after every step
{tests}
select = "impacted"          # the tests that a step can break; all of them at the end of a phase
timeout = "15m"              # for one command

# [compat]
# remove_in = "2.0"          # goes into every DeprecationWarning

{phases}"""

FIRST = """\
[[phase]]
id    = 1
title = "First things"

# A step is one codemod with its options. What it claims about the code is checked before anything is edited.
#
#   [[phase.step]]
#   id      = "1.1"
#   title   = "No bare except"
#   codemod = "fix-excepts"
#   paths   = [{glob}]
#   claims  = [
#     {{ path = {file}, exists = true }},
#   ]
"""

TESTS = """\
run    = "python -m pytest -q"
checks = ["parse", "imports", "api", "cycles", "tests"]"""
NO_TESTS = """\
checks = ["parse", "imports", "api", "cycles"]   # and "tests", with run = "python -m pytest -q", once there are some"""


def starter_plan(workspace: Workspace, phases: str = "") -> str:
    """The text of a plan for this tree, with comments that tell how to go on. It loads as it is.

    `phases` is the text of phases that are known already; otherwise an empty one shows how they are written.
    """
    roots = [root for root in source_roots(workspace) if _holds_the_project(root, workspace)] or [""]
    project = pyproject(workspace).get("project", {})
    name = project.get("name") if isinstance(project, dict) else None
    source = [root or "." for root in roots]
    files = [str(path) for path in workspace.python_files() if _below(path, roots)]
    return TEMPLATE.format(
        name=toml_value(name if isinstance(name, str) and name.isprintable() and name else _folder_name(workspace)),
        source=f"\nsource = {toml_value(source)}",
        also=toml_value(_also(workspace, roots)),
        tests=TESTS if _has_tests(workspace) else NO_TESTS,
        phases=phases
        or FIRST.format(
            glob=toml_value(f"{roots[0]}/**/*.py" if roots[0] else "**/*.py"),
            file=toml_value(files[0] if files else "README.md"),
        ),
    )


def _holds_the_project(root: str, workspace: Workspace) -> bool:
    """Not a folder of tests, docs or tools that happens to be an import root by itself."""
    if PurePosixPath(root).parts[:1] and PurePosixPath(root).parts[0] in REFERENCES:
        return False
    packages = [
        p for p in workspace.python_files() if p.name == "__init__.py" and p.parent.parent == PurePosixPath(root)
    ]
    loose = [
        p
        for p in workspace.python_files()
        if p.parent == PurePosixPath(root) and p.name not in ("setup.py", "conftest.py")
    ]
    return any(p.parent.name not in REFERENCES for p in packages) or bool(loose)


def _below(path: PurePosixPath, roots: list[str]) -> bool:
    return any(path.is_relative_to(root or ".") for root in roots) and path.parts[0] not in REFERENCES


def _also(workspace: Workspace, roots: list[str]) -> list[str]:
    folders = [name for name in REFERENCES if workspace.is_folder(PurePosixPath(name)) and name not in roots]
    return folders + [name for name in FILES if workspace.exists(PurePosixPath(name))]


def _has_tests(workspace: Workspace) -> bool:
    names = [path.name for path in workspace.python_files()]
    return any(name == "conftest.py" or name.startswith("test_") or name.endswith("_test.py") for name in names)


def _folder_name(workspace: Workspace) -> str:
    name = workspace.root.resolve().name
    return name if name.isprintable() and name else "project"


def step_text(id: str, title: str, codemod: str, options: Mapping[str, Json], indent: str = "  ") -> str:
    """A step as a plan says it."""
    values = {"id": id, "title": title, "codemod": codemod, **options}
    width = max(map(len, values))
    lines = ["[[phase.step]]", *(f"{name:<{width}} = {toml_value(value)}" for name, value in values.items())]
    return "".join(f"{indent}{line}\n" for line in lines)


def toml_value(value: Json) -> str:
    """A text, number, truth value, list or table in one line of TOML; JSON's escapes are TOML's."""
    if isinstance(value, Mapping):
        return (
            f"{{ {', '.join(f'{_key(key)} = {toml_value(item)}' for key, item in value.items())} }}" if value else "{}"
        )
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if BARE.fullmatch(name) else toml_value(name)
