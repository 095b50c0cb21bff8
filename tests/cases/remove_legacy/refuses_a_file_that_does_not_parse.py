# options: {paths = ["pkg/old.py"]}
# refuses: syntax-error
# file: pkg/__init__.py
# file: pkg/old.py
from pkg import (
