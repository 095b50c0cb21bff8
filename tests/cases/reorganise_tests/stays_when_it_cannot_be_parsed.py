# layout: {source = ["src"], also = ["tests"]}
# notes: no test has to move
# import: no
# file: src/pkg/__init__.py
# file: src/pkg/core/__init__.py
# file: tests/test_core.py
from pkg.core import (
