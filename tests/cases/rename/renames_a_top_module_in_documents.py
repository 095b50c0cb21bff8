# options: {rename = {"lib" = "kit"}}
# layout: {also = ["*.md", "*.toml"]}
# file: README.md
Ask :func:`~lib.run`, not https://lib.org or lib.org. The lib is small.

    python -m lib
    from lib import run
# file: lib/__init__.py
from .cli import run
# file: lib/cli.py
def run(): ...
# file: pyproject.toml
[project.scripts]
lib = "lib.cli:run"
short = "lib:run"
[tool.coverage.run]
source = ["lib"]
# after
# file: README.md
Ask :func:`~kit.run`, not https://lib.org or lib.org. The lib is small.

    python -m kit
    from kit import run
# file: kit/__init__.py
from .cli import run
# file: kit/cli.py
def run(): ...
# file: pyproject.toml
[project.scripts]
lib = "kit.cli:run"
short = "kit:run"
[tool.coverage.run]
source = ["kit"]
