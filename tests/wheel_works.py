"""Runs an installed `migrate` in a folder with its own `codemods/` and `analyzers/`: both ours and theirs must be found.

Usage: python tests/wheel_works.py PYTHON_WITH_THE_WHEEL EMPTY_FOLDER
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

CODEMOD = '''"""Add a line that says hello at the end of each greeting file."""
from migrate.codemods import Codemod
from migrate.model import Outcome

class Greet(Codemod):
    def run(self, workspace):
        files = [path for path in workspace.python_files() if not workspace.read(path).endswith(b"# hello\\n")]
        return Outcome(tuple(workspace.change(path, workspace.read(path) + b"# hello\\n") for path in files if path.parts[0] == "pkg"))
'''
ANALYZER = '''"""Find greetings."""
from migrate.analyzers import Analyzer
from migrate.model import Finding, Location, Rule

class Greetings(Analyzer):
    rules = (Rule("greeting", "A greeting"),)
    needles = (b"hello",)
    def collect(self, source):
        return source.data.count(b"hello")
    def conclude(self, facts, workspace):
        for path, number in facts.items():
            yield Finding("greeting", f"{number} greetings", (Location(path),), str(path))
'''
PLAN = """[project]
name = "stranger"
source = ["."]

[gate]
checks = ["parse"]

[[phase]]
id = 1
  [[phase.step]]
  id = "1.1"
  codemod = "greet"
"""


def main(python: str, folder: Path) -> None:
    """Make the folder, run the wheel in it, and raise where anything is not as it must be."""
    for name, text in {
        "codemods/greet.py": CODEMOD,
        "codemods/__init__.py": "",
        "analyzers/greetings.py": ANALYZER,
        "pkg/__init__.py": "",
        "pkg/a.py": "x = 1\n",
        "migration.toml": PLAN,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)

    def run(*words: str, code: int = 0) -> str:
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == code, (words, done.returncode, done.stdout, done.stderr)
        return done.stdout

    def migrate(*words: str, code: int = 0) -> str:
        return run(python, "-m", "migrate", *words, code=code)

    where = run(python, "-c", "import migrate; print(migrate.__file__)")
    assert "site-packages" in where, where
    codemods, analyzers = migrate("codemods"), migrate("analyzers")
    for name in ("merge-modules", "fix-excepts", "delete-path", "greet"):
        assert name in codemods, (name, codemods)
    for name in ("duplicates", "god-classes", "excepts", "greetings"):
        assert name in analyzers, (name, analyzers)
    found = json.loads(migrate("analyze", "--select", "greetings", "--format", "json", code=1))
    assert [finding["code"] for finding in found["findings"]], found
    run("git", "init", "-q")
    for key, value in (("user.name", "A Stranger"), ("user.email", "stranger@example.org")):
        run("git", "config", key, value)
    run("git", "add", "-A")
    run("git", "commit", "-qm", "Start")
    assert "+# hello" in migrate("apply", "--dry-run")
    migrate("apply")
    assert (folder / "pkg/a.py").read_text() == "x = 1\n# hello\n"
    assert "- [x]" in migrate("report", "-o", "-")
    print("the wheel works in a folder with its own codemods/ and analyzers/")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
