# options: {modules = ["pkg"]}
# refuses: syntax-error
# import: no
# file: pkg/__init__.py
from .core import (
