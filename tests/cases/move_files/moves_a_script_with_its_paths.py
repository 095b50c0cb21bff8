# options: {move = {"scripts/gen.py" = "tools/dev/gen.py", "scripts/run.sh" = "tools/"}}
# file: .github/workflows/ci.yml
steps:
  - run: python scripts/gen.py --out scripts/gen.pyc && ./scripts/run.sh
    working-directory: scripts
# file: CHANGELOG.md
Added scripts/gen.py.
# file: Dockerfile
COPY scripts/gen.py /app/scripts/gen.py
# file: MANIFEST.in
include scripts/gen.py
recursive-include scripts *.sh
# file: Makefile
gen: scripts/gen.py
	python ./scripts/gen.py
# file: README.md
Run `scripts/gen.py`, see https://example.org/x/scripts/gen.py and [it](scripts/gen.py#L1), not myscripts/gen.py.
# file: package.json
{"scripts": {"gen": "python scripts/gen.py"}, "files": ["scripts/run.sh"]}
# file: pyproject.toml
[tool.ruff]
exclude = ["scripts/gen.py", "other/scripts/gen.py"]
# file: scripts/gen.py
print("scripts/gen.py")
# file: scripts/other.py
x = 1
# file: scripts/run.sh
python scripts/gen.py
# file: setup.cfg
[options]
scripts =
    scripts/gen.py
# file: tests/test_it.py
"""Runs scripts/gen.py."""
import subprocess

PATH = "scripts/gen.py"  # scripts/gen.py
scripts, gen = 4, 2
y = scripts/gen
f = f"python scripts/gen.py {y}"
# after
# file: .github/workflows/ci.yml
steps:
  - run: python tools/dev/gen.py --out scripts/gen.pyc && ./tools/run.sh
    working-directory: scripts
# file: CHANGELOG.md
Added scripts/gen.py.
# file: Dockerfile
COPY tools/dev/gen.py /app/scripts/gen.py
# file: MANIFEST.in
include tools/dev/gen.py
recursive-include scripts *.sh
# file: Makefile
gen: tools/dev/gen.py
	python ./tools/dev/gen.py
# file: README.md
Run `tools/dev/gen.py`, see https://example.org/x/scripts/gen.py and [it](tools/dev/gen.py#L1), not myscripts/gen.py.
# file: package.json
{"scripts": {"gen": "python tools/dev/gen.py"}, "files": ["tools/run.sh"]}
# file: pyproject.toml
[tool.ruff]
exclude = ["tools/dev/gen.py", "other/scripts/gen.py"]
# file: scripts/other.py
x = 1
# file: setup.cfg
[options]
scripts =
    tools/dev/gen.py
# file: tests/test_it.py
"""Runs tools/dev/gen.py."""
import subprocess

PATH = "tools/dev/gen.py"  # tools/dev/gen.py
scripts, gen = 4, 2
y = scripts/gen
f = f"python tools/dev/gen.py {y}"
# file: tools/dev/gen.py
print("tools/dev/gen.py")
# file: tools/run.sh
python tools/dev/gen.py
