# options: {move = {"pkg" = "src/pkg"}}
# layout: {source = [".", "src"]}
# file: pkg/__init__.py
from .core import x
# file: pkg/core.py
x = 1
# file: pkg/data.txt
kept
# file: pyproject.toml
[tool.setuptools]
packages = ["pkg"]
[tool.coverage.run]
source = ["pkg/"]
# file: tests/test_it.py
from pkg.core import x

PATH = "pkg/data.txt"
# after
# file: pyproject.toml
[tool.setuptools]
packages = ["pkg"]
[tool.coverage.run]
source = ["src/pkg/"]
# file: src/pkg/__init__.py
from .core import x
# file: src/pkg/core.py
x = 1
# file: src/pkg/data.txt
kept
# file: tests/test_it.py
from pkg.core import x

PATH = "src/pkg/data.txt"
